"""Defines `mishao rules`: the commands that list, explain, prove and extend rules."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rules.model import Nature
from ui.console.rules_authoring_commands import authoring_app
from ui.console.shared_options import ConfigOption, HomeOption, JsonOption, UsageError

if TYPE_CHECKING:
    from ui.console.packs_asked import Asked

PacksArgument = Annotated[list[str] | None, typer.Argument(
    help="规则包：内置、企业商业秘密、公安、教育，或一个文件；不写就是全部", show_default=False)]
PackOption = Annotated[Path | None, typer.Option("--pack", help="加进这个规则包文件；没有就新建", show_default=False)]

rules_app = typer.Typer(name="rules", no_args_is_help=True, short_help="规则：写、试、查、比",
                        help="规则：new、workshop、test、lint、diff、list、explain、coverage、published、alert、exempt")
rules_app.add_typer(authoring_app)


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
