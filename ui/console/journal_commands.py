"""Defines the subcommands of `mishao journal …`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ui.console.shared_options import HomeOption, JsonOption

journal_app = typer.Typer(name="journal", no_args_is_help=True, help="日志：verify 核对有没有被改过，export 导出")

FileArgument = Annotated[Path | None, typer.Argument(help="日志文件；不写就是本机的", show_default=False)]


class Format(StrEnum):
    """File format of the records."""

    JSONL = "jsonl"
    CSV = "csv"


@journal_app.command("verify", help="核对日志：改动、删除、调换、截断；没有不对的，退出码为 0")
def verify(
    context: typer.Context,
    file: FileArgument = None,
    checkpoint: Annotated[str | None, typer.Option(
        "--checkpoint", help="别处留存的校验点，条数:摘要", show_default=False)] = None,
    start: Annotated[Path | None, typer.Option("--start", help="首个密钥，如果已经移走", show_default=False)] = None,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Verify a journal."""
    from ui.console import journal

    path = journal.journal_of(file, home or context.obj.home)
    raise typer.Exit(journal.verify_file(path, checkpoint, start, as_json))


@journal_app.command("export", help="导出记录（不含内容，日志里本来就没有）")
def export(
    context: typer.Context,
    file: FileArgument = None,
    form: Annotated[Format, typer.Option("--format", help="jsonl 每行一个对象，csv 表格")] = Format.JSONL,
    since: Annotated[str | None, typer.Option("--since", help="只要这以后的：2026-11-01 或 7d")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="写到这个文件，不覆盖；不写就打印")] = None,
    home: HomeOption = None,
) -> None:
    """Export the records of a journal."""
    from ui.console import journal

    raise typer.Exit(journal.export(journal.journal_of(file, home or context.obj.home), form.value, since, out))
