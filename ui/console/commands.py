"""Defines the commands of `mishao`: those that everybody uses here, and in LATER the place of each other one."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from guard.util.version import VERSION
from ui.console.help_language import command_of, is_english
from ui.console.late_commands import LateGroup
from ui.console.shared_options import ConfigOption, HomeOption, JsonOption, guard_socket

if TYPE_CHECKING:
    from ui.console.console_people import ConsoleAsked


LATER: Mapping[str, str] = {
    "vault": "ui.console.vault_commands:vault_app",
    "rules": "ui.console.rules_commands:rules_app",
    "policy": "ui.console.policy_commands:policy_app",
    "publish": "ui.console.publish_commands:publish_app",
    "authorise": "ui.console.authorise_commands:authorise_app",
    "exact": "ui.console.exact_commands:exact_app",
    "cases": "ui.console.cases_commands:cases_app",
    "calls": "ui.console.calls_commands:calls_app",
    "console": "ui.console.console_commands:console_app",
    "journal": "ui.console.journal_commands:journal_app",
    "fleet": "ui.console.fleet_commands:fleet_app",
    "inspect": "ui.console.inspect_commands:inspect_app",
    "receipt": "ui.console.receipt_commands:receipt_app",
    "provision": "ui.console.provision_commands:provision_app",
    "trace": "ui.console.trace_commands:trace_app",
}
"""The commands that are loaded when they are asked for, in the order of the help, and where each is defined."""


class _Commands(LateGroup):
    later = LATER


app = typer.Typer(cls=_Commands, add_completion=False, no_args_is_help=False, rich_markup_mode=None,
                  pretty_exceptions_enable=False,
                  help="密哨：在内容到达聊天软件之前，先看一眼能不能发。仅用于连接互联网的非涉密计算机。不带参数：启动托盘。",
                  context_settings={"help_option_names": ["-h", "--help"]})


@dataclass(frozen=True, slots=True)
class Program:
    """How to start this same program: ``command`` gives the words for a role, ``tray`` runs the tray here, ``console``
    the office's console."""

    command: Callable[..., tuple[str, ...]]
    tray: Callable[[Path | None, Path | None], int]
    console: Callable[[ConsoleAsked], int]


@dataclass(frozen=True, slots=True)
class Given:
    """The options given before or after the subcommand; those after it win."""

    program: Program
    home: Path | None = None
    config: Path | None = None

    def or_else(self, home: Path | None, config: Path | None = None) -> Given:
        """Return these options, replaced by those of the subcommand where given."""
        return Given(self.program, home or self.home, config or self.config)


def run(program: Program) -> None:
    """Carry out the command line and end the process."""
    command_of(app, is_english(os.environ))(obj=program)


@app.callback(invoke_without_command=True)
def start(context: typer.Context, home: HomeOption = None, config: ConfigOption = None,
          version: Annotated[bool, typer.Option("--version", help="密哨的版本")] = False) -> None:
    """Keep the options for the subcommand; without one, start the tray."""
    if version:
        typer.echo(f"mishao {VERSION}")
        raise typer.Exit
    context.obj = given = Given(context.obj, home, config)
    if context.invoked_subcommand is None:
        raise typer.Exit(given.program.tray(home, config))


