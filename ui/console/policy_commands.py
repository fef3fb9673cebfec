"""Defines the subcommands of `mishao policy …`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ui.console.shared_options import ConfigOption, HomeOption, JsonOption

policy_app = typer.Typer(name="policy", no_args_is_help=True, help="策略：check、show")


@policy_app.command("check", help="核对策略文件：每一处错在第几行、怎样改；可以用的，列出和内置策略的不同")
def check(
    file: Annotated[Path, typer.Argument(help="策略文件")],
    pack: Annotated[list[str] | None, typer.Option(
        "--pack", show_default=False, help="一起发布的规则包：文件、内置、附加规则包；可写几次，不写就是内置")] = None,
    as_json: JsonOption = False,
) -> None:
    """Check a policy file; 1 when it cannot be signed."""
    from ui.console import policy

    raise typer.Exit(policy.check(file, pack or (), as_json))


@policy_app.command("show", help="列出策略和内置策略的不同；不写文件，就是这台电脑上有效的")
def show(
    context: typer.Context,
    file: Annotated[Path | None, typer.Argument(help="策略文件", show_default=False)] = None,
    effective: Annotated[bool, typer.Option("--effective", help="列出全部项目，也列和内置策略一样的")] = False,
    home: HomeOption = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print a policy, or that in force."""
    from ui.console import policy

    given = context.obj.or_else(home, config)
    raise typer.Exit(policy.show(file, effective, given.home, given.config, as_json))
