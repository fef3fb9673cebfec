"""Defines the subcommands of `mishao fleet …`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.console.shared_options import JsonOption

if TYPE_CHECKING:
    from ui.console.fleet import Collection

fleet_app = typer.Typer(name="fleet", no_args_is_help=True,
                        help="全单位（管理员）：report 运行、trial 试运行、inspection 自查、audit、checkpoint")

FilesArgument = Annotated[list[Path] | None, typer.Argument(
    help="日志服务器收到的文件（syslog 或每行一个 JSON）；不写就用 --store 里已有的", show_default=False)]
StoreOption = Annotated[Path | None, typer.Option("--store", help="存进这个数据库，下次只给新文件", show_default=False)]
PageOption = Annotated[Path | None, typer.Option("--html", help="网页，给保密办", show_default=False)]
MonthOption = Annotated[list[Path] | None, typer.Option(
    "--month", help="月报，给领导：按科室，不列人名和电脑名；以 .html 或 .docx 结尾，可写多次", show_default=False)]
BookOption = Annotated[Path | None, typer.Option("--xlsx", help="表格：点名、全部电脑", show_default=False)]
RosterOption = Annotated[Path | None, typer.Option(
    "--roster", help="名册表格，有“电脑”列，可以有“科室”“使用人”", show_default=False)]


@fleet_app.command("report", help="多少台在看守、用哪一号规则、拦了什么、误报多少；名册点名")
def report(
    files: FilesArgument = None,
    html: PageOption = None,
    month: MonthOption = None,
    xlsx: BookOption = None,
    roster: RosterOption = None,
    since: Annotated[str | None, typer.Option("--since", help="从哪天起：2026-11-01 或 7d；不写是 30d")] = None,
    quiet_days: Annotated[float, typer.Option("--quiet-days", help="多少天没有报到就算没在看守")] = 3.0,
    newest_pack: Annotated[int, typer.Option(
        "--pack", help="应该用第几号规则；不写就是 --office 里给全部电脑的最新一号，没有就是见过的最新一号")] = 0,
    store: StoreOption = None,
    office: Annotated[Path | None, typer.Option("--office", help="发布目录：反馈的误报里哪些已经答复",
                                                show_default=False)] = None,
    as_json: JsonOption = False,
) -> None:
    """Make the report of many computers."""
    from ui.console import fleet
    from ui.console.packs_asked import known_rules

    wanted = fleet.Wanted(html, tuple(month or ()), xlsx, roster, since, quiet_days, newest_pack, office, as_json)
    raise typer.Exit(fleet.report(_collection(files, store), wanted, known_rules))


@fleet_app.command("trial", help="试运行报告：仅记录的电脑、试运行的规则，执行起来会拦什么、多少次")
def trial(
    files: FilesArgument = None,
    out: Annotated[list[Path] | None, typer.Option(
        "--out", help="报告，以 .html、.docx 或 .xlsx 结尾；可写多次", show_default=False)] = None,
    since: Annotated[str | None, typer.Option("--since", help="从哪天起：2026-11-01 或 7d；不写是 30d")] = None,
    store: StoreOption = None,
    office: Annotated[Path | None, typer.Option("--office", help="发布目录：单位自己的规则的名称",
                                                show_default=False)] = None,
    as_json: JsonOption = False,
) -> None:
    """Make the report of what is not enforced yet."""
    from ui.console import fleet_trial
    from ui.console.packs_asked import known_rules

    wanted = fleet_trial.Wanted(tuple(out or ()), since, office, as_json)
    raise typer.Exit(fleet_trial.report(_collection(files, store), wanted, known_rules))


@fleet_app.command("inspection", help="布置的自查：谁做完了、谁停了、谁没有回音，查到什么；催办名单")
def inspection(
    office: Annotated[Path, typer.Option("--office", help="发布目录：布置过的自查在里面")],
    files: FilesArgument = None,
    number: Annotated[int, typer.Option("--order", help="第几号自查；不写就是全部", show_default=False)] = 0,
    roster: RosterOption = None,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", help="表格：催办、全部电脑、查到什么",
                                              show_default=False)] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print how far the computers are with ordered inspections."""
    from ui.console import fleet_inspection
    from ui.console.packs_asked import known_rules

    wanted = fleet_inspection.Wanted(office, number, roster, xlsx, as_json)
    raise typer.Exit(fleet_inspection.report(_collection(files, store), wanted, known_rules))


@fleet_app.command("checkpoint", help="一台电脑最后一条记录的校验点，给 mishao journal verify --checkpoint")
def checkpoint(device: Annotated[str, typer.Option("--device", help="电脑名")], files: FilesArgument = None,
               store: StoreOption = None, as_json: JsonOption = False) -> None:
    """Print a computer's checkpoint."""
    from ui.console import fleet

    raise typer.Exit(fleet.show_checkpoint(_collection(files, store), device, as_json))


@fleet_app.command("audit", help="给纪检的审计材料，一个 zip：放行的时间、规则、原因、批准人、指纹，日志核对，校验和")
def audit(
    out: Annotated[Path, typer.Argument(help="写到这个 .zip 文件")],
    files: Annotated[list[Path] | None, typer.Argument(help="日志服务器收到的文件", show_default=False)] = None,
    journals: Annotated[list[Path] | None, typer.Option(
        "--journal", help="从电脑上拷来的日志文件夹，以电脑名命名；可以是装着它们的文件夹，可写多次",
        show_default=False)] = None,
    office: Annotated[Path | None, typer.Option("--office", help="发布目录：列出规则发布和误报豁免",
                                                show_default=False)] = None,
    since: Annotated[str | None, typer.Option("--since", help="从哪天起：2026-11-01 或 7d；不写是 30d")] = None,
    as_json: JsonOption = False,
) -> None:
    """Make the bundle for auditors; 1 when the records of a computer are in doubt."""
    from ui.console import fleet_audit as auditing
    from ui.console.packs_asked import rule_names

    if not files and not journals:
        raise typer.BadParameter("请给出日志服务器收到的文件，或用 --journal 给出日志文件夹。")
    audited = auditing.Audited(files or (), journals or (), office, since)
    raise typer.Exit(auditing.make(out, audited, rule_names, as_json))


def _collection(files: list[Path] | None, store: Path | None) -> Collection:
    """Return what is read: files, or what the database has already. Raises BadParameter."""
    from ui.console.fleet import Collection

    if not files and (store is None or not store.exists()):
        raise typer.BadParameter("请给出日志服务器收到的文件，或者用 --store 给出已经读过文件的数据库。")
    return Collection(files or (), store)
