"""Defines the subcommands of `mishao inspect …`: ordering inspections of folders, and carrying them out here."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ui.console.shared_options import ExactKeyOption, HomeOption, JsonOption, UsageError, guard_socket

inspect_app = typer.Typer(
    name="inspect", no_args_is_help=True,
    help="布置的自查：order、withdraw、list（管理员）；status、start、pause、stop（这台电脑）")

FolderArgument = Annotated[Path, typer.Argument(help="发布目录")]
NumberArgument = Annotated[int, typer.Argument(help="第几号，见 inspect list 或 inspect status")]
KeysOption = Annotated[list[Path] | None, typer.Option("--keys", help="密钥所在的目录（U 盘），可以写几次",
                                                       show_default=False)]


@inspect_app.command("order", help="布置一次自查：签名，随规则发到电脑；电脑空闲时自己查，只报数目")
def order(
    folder: FolderArgument,
    folders: Annotated[list[str], typer.Option(
        "--folder", help="桌面、文档、下载、图片（后面可以写 /子文件夹），或 ~/ 开头的路径；策略要允许；可写几次")],
    reason: Annotated[str, typer.Option("--reason", help="为什么，会显示给用户")],
    by: Annotated[str, typer.Option("--by", help="谁布置的，会显示给用户，如：保密办 赵敏")],
    due: Annotated[str, typer.Option("--due", help="哪天以前应当做完：2026-12-10；过后没做完的列入催办")],
    until: Annotated[str, typer.Option("--until", help="哪天截止，以后不再执行；不写就是应当做完以后 14 天",
                                       show_default=False)] = "",
    begins: Annotated[str, typer.Option("--from", help="哪天开始；不写就是现在", show_default=False)] = "",
    group: Annotated[list[str] | None, typer.Option("--group", help="给这些组的电脑，可写几次",
                                                    show_default=False)] = None,
    device: Annotated[list[str] | None, typer.Option("--device", help="给这些电脑，写上报用的电脑名，可写几次",
                                                     show_default=False)] = None,
    everyone: Annotated[bool, typer.Option("--all", help="给全部电脑")] = False,
    exact_key: ExactKeyOption = None,
    keys: KeysOption = None,
    as_json: JsonOption = False,
) -> None:
    """Sign and publish an order."""
    from guard.core.inspection_order import OrderTerms
    from ui.console import inspect_orders as orders
    from ui.console import publish

    if everyone == bool(group or device):
        raise typer.BadParameter("请用 --group、--device 写给谁，或者用 --all 给全部电脑（二选一）。")
    try:
        times = orders.Times.given(begins, due, until)
    except UsageError as error:
        raise typer.BadParameter(str(error)) from error
    wanted = OrderTerms(by, reason, tuple(folders), times.begins, times.due, times.until, tuple(group or ()),
                        tuple(device or ()), everyone)
    raise typer.Exit(orders.give(publish.PublishOptions(folder, keys or (), as_json), wanted, exact_key))


@inspect_app.command("withdraw", help="撤回一次自查：正在查的电脑停下来")
def withdraw(folder: FolderArgument, number: NumberArgument,
             reason: Annotated[str, typer.Option("--reason", help="原因，会显示给用户")],
             exact_key: ExactKeyOption = None, keys: KeysOption = None, as_json: JsonOption = False) -> None:
    """Withdraw an order."""
    from ui.console import inspect_orders as orders
    from ui.console import publish

    raise typer.Exit(orders.withdraw(publish.PublishOptions(folder, keys or (), as_json), number, reason, exact_key))


@inspect_app.command("list", help="布置过的自查；做得怎么样见 mishao fleet inspection")
def list_(folder: FolderArgument, as_json: JsonOption = False) -> None:
    """Print the orders of a publishing folder."""
    from ui.console import inspect_orders as orders
    from ui.console import publish

    raise typer.Exit(orders.show(publish.PublishOptions(folder, (), as_json)))


@inspect_app.command("status", help="单位要这台电脑自查什么、查到哪里了")
def status(context: typer.Context, as_json: JsonOption = False, home: HomeOption = None) -> None:
    """Print the orders for this computer."""
    from ui.console import inspect_here as here

    raise typer.Exit(here.status(guard_socket(context.obj.or_else(home).home), as_json))


@inspect_app.command("start", help="继续查；--now 现在就查，不等电脑空闲")
def start(context: typer.Context, number: NumberArgument,
          now: Annotated[bool, typer.Option("--now", help="现在就查，不等电脑空闲")] = False,
          home: HomeOption = None) -> None:
    """Take up an order that was paused or stopped."""
    from guard.ordered.requests import GoOn
    from ui.console import inspect_here as here

    raise typer.Exit(here.ask(guard_socket(context.obj.or_else(home).home), GoOn(number, now)))


@inspect_app.command("pause", help="先不查，以后用 start 接着查")
def pause(context: typer.Context, number: NumberArgument, home: HomeOption = None) -> None:
    """Read nothing more for an order until it is taken up again."""
    from guard.ordered.requests import PauseInspection
    from ui.console import inspect_here as here

    raise typer.Exit(here.ask(guard_socket(context.obj.or_else(home).home), PauseInspection(number)))


@inspect_app.command("stop", help="停止查；原因会报给布置的单位")
def stop(context: typer.Context, number: NumberArgument,
         reason: Annotated[str, typer.Option("--reason", help="为什么，会报给布置的单位")],
         home: HomeOption = None) -> None:
    """Stop an order for a reason that is reported."""
    from guard.ordered.requests import StopInspection
    from ui.console import inspect_here as here

    raise typer.Exit(here.ask(guard_socket(context.obj.or_else(home).home), StopInspection(number, reason)))
