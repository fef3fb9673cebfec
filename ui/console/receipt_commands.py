"""Defines `mishao receipt verify FILE`: prints what a 尽责凭证 states, and whether it is authentic."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from guard.util import exit_codes
from ui.console.shared_options import HomeOption, JsonOption

if TYPE_CHECKING:
    from guard.daemon.receipts import Receipt

receipt_app = typer.Typer(name="receipt", no_args_is_help=True, help="尽责凭证：verify")


@receipt_app.callback()
def receipt() -> None:
    """Receipts of self-checks."""


@receipt_app.command("verify", help="核对尽责凭证：签名对不对，是不是本机出具；给出内容时也核对内容")
def verify(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="凭证文件")],
    content: Annotated[list[Path] | None, typer.Option("--content", help="当时查的文件，按当时的顺序，可以写几次",
                                                       show_default=False)] = None,
    as_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Check a receipt's signature, and the content when it is given; 0 only when all of that is right."""
    from guard.daemon.receipts import ReceiptError
    from guard.daemon.receipts import verify as verified
    from guard.files.items import load
    from ui.terminal import complain

    items = [load(path) for path in (file, *(content or ()))]
    unread = next((path for path, item in zip((file, *(content or ())), items, strict=True) if item.problem), None)
    if unread is not None:
        complain(f"{unread} 打不开，请检查路径和权限。")
        raise typer.Exit(exit_codes.NO)
    try:
        receipt = verified(items[0].untrusted_bytes)
    except ReceiptError as error:
        complain(f"{file}：{error}")
        raise typer.Exit(exit_codes.NO) from None
    ours = _ours(context.obj.or_else(home).home)
    same = receipt.is_of([item.untrusted_bytes for item in items[1:]]) if content else None
    _print(receipt, ours, same, as_json)
    raise typer.Exit(exit_codes.NO if same is False else exit_codes.OK)


def _ours(home: Path | None) -> str:
    """Return the public key of this user's receipts, or "" when none was given yet or the key cannot be used."""
    from guard.daemon.receipts import public_key
    from guard.platform.paths import Paths
    from guard.vault import FileKey, VaultError

    try:
        seed = FileKey(Paths.choose(home).receipt_key).load()
    except VaultError:
        return ""
    return public_key(seed) if seed else ""


def _print(receipt: Receipt, ours: str, same: bool | None, as_json: bool) -> None:
    from guard.daemon.receipts import WORDS
    from ui.terminal import json_line, people

    here = receipt.key == ours
    if as_json:
        json_line({"checked_at": receipt.checked_at, "outcome": receipt.outcome, "rules": receipt.rules,
                   "pack": receipt.pack, "key": receipt.key, "this_computer": here, "content": same})
        return
    moment = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(receipt.checked_at))
    console = people()
    console.print(f"签名正确。{moment} 自查，结论：{WORDS[receipt.outcome]}。")
    console.print(f"规则：{receipt.pack}；命中：{'、'.join(receipt.rules) or '无'}")
    console.print("由本机当前用户的密哨出具。" if here else f"不是本机当前用户出具的；出具者的公钥：{receipt.key}")
    if same is not None:
        console.print("给出的内容就是当时查的内容。" if same else "给出的内容不是当时查的内容。")
