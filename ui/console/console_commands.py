"""Defines the subcommands of `mishao console …`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from guard.administration.roles import Role
from ui.console.publish_commands import KeysOption
from ui.console.shared_options import JsonOption

console_app = typer.Typer(name="console", no_args_is_help=True,
                          help="控制台（三员）：open 打开，add、remove 人员，verify 核对操作记录")

FolderArgument = Annotated[Path, typer.Argument(help="控制台目录：操作记录，没有放到 U 盘的钥匙")]
ExactKeyOption = Annotated[Path | None, typer.Option(
    "--exact-key", help="名单密钥 exact.key：核对要签名的话里有没有散列的代号，散列新规则包里的词表",
    show_default=False)]
ByOption = Annotated[str, typer.Option("--by", help="谁来加：一个系统管理员")]


@console_app.command("open", help="打开控制台：只在这台电脑上的网页，一次有效的链接；终端结束它就结束")
def open_(
    context: typer.Context,
    folder: FolderArgument,
    name: Annotated[str, typer.Option("--as", help="谁来用，用 mishao console add 加过")],
    store: Annotated[Path | None, typer.Option("--store", help="mishao cases update 写的数据库",
                                               show_default=False)] = None,
    office: Annotated[Path | None, typer.Option("--office", help="发布目录", show_default=False)] = None,
    authorise: Annotated[Path | None, typer.Option("--authorise", help="授权目录", show_default=False)] = None,
    roster: Annotated[Path | None, typer.Option(
        "--roster", help="名册表格，有“电脑”列，可以有“科室”“使用人”", show_default=False)] = None,
    quiet_days: Annotated[float, typer.Option("--quiet-days", help="多少天没有报到就算没在看守")] = 3.0,
    exact_key: ExactKeyOption = None,
    drafts: Annotated[Path | None, typer.Option(
        "--drafts", help="待发布的文件夹：规则包、策略、名单索引，做好了放进来", show_default=False)] = None,
    keys: KeysOption = None,
) -> None:
    """Serve the console to one person."""
    from ui.console.console_people import Chamber, ConsoleAsked, Sources

    sources = Sources(store, office, authorise, roster, quiet_days, tuple(keys or ()), exact_key, drafts)
    chamber = Chamber(folder, tuple(keys or ()))
    raise typer.Exit(context.obj.program.console(ConsoleAsked(chamber, name, sources)))


@console_app.command("add", help="加一个人，建一把钥匙；第一个是系统管理员，以后由系统管理员加")
def add(
    folder: FolderArgument,
    name: Annotated[str, typer.Option("--name", help="姓名")],
    role: Annotated[Role, typer.Option("--role", help="角色，一个人只有一个")],
    by: ByOption = "",
    to: Annotated[Path | None, typer.Option("--to", help="钥匙放到这个文件夹（本人的 U 盘）",
                                            show_default=False)] = None,
    keys: KeysOption = None,
    as_json: JsonOption = False,
) -> None:
    """Add a person."""
    from ui.console import console_people

    chamber = console_people.Chamber(folder, tuple(keys or ()), as_json)
    raise typer.Exit(console_people.add(chamber, name, role, by, to))


@console_app.command("remove", help="停用一个人")
def remove(
    folder: FolderArgument,
    name: Annotated[str, typer.Option("--name", help="姓名")],
    reason: Annotated[str, typer.Option("--reason", help="原因")],
    by: ByOption,
    keys: KeysOption = None,
    as_json: JsonOption = False,
) -> None:
    """Remove a person."""
    from ui.console import console_people

    chamber = console_people.Chamber(folder, tuple(keys or ()), as_json)
    raise typer.Exit(console_people.remove(chamber, name, reason, by))


@console_app.command("verify", help="核对操作记录：每一条的签名和衔接；有问题，或和留在别处的校验点对不上，退出码为 1")
def verify(
    folder: FolderArgument,
    checkpoint: Annotated[str | None, typer.Option("--checkpoint", help="以前的校验点，条数:摘要",
                                                   show_default=False)] = None,
    as_json: JsonOption = False,
) -> None:
    """Prove the log."""
    from ui.console import console_people

    raise typer.Exit(console_people.verify(console_people.Chamber(folder, (), as_json), checkpoint))
