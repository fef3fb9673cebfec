"""Defines each command of `mishao`: its arguments, and the code that carries it out."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from guard.util.version import VERSION
from rules.model import Nature
from ui.console.authorise_commands import authorise_app
from ui.console.cases_commands import cases_app
from ui.console.console_commands import console_app
from ui.console.exact_commands import exact_app
from ui.console.fleet_commands import fleet_app
from ui.console.help_language import command_of, is_english
from ui.console.inspect_commands import inspect_app
from ui.console.journal_commands import journal_app
from ui.console.plain_group import PlainGroup
from ui.console.policy_commands import policy_app
from ui.console.provision_commands import provision_app
from ui.console.publish_commands import publish_app
from ui.console.receipt_commands import receipt_app
from ui.console.rules_authoring_commands import authoring_app
from ui.console.shared_options import ConfigOption, HomeOption, JsonOption, UsageError, given_code, guard_socket
from ui.console.trace_commands import trace_app
from ui.console.vault_commands import vault_app

if TYPE_CHECKING:
    from ui.console.console_people import ConsoleAsked
    from ui.console.packs_asked import Asked


PacksArgument = Annotated[list[str] | None, typer.Argument(
    help="规则包：内置、企业商业秘密、公安、教育，或一个文件；不写就是全部", show_default=False)]
PackOption = Annotated[Path | None, typer.Option("--pack", help="加进这个规则包文件；没有就新建", show_default=False)]

app = typer.Typer(cls=PlainGroup, add_completion=False, no_args_is_help=False, rich_markup_mode=None,
                  pretty_exceptions_enable=False,
                  help="密哨：在内容到达聊天软件之前，先看一眼能不能发。仅用于连接互联网的非涉密计算机。不带参数：启动托盘。",
                  context_settings={"help_option_names": ["-h", "--help"]})
rules_app = typer.Typer(no_args_is_help=True,
                        help="规则：new、workshop、test、lint、diff、list、explain、coverage、published、alert、exempt")
app.add_typer(vault_app, name="vault")
app.add_typer(rules_app, name="rules", short_help="规则：写、试、查、比")
rules_app.add_typer(authoring_app)
app.add_typer(policy_app, name="policy")
app.add_typer(publish_app, name="publish", short_help="下发规则（管理员）：签名、发布、扩大、撤回、停用")
app.add_typer(authorise_app, name="authorise")
app.add_typer(exact_app, name="exact")
app.add_typer(cases_app, name="cases")
app.add_typer(console_app, name="console")
app.add_typer(journal_app, name="journal")
app.add_typer(fleet_app, name="fleet")
app.add_typer(inspect_app, name="inspect")
app.add_typer(receipt_app, name="receipt")
app.add_typer(provision_app)
app.add_typer(trace_app)


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


@rules_app.command("list", help="列出规则：内置的、附加的、配置里写的，哪些启用了")
def rules_list(context: typer.Context, packs: PacksArgument = None, as_json: JsonOption = False,
               home: HomeOption = None, config: ConfigOption = None) -> None:
    """List the rules of every known pack with the ones in force."""
    from ui.console.rules import list_rules

    raise typer.Exit(list_rules(_asked(context, packs, home, config), as_json))


@rules_app.command("explain", help="用白话说明一条规则；或说明一份内容为什么这样判断")
def rules_explain(context: typer.Context,
                  what: Annotated[str, typer.Argument(help="规则编号，如 BC-01；或一个文件，- 表示标准输入")],
                  packs: PacksArgument = None,
                  html: Annotated[Path | None, typer.Option("--html", help="写成网页，字按分量着色")] = None,
                  home: HomeOption = None, config: ConfigOption = None) -> None:
    """Explain one rule, or why a text is judged as it is."""
    from ui.console.shared_options import is_there

    asked = _asked(context, packs, home, config)
    if what == "-" or is_there(Path(what)):
        from ui.console.rules_explain import Explaining, explain_text

        reader = context.obj.program.command("reader")
        raise typer.Exit(explain_text(Explaining(what, html, reader, asked)))
    from ui.console.rules import explain

    if html is not None:
        raise typer.BadParameter(f"--html 只用于说明一份内容，没有叫“{what}”的文件。")
    raise typer.Exit(explain(asked, what))


@rules_app.command("test", help="装载规则包并跑完全部样例")
def rules_test(context: typer.Context, packs: PacksArgument = None, as_json: JsonOption = False,
               home: HomeOption = None, config: ConfigOption = None) -> None:
    """Load packs and run every example in them; 0 when all pass."""
    from ui.console.rules import test

    raise typer.Exit(test(_asked(context, packs, home, config), as_json))


@rules_app.command("lint", help="检查规则包的写法")
def rules_lint(context: typer.Context, packs: PacksArgument = None, as_json: JsonOption = False,
               home: HomeOption = None, config: ConfigOption = None) -> None:
    """Print what is unwise in valid packs; 1 when there is anything."""
    from ui.console.rules import lint

    raise typer.Exit(lint(_asked(context, packs, home, config), as_json))


@rules_app.command("coverage", help="每条规则对应七不的哪一条、哪个案例；哪一条没有规则")
def rules_coverage(context: typer.Context, packs: PacksArgument = None, as_json: JsonOption = False,
                   home: HomeOption = None, config: ConfigOption = None) -> None:
    """Print which clause of the 七不 and which case each rule serves; 1 when none in force serves one of them."""
    from ui.console.rules import cover

    raise typer.Exit(cover(_asked(context, packs, home, config), as_json))


@rules_app.command("published", help="把已经公开的文件写成“已发布清单”的条目：打印，或加进 --pack 的规则包")
def rules_published(
    context: typer.Context,
    paths: Annotated[list[str], typer.Argument(help="文本文件或图片，也可以是文件夹")],
    pack: PackOption = None,
    name: Annotated[str | None, typer.Option("--name", help="条目名称；不写就用文件名")] = None,
    as_json: JsonOption = False,
    home: HomeOption = None,
    config: ConfigOption = None,
) -> None:
    """Print or add entries for notices the unit has published: copies of them pass."""
    from ui.console.rules_lists import add_known, published

    given = context.obj.or_else(home, config)
    raise typer.Exit(add_known(published(name), paths, pack, as_json, given.home, given.config,
                               given.program.command("reader")))


@rules_app.command("alert", help="把不得外传的文件写成“紧急布控”的条目：打印，或加进 --pack 的规则包")
def rules_alert(
    context: typer.Context,
    paths: Annotated[list[str], typer.Argument(help="文本文件或图片，也可以是文件夹")],
    basis: Annotated[str, typer.Option("--basis", help="依据，例如：保密办布控单第1号")],
    pack: PackOption = None,
    number: Annotated[str | None, typer.Option("--id", help="编号；不写就给一个别处没有的，例如 BK-7M2Q9XKD")] = None,
    name: Annotated[str | None, typer.Option("--name", help="条目名称，会显示给用户；不写就用编号")] = None,
    nature: Annotated[Nature, typer.Option("--nature", help="性质，决定怎样放行")] = Nature.WORK_SECRET,
    as_json: JsonOption = False,
    home: HomeOption = None,
    config: ConfigOption = None,
) -> None:
    """Print or add entries for documents that must not leave: copies and large excerpts of them are blocked."""
    from ui.console.rules_lists import add_known, alert

    given = context.obj.or_else(home, config)
    listing = alert(number, name, basis, nature)
    raise typer.Exit(add_known(listing, paths, pack, as_json, given.home, given.config,
                               given.program.command("reader")))


@rules_app.command("exempt", help="核对过不涉密、却因密级标志被拦的内容，写成“误报豁免”的条目；签名发布后才算数")
def rules_exempt(
    context: typer.Context,
    reason: Annotated[str, typer.Option("--reason", help="怎样核对的，为什么是误报")],
    approver: Annotated[str, typer.Option("--approver", help="批准人")],
    until: Annotated[str, typer.Option("--until", help="到哪一天为止，最长一年，例如 2027-06-30")],
    paths: Annotated[list[str] | None, typer.Argument(help="文件、图片，也可以是文件夹", show_default=False)] = None,
    code: Annotated[str, typer.Option("--code", help="代替文件：mishao vault fingerprint 给出的内容码")] = "",
    pack: PackOption = None,
    name: Annotated[str | None, typer.Option("--name", help="条目名称；不写就用文件名")] = None,
    as_json: JsonOption = False,
    home: HomeOption = None,
    config: ConfigOption = None,
) -> None:
    """Print or add entries for contents that contain a mark but are not secret: exactly they pass, once a release is
    signed."""
    from ui.console.rules_exempt import Approval, exempt

    if bool(code) == bool(paths):
        raise typer.BadParameter("请给出文件，或用 --code 给出内容码（二选一）。")
    given = context.obj.or_else(home, config)
    try:
        approval = Approval.given(reason, approver, until, name)
    except UsageError as error:
        raise typer.BadParameter(str(error)) from error
    raise typer.Exit(exempt(approval, paths or [], code, pack, as_json, given.home, given.config,
                            given.program.command("reader")))


def _asked(context: typer.Context, packs: list[str] | None, home: Path | None, config: Path | None) -> Asked:
    from ui.console.packs_asked import Asked

    given = context.obj.or_else(home, config)
    return Asked(tuple(packs or ()), given.home, given.config)
