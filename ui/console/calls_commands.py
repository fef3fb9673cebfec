"""Defines the subcommands of `mishao calls …`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from guard.fleet.calls import Topic, Way
from ui.console.cases_commands import StoreOption
from ui.console.fleet_commands import RosterOption
from ui.console.shared_options import ExactKeyOption, JsonOption, UsageError, day_of

calls_app = typer.Typer(name="calls", no_args_is_help=True, help="催办（管理员）：list、record、history、verify")

OfficeOption = Annotated[Path | None, typer.Option(
    "--office", help="发布目录：布置过的自查，给全部电脑的是第几号规则", show_default=False)]
QuietOption = Annotated[float, typer.Option("--quiet-days", help="多少天没有报到就算没在看守")]
DevicesOption = Annotated[list[str] | None, typer.Option("--device", help="只要这台电脑，可写几次", show_default=False)]
UnitOption = Annotated[str, typer.Option("--unit", help="只要这个科室", show_default=False)]
AboutOption = Annotated[Topic | None, typer.Option("--about", help="只要这一样", show_default=False)]
OrderOption = Annotated[int, typer.Option("--order", help="只要这一号自查", show_default=False)]


@calls_app.command("list", help="要催的：没在看守的、规则旧的、自查没做的；最近一次催了谁、约定哪天")
def list_(
    store: StoreOption,
    office: OfficeOption = None,
    roster: RosterOption = None,
    quiet_days: QuietOption = 3.0,
    device: DevicesOption = None,
    unit: UnitOption = "",
    about: AboutOption = None,
    order: OrderOption = 0,
    by_calls: Annotated[bool, typer.Option("--by-calls", help="约定的日子过了的在前，再是没有催过的")] = False,
    passed: Annotated[bool, typer.Option("--passed", help="只列约定的日子过了的")] = False,
    never: Annotated[bool, typer.Option("--never", help="只列没有催过的")] = False,
    as_json: JsonOption = False,
) -> None:
    """Print what somebody has to be called about."""
    from ui.console import calls
    from ui.console.open_items import Which

    if by_calls + passed + never > 1:
        raise typer.BadParameter("--by-calls、--passed、--never 只能写一个。")
    which = (Which.BY_CALLS if by_calls else Which.PASSED if passed else Which.NEVER if never else Which.ALL)
    sought = calls.Sought(store, office, roster, quiet_days, tuple(device or ()), unit, about, order)
    raise typer.Exit(calls.list_open(sought, which, as_json))


@calls_app.command("record", help="记一次催办：催了谁、怎么催的、说好哪天以前；这台电脑、这个科室现在要催的都算")
def record(
    store: StoreOption,
    by: Annotated[str, typer.Option("--by", help="谁催的；有控制台的，要是它的保密管理员")],
    whom: Annotated[str, typer.Option("--whom", help="催了谁：姓名，或者一条线路，如 财务科 8203")],
    way: Annotated[Way, typer.Option("--way", help="怎么催的")] = Way.PHONE,
    until: Annotated[str | None, typer.Option("--until", help="约定哪天以前：2026-12-05；没有约定就不写",
                                              show_default=False)] = None,
    agreed: Annotated[str, typer.Option("--agreed", help="说好的，最多 100 字，不写内容")] = "",
    day: Annotated[str | None, typer.Option("--day", help="哪天催的；不写就是今天", show_default=False)] = None,
    office: OfficeOption = None,
    roster: RosterOption = None,
    quiet_days: QuietOption = 3.0,
    device: DevicesOption = None,
    unit: UnitOption = "",
    about: AboutOption = None,
    order: OrderOption = 0,
    console: Annotated[Path | None, typer.Option(
        "--console", help="控制台目录，按它的人员核对 --by；用这个数据库开过控制台的不用写",
        show_default=False)] = None,
    exact_key: ExactKeyOption = None,
    as_json: JsonOption = False,
) -> None:
    """Record a call."""
    from ui.console import calls
    from ui.console.open_items import Made

    try:
        called = day_of("--day", day) if day is not None else datetime.now().astimezone().date()
        made = Made(by, whom, way, called, agreed, None if until is None else day_of("--until", until))
    except UsageError as error:
        raise typer.BadParameter(str(error)) from error
    sought = calls.Sought(store, office, roster, quiet_days, tuple(device or ()), unit, about, order)
    raise typer.Exit(calls.add(sought, made, console, exact_key, as_json))


@calls_app.command("history", help="催过的，新的在前")
def history(store: StoreOption,
            device: Annotated[str, typer.Option("--device", help="只要这台电脑的", show_default=False)] = "",
            as_json: JsonOption = False) -> None:
    """Print the calls that were made."""
    from ui.console import calls

    raise typer.Exit(calls.show_made(store, device, as_json))


@calls_app.command("verify", help="核对催办记录，打印校验点；有改动，或和留在别处的校验点对不上，退出码为 1")
def verify(store: StoreOption,
           checkpoint: Annotated[str | None, typer.Option("--checkpoint", help="以前核对时的校验点，条数:摘要",
                                                          show_default=False)] = None,
           as_json: JsonOption = False) -> None:
    """Check the calls."""
    from ui.console import calls

    raise typer.Exit(calls.verify(store, checkpoint, as_json))
