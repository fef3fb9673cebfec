"""Defines `mishao rules new|diff|hash|page|workshop`: administrators start, compare and edit packs with them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from guard.core.pages import Page, PageKind
from ui.console.shared_options import HomeOption, JsonOption

authoring_app = typer.Typer()

OnOption = Annotated[Path | None, typer.Option(
    "--on", help="影响预览：两份规则包各跑一遍这个文件夹或文件，看会多拦、少拦哪些", show_default=False)]


@authoring_app.command("new", help="新建一个规则包：里面有一条样例全过的规则，照着改")
def new(
    file: Annotated[Path, typer.Argument(help="要新建的 .yaml 文件，已有的不会覆盖")],
    name: Annotated[str, typer.Option("--name", help="规则包的名称；不写就用文件名", show_default=False)] = "",
) -> None:
    """Write a pack with one rule that passes."""
    from ui.console.rules_authoring import new_pack

    raise typer.Exit(new_pack(file, name))


@authoring_app.command("diff", help="两份规则包差在哪里：新增、删去、修改；--on 看影响")
def diff(
    context: typer.Context,
    before: Annotated[str, typer.Argument(help="旧的：内置、企业商业秘密、公安、教育，或一个文件")],
    after: Annotated[str, typer.Argument(help="新的，写法相同")],
    on: OnOption = None,
    held: Annotated[bool, typer.Option("--held", help="影响预览用本机拦下的内容")] = False,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Print the differences between two packs, and their answers on the same texts."""
    from ui.console.rules_authoring import DiffAsked, diff_packs

    given = context.obj.or_else(home)
    raise typer.Exit(diff_packs(DiffAsked(before, after, on, held, as_json, given.home,
                                          given.program.command("reader"))))


@authoring_app.command("hash", help="把写明“发布时散列”的词表换成带密钥的散列：发布出去的规则包里没有这些词")
def hash_words(
    pack: Annotated[Path, typer.Argument(help="带着词的规则包，留在保密办")],
    key: Annotated[Path, typer.Option("--key", help="名单密钥 exact.key；没有就新建")],
    out: Annotated[Path, typer.Option("--out", help="写到哪个文件，已有的不会覆盖")],
    as_json: JsonOption = False,
) -> None:
    """Write the form of a pack that is published, without its code words."""
    from ui.console.rules_hash import hash_pack

    raise typer.Exit(hash_pack(pack, key, out, as_json))


@authoring_app.command("page", help="把一个网页写进策略文件：单位自己的照常，别的种类同聊天软件；签名发布以后生效")
def page(
    name: Annotated[str, typer.Argument(help="窗口标题里站名的那一段，例如 县医院OA；开头或结尾可写 *")],
    policy: Annotated[Path, typer.Option("--policy", help="策略文件；没有就从内置策略抄一份")],
    kind: Annotated[PageKind, typer.Option("--as", help="哪一种")] = PageKind.ORDINARY,
    as_json: JsonOption = False,
) -> None:
    """Write a page into a policy file."""
    from ui.console.rules_authoring import add_page

    raise typer.Exit(add_page(Page(kind, name), policy, as_json))


@authoring_app.command("workshop", help="规则工坊：用表单或 YAML 写规则，样例边写边验，签名发布")
def workshop(
    context: typer.Context,
    pack: Annotated[Path | None, typer.Argument(help="规则包文件；没有就新建；不写就是本机的 单位.yaml；内置等只看",
                                                show_default=False)] = None,
    home: HomeOption = None,
) -> None:
    """Open the rule workshop."""
    from ui.workshop.app import run

    given = context.obj.or_else(home)
    raise typer.Exit(run(pack, given.home, given.program.command("reader")))
