"""Defines `mishao trace PHOTO`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ui.console.shared_options import JsonOption

trace_app = typer.Typer()


@trace_app.command("trace", help="从拍屏幕的照片里读溯源点阵（管理员）：哪台电脑、几点；读出来退出码为 0")
def trace(
    context: typer.Context,
    photo: Annotated[Path, typer.Argument(help="照片，或从照片上裁下来的一块（至少三分之一个屏幕）")],
    roster: Annotated[Path | None, typer.Option(
        "--roster", help="名册表格，有“电脑”列，可以有“科室”“使用人”", show_default=False)] = None,
    as_json: JsonOption = False,
) -> None:
    """Read the field of dots in a photograph of a screen; 1 when nothing is certain, 2 when a file cannot be read."""
    from guard.platform.paths import Paths
    from guard.supply.loader_process import Ground
    from guard.supply.machine_layer import machine_layer
    from ui.console.trace import Asked, run_trace

    ground = Ground(Paths.choose(context.obj.home), context.obj.config, machine_layer())
    raise typer.Exit(run_trace(Asked(photo, roster, as_json, context.obj.program.command("reader"), ground)))
