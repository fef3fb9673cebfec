"""Defines the subcommands of `mishao exact …`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rules.model import Nature
from ui.console.shared_options import JsonOption

exact_app = typer.Typer(name="exact", no_args_is_help=True, help="名单比对（管理员）：build、show")


@exact_app.command("build", help="把单位自己的名单（xlsx、csv）做成名单索引：只有带密钥的散列，没有名单里的字")
def build(
    table: Annotated[Path, typer.Argument(help="名单：xlsx、xls、et 或 csv，列名在前 10 行里")],
    name: Annotated[str, typer.Option("--name", help="名单叫什么，提醒里会写")],
    out: Annotated[Path, typer.Option("--out", help="索引写到这个文件；已有的不覆盖")],
    key: Annotated[Path, typer.Option("--key", help="名单密钥 exact.key；没有就新建")],
    nature: Annotated[Nature, typer.Option("--nature", help="对上时按什么性质处理")] = Nature.PERSONAL,
    columns: Annotated[list[str] | None, typer.Option(
        "--column", help="用哪几列，写列名，至少写两次；不写就列出有哪些列", show_default=False)] = None,
    sheet: Annotated[str, typer.Option("--sheet", help="哪张工作表；不写就是第一张", show_default=False)] = "",
    as_json: JsonOption = False,
) -> None:
    """Make an index of a table; 1 when none can be made, 2 when a file cannot be read or written."""
    from guard.publish.table_index import TableWanted
    from ui.console import exact

    raise typer.Exit(exact.build_index(TableWanted(table, name, out, key, nature, tuple(columns or ()), sheet),
                                       as_json))


@exact_app.command("show", help="看一份名单索引：名称、性质、多少行、什么时候做的；带上密钥就核对是不是同一把")
def show(
    file: Annotated[Path, typer.Argument(help="名单索引")],
    key: Annotated[Path | None, typer.Option("--key", help="名单密钥 exact.key", show_default=False)] = None,
    as_json: JsonOption = False,
) -> None:
    """Print what the header of an index says; 1 when it cannot be used."""
    from ui.console import exact

    raise typer.Exit(exact.show_index(file, key, as_json))
