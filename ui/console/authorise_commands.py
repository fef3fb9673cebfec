"""Defines the subcommands of `mishao authorise …`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ui.console.publish_commands import KeysOption
from ui.console.shared_options import JsonOption

authorise_app = typer.Typer(name="authorise", no_args_is_help=True, help="授权码（保密办）：init、show、sign；不用联网")

FolderArgument = Annotated[Path, typer.Argument(help="授权目录")]
RequestArgument = Annotated[list[str], typer.Argument(help="对方念的请求码，空格、横线、大小写都不要紧")]


@authorise_app.command("init", help="建立授权密钥")
def init(folder: FolderArgument, keys: KeysOption = None, as_json: JsonOption = False) -> None:
    """Make the key."""
    from ui.console import authorise

    raise typer.Exit(authorise.init(authorise.AuthoriseOptions(folder, keys or (), as_json)))


@authorise_app.command("show", help="请求码问的是什么")
def show(folder: FolderArgument, request: RequestArgument, as_json: JsonOption = False) -> None:
    """Print what a request code asks for."""
    from ui.console import authorise

    raise typer.Exit(authorise.show(authorise.AuthoriseOptions(folder, (), as_json), "".join(request)))


@authorise_app.command("sign", help="答复一个请求码：给出授权码，并记入登记簿")
def sign(
    folder: FolderArgument,
    request: RequestArgument,
    note: Annotated[str, typer.Option("--note", help="登记：谁申请、为什么")] = "",
    out: Annotated[Path | None, typer.Option("--out", help="授权码另存到这个文件", show_default=False)] = None,
    keys: KeysOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answer a request code."""
    from ui.console import authorise

    options = authorise.AuthoriseOptions(folder, keys or (), as_json)
    raise typer.Exit(authorise.sign(options, "".join(request), note, out))
