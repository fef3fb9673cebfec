"""Defines the subcommands of `mishao cases …`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from guard.fleet.case_kinds import CaseState
from ui.console.shared_options import ExactKeyOption, JsonOption, UsageError, day_of

cases_app = typer.Typer(name="cases", no_args_is_help=True,
                        help="事项（管理员）：update、list、show、set、verify、export")

StoreOption = Annotated[Path, typer.Option("--store", help="数据库，和 mishao fleet report --store 是同一个")]
NumberArgument = Annotated[int, typer.Argument(help="事项的编号")]


@cases_app.command("update", help="读日志服务器的文件，把要人过问的做成事项：国家秘密、反复、凭理由放行、误报反馈")
def update(
    store: StoreOption,
    files: Annotated[list[Path] | None, typer.Argument(
        help="日志服务器收到的文件；不写就用数据库里已有的", show_default=False)] = None,
    office: Annotated[Path | None, typer.Option("--office", help="发布目录：单位自己的规则，反馈的答复",
                                                show_default=False)] = None,
    since: Annotated[str | None, typer.Option("--since", help="从哪天起：2026-11-01 或 7d；不写是 30d")] = None,
    repeat: Annotated[int, typer.Option("--repeat", help="同一台电脑、同一条规则，一周里几次算反复", min=2)] = 5,
    as_json: JsonOption = False,
) -> None:
    """Make cases of what was collected."""
    from ui.console import cases, fleet
    from ui.console.packs_asked import known_rules

    sought = cases.Sought(since, office, repeat)
    raise typer.Exit(cases.update(fleet.Collection(files or (), store), sought, known_rules, as_json))


@cases_app.command("list", help="没办结的事项，快到期的在前；经过记录被改动过时退出码为 1")
def list_(
    store: StoreOption,
    state: Annotated[CaseState | None, typer.Option("--state", help="只列这个状态的", show_default=False)] = None,
    owner: Annotated[str | None, typer.Option("--owner", help="只列这个人负责的", show_default=False)] = None,
    overdue: Annotated[bool, typer.Option("--overdue", help="只列逾期的")] = False,
    as_json: JsonOption = False,
) -> None:
    """Print cases."""
    from ui.console import cases
    from ui.console.packs_asked import known_rules

    raise typer.Exit(cases.list_cases(store, cases.Listed(state, owner, overdue), known_rules, as_json))


@cases_app.command("show", help="一件事项和它的全部经过")
def show(number: NumberArgument, store: StoreOption, as_json: JsonOption = False) -> None:
    """Print one case."""
    from ui.console import cases

    raise typer.Exit(cases.show_case(store, number, as_json))


@cases_app.command("set", help="改负责人、状态、期限，或者记一条经过；谁改的、什么时候改的都留下")
def set_(
    number: NumberArgument,
    store: StoreOption,
    by: Annotated[str, typer.Option("--by", help="谁改的；有控制台的，要是它的保密管理员")],
    owner: Annotated[str | None, typer.Option("--owner", help="负责人", show_default=False)] = None,
    state: Annotated[CaseState | None, typer.Option("--state", help="状态", show_default=False)] = None,
    due: Annotated[str | None, typer.Option("--due", help="期限：2026-12-05", show_default=False)] = None,
    note: Annotated[str | None, typer.Option("--note", help="一条经过，最多 500 字，不写内容",
                                             show_default=False)] = None,
    console: Annotated[Path | None, typer.Option(
        "--console", help="控制台目录，按它的人员核对 --by；用这个数据库开过控制台的不用写",
        show_default=False)] = None,
    office: Annotated[Path | None, typer.Option("--office", help="发布目录：按它的规则核对写的话里有没有代号",
                                                show_default=False)] = None,
    exact_key: ExactKeyOption = None,
    as_json: JsonOption = False,
) -> None:
    """Change a case."""
    from guard.fleet.case_store import Change
    from ui.console import cases

    try:
        change = Change(owner, state, None if due is None else day_of("--due", due), note)
    except UsageError as error:
        raise typer.BadParameter(str(error)) from error
    raise typer.Exit(cases.change_case(store, number, change, cases.Changer(by, console, office, exact_key), as_json))


@cases_app.command("verify", help="核对经过记录，打印校验点；有改动，或和留在别处的校验点对不上，退出码为 1")
def verify(
    store: StoreOption,
    checkpoint: Annotated[str | None, typer.Option("--checkpoint", help="以前导出或核对时的校验点，条数:摘要",
                                                   show_default=False)] = None,
    as_json: JsonOption = False,
) -> None:
    """Check the history of all cases."""
    from ui.console import cases

    raise typer.Exit(cases.verify(store, checkpoint, as_json))


@cases_app.command("export", help="导出事项清单，或一个月的月报")
def export(
    outs: Annotated[list[Path], typer.Argument(help="以 .docx 或 .xlsx 结尾，可以两样都写")],
    store: StoreOption,
    month: Annotated[str | None, typer.Option("--month", help="哪个月的月报：2026-11；不写就是全部事项",
                                              show_default=False)] = None,
) -> None:
    """Write the cases."""
    from ui.console import cases
    from ui.console.packs_asked import known_rules

    raise typer.Exit(cases.export(store, outs, month, known_rules))