@app.command(help="判断文件、图片、文件夹或文字能不能发，自查文件夹：0 可发，3 提醒，4 拦下，5 没读出，2 用法不对")
def check(
    context: typer.Context,
    paths: Annotated[list[str] | None, typer.Argument(help="文件、图片、文件夹；- 表示标准输入")] = None,
    as_json: JsonOption = False,
    jsonl: Annotated[bool, typer.Option("--jsonl", help='标准输入每行一个 {"id","text"}')] = False,
    with_text: Annotated[bool, typer.Option("--with-text", help="同时输出读到的文字")] = False,
    engine: Annotated[str | None, typer.Option("--engine", help="识别引擎：cascade、tesseract")] = None,
    html: Annotated[Path | None, typer.Option("--html", help="自查报告，网页")] = None,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", help="自查报告，表格")] = None,
    exclude: Annotated[list[str] | None, typer.Option("--exclude", help="跳过的名称或路径，可用 * ?，可写多次")] = None,
    since: Annotated[str | None, typer.Option("--since", help="只查这以后的文件：2026-11-01 或 7d")] = None,
    cross: Annotated[bool, typer.Option("--cross-file-systems", help="也进入挂在下面的别的磁盘")] = False,
    index: Annotated[Path | None, typer.Option("--index", help="自查索引放在这个文件")] = None,
    workers: Annotated[int | None, typer.Option("--workers", min=1, max=64, help="工作进程数")] = None,
    dask: Annotated[str | None, typer.Option("--dask", help="交给 Dask 集群：tcp://…、tls://… 或 local")] = None,
    home: HomeOption = None,
    config: ConfigOption = None,
) -> None:
    """Judge files, pictures, folders or text: 0 allow, 3 warn, 4 block, 5 unreadable, 2 usage."""
    from ui.console.check_arguments import CheckAsked, InspectionAsked, run_check

    if jsonl == bool(paths):
        raise typer.BadParameter("请给出要检查的文件，或用 --jsonl 从标准输入逐行检查（二选一）。")
    if "" in (paths or ()):
        raise typer.BadParameter("有一个路径是空的。要查当前文件夹，请写一个点：mishao check .")
    given = context.obj.or_else(home, config)
    inspection = InspectionAsked(html, xlsx, tuple(exclude or ()), since, cross, index, workers, dask)
    raise typer.Exit(run_check(CheckAsked(tuple(paths or ()), as_json, jsonl, with_text, engine, given.home,
                                          given.config, given.program.command("reader"), inspection)))


@app.command(help="这台电脑上哪些能用，哪些不能用、为什么")
def doctor(context: typer.Context, as_json: JsonOption = False,
           destinations: Annotated[bool, typer.Option("--destinations", help="每个窗口怎样处理，谁要过内容")] = False,
           home: HomeOption = None, config: ConfigOption = None) -> None:
    """Print what works on this machine, and what does not and why; or each destination's treatment."""
    from ui.console.doctor import doctor as run_doctor
    from ui.console.doctor_destinations import destinations as run_destinations

    given = context.obj.or_else(home, config)
    if destinations:
        raise typer.Exit(run_destinations(given.home, given.config, as_json))
    raise typer.Exit(run_doctor(given.home, given.config, given.program.command("reader"), as_json))


@app.command(help="正在看守吗；只有正在看守时退出码为 0")
def status(context: typer.Context, as_json: JsonOption = False, home: HomeOption = None,
           _config: ConfigOption = None) -> None:
    """Ask the running guard for its status; the exit code is 0 only when it is watching."""
    from ui.console.status_and_vault import status as run_status

    raise typer.Exit(run_status(guard_socket(context.obj.or_else(home).home), as_json))


@app.command(help="立即更新规则；也可以从 U 盘上的文件或目录更新")
def update(context: typer.Context,
           source: Annotated[Path | None, typer.Argument(help="规则更新文件（.zip）或目录；不写就问规则服务器",
                                                         show_default=False)] = None,
           as_json: JsonOption = False, home: HomeOption = None, _config: ConfigOption = None) -> None:
    """Make the running guard renew its rules at once."""
    from ui.console.status_and_vault import update as run_update

    raise typer.Exit(run_update(guard_socket(context.obj.or_else(home).home), source, as_json))


@app.command(help="停止看守")
def stop(context: typer.Context, reason: Annotated[str, typer.Option("--reason", help="为什么，记入日志")] = "",
         code: Annotated[str, typer.Option("--code", help="策略要求时：保密办的授权码，或放它的文件")] = "",
         request: Annotated[bool, typer.Option("--request", help="取请求码，念给保密办")] = False,
         home: HomeOption = None, _config: ConfigOption = None) -> None:
    """End the running guard."""
    from ui.console import status_and_vault
    from ui.console.typed_code import given_code

    socket = guard_socket(context.obj.or_else(home).home)
    raise typer.Exit(status_and_vault.request_stop(socket) if request
                     else status_and_vault.stop(socket, reason, given_code(code)))


@app.command(help="在私有桌面上用真实程序演示全过程；每一步都守住才退出 0")
def demo(context: typer.Context,
         out: Annotated[Path, typer.Option("--out", help="图片写到这里")] = Path("demo-pictures"),
         _home: HomeOption = None, _config: ConfigOption = None) -> None:
    """Show the whole story with real programs on a private display; 0 only if every step succeeded."""
    if sys.platform != "linux":
        raise typer.BadParameter("演示用的是 X11 桌面上的程序，只能在 Linux 上看。")
    from ui.demo.story import run as run_demo

    raise typer.Exit(run_demo(out, context.obj.program.command))
