"""Defines the subcommands of `mishao vault …`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ui.console.shared_options import ConfigOption, HomeOption, JsonOption, guard_socket

vault_app = typer.Typer(name="vault", no_args_is_help=True,
                        help="被拦下的内容：list、show、request、fingerprint、release、destroy")

CaseArgument = Annotated[str, typer.Argument(help="编号，见 vault list")]


@vault_app.command("list", help="列出先留着的内容（不含内容本身）")
def vault_list(context: typer.Context, as_json: JsonOption = False, home: HomeOption = None,
               _config: ConfigOption = None) -> None:
    """List every held item, without content."""
    from ui.console.status_and_vault import list_cases

    raise typer.Exit(list_cases(guard_socket(context.obj.or_else(home).home), as_json))


@vault_app.command("show", help="看一项留着的内容")
def vault_show(context: typer.Context, case: CaseArgument, as_json: JsonOption = False, home: HomeOption = None,
               _config: ConfigOption = None) -> None:
    """Show one held item with its text."""
    from ui.console.status_and_vault import show_case

    raise typer.Exit(show_case(guard_socket(context.obj.or_else(home).home), case, as_json))


@vault_app.command("request", help="取请求码，念给保密办要授权码")
def vault_request(context: typer.Context, case: CaseArgument, as_json: JsonOption = False, home: HomeOption = None,
                  _config: ConfigOption = None) -> None:
    """Print the request code of an item that needs an authorisation code."""
    from ui.console.status_and_vault import request_code

    raise typer.Exit(request_code(guard_socket(context.obj.or_else(home).home), case, as_json))


@vault_app.command("fingerprint", help="取内容码，误报的密级标志念给保密办登记豁免；不含内容本身")
def vault_fingerprint(context: typer.Context, case: CaseArgument, as_json: JsonOption = False, home: HomeOption = None,
                      _config: ConfigOption = None) -> None:
    """Print the content code of an item that state-secret rules stopped, for `rules exempt --code`."""
    from ui.console.vault_fingerprint import content_code

    raise typer.Exit(content_code(guard_socket(context.obj.or_else(home).home), case, as_json))


@vault_app.command("release", help="按单位规定放行或取回一项")
def vault_release(
    context: typer.Context,
    case: CaseArgument,
    reason: Annotated[str, typer.Option("--reason", help="原因，或批准人姓名")] = "",
    code: Annotated[str, typer.Option("--code", help="授权码，或存着它的文件")] = "",
    to: Annotated[Path | None, typer.Option("--to", help="写到这个文件，不覆盖已有文件")] = None,
    as_json: JsonOption = False,
    home: HomeOption = None,
    _config: ConfigOption = None,
) -> None:
    """Release one held item as far as policy allows."""
    from guard.control.requests import ReleaseCase
    from guard.util.path_text import path_text
    from ui.console.status_and_vault import release_case
    from ui.console.typed_code import given_code

    request = ReleaseCase(case, reason, given_code(code), path_text(to.absolute()) if to else "")
    raise typer.Exit(release_case(guard_socket(context.obj.or_else(home).home), request, as_json))


@vault_app.command("destroy", help="彻底销毁一项")
def vault_destroy(context: typer.Context, case: CaseArgument, as_json: JsonOption = False, home: HomeOption = None,
                  _config: ConfigOption = None) -> None:
    """Destroy one held item for good."""
    from ui.console.status_and_vault import destroy_case

    raise typer.Exit(destroy_case(guard_socket(context.obj.or_else(home).home), case, as_json))
