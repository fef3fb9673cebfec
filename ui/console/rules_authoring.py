"""Carries out `mishao rules new|diff|page`."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from guard.config.errors import PolicyError
from guard.core.pages import Page
from guard.inspect.impact import Compared, Impact, compare
from guard.platform.paths import Paths
from guard.publish.pages import list_page
from guard.supply.unit_pack import UnitPackError, replace_unit_pack
from guard.util import exit_codes
from rules.judge.judge import Judge
from rules.model import Action
from rules.pack.diff import Change, changes
from rules.pack.loading import Pack
from rules.pack.skeleton import skeleton
from ui.console.packs_asked import Asked, KnownPack, with_packs
from ui.console.shared_options import is_there
from ui.terminal import complain, json_line, people
from ui.workshop.sources import Sources

_ACTIONS = {Action.BLOCK: "拦截", Action.WARN: "提醒", Action.LOG: "记录", Action.ALLOW: "可发"}


@dataclass(frozen=True, slots=True)
class DiffAsked:
    """Arguments of `rules diff`."""

    before: str
    after: str
    on: Path | None
    held: bool
    as_json: bool
    home: Path | None
    reader_command: Sequence[str]


def new_pack(file: Path, name: str) -> int:
    """Write a pack with one rule that passes; 2 when the file exists already or cannot be written."""
    if is_there(file):
        complain(f"{file} 已经有了，没有改动。请换一个名字，或运行 mishao rules workshop {file}。")
        return exit_codes.USAGE
    try:
        replace_unit_pack(file, skeleton(name or file.stem, time.strftime("%Y.%m.%d")).encode())
    except UnitPackError as error:
        complain(error)
        return exit_codes.USAGE
    people().print(f"● {file}：一条规则，样例全部通过。下一步：mishao rules workshop {file}", soft_wrap=True)
    return exit_codes.OK


def add_page(page: Page, policy: Path, as_json: bool) -> int:
    """Write a page into a policy file; 0 when it is in the file, 2 when the file cannot be used."""
    try:
        added = list_page(policy, page)
    except (PolicyError, UnitPackError) as error:
        complain(error)
        return exit_codes.USAGE
    if as_json:
        json_line({"page": page.name, "kind": page.kind.value, "policy": str(policy), "added": added})
    else:
        done = f"已写进“{page.kind.value}”，签名发布以后生效" if added else f"已经是“{page.kind.value}”，没有改动"
        people().print(f"● {policy}：“{page.name}”{done}", soft_wrap=True)
    return exit_codes.OK


def diff_packs(asked: DiffAsked) -> int:
    """Print the differences; 0 when there are none, 1 when there are some or a pack is refused, 2 when a pack is
    missing."""
    def run(packs: Sequence[KnownPack]) -> int:
        before, after = (known.pack for known in packs)
        found = changes(before, after)
        _show_changes(found, before, after, asked.as_json)
        if asked.on is not None or asked.held:
            _show_impact(_impact(asked, before, after), asked.as_json)
        return exit_codes.NO if found else exit_codes.OK

    if asked.on is not None and not is_there(asked.on):
        complain(f"{asked.on} 不存在，没有做影响预览。请检查路径。")
        return exit_codes.USAGE
    return with_packs(Asked((asked.before, asked.after)), run)


def _impact(asked: DiffAsked, before: Pack, after: Pack) -> Impact:
    sources = Sources(asked.reader_command, Paths.choose(asked.home).socket)
    try:
        texts = chain(sources.folder(asked.on) if asked.on is not None else (), sources.held() if asked.held else ())
        return compare(Judge([before]), Judge([after]), texts)
    finally:
        sources.close()


def _show_changes(found: Sequence[Change], before: Pack, after: Pack, as_json: bool) -> None:
    if as_json:
        for change in found:
            json_line({"how": change.how.value, "id": change.id, "name": change.name, "lines": list(change.lines)})
        return
    console = people()
    console.print(f"{before.label} → {after.label}：{f'{len(found)} 处不同' if found else '规则相同'}")
    for change in found:
        console.print(f"  {change.how.value}  {change.id} {change.name}", soft_wrap=True)
        for line in change.lines:
            console.print(f"        {line}", soft_wrap=True)


def _show_impact(impact: Impact, as_json: bool) -> None:
    if as_json:
        for one in (*impact.more, *impact.fewer):
            json_line({"item": one.name, "before": one.before.value, "after": one.after.value, "rule": one.rule})
        json_line({"more": len(impact.more), "fewer": len(impact.fewer), "same": impact.same,
                   "unread": list(impact.unread)})
        return
    console = people()
    console.print(f"影响预览：{len(impact.compared)} 项，多拦 {len(impact.more)}，少拦 {len(impact.fewer)}，"
                  f"不变 {impact.same}，没读出 {len(impact.unread)}")
    for word, items in (("多拦", impact.more), ("少拦", impact.fewer)):
        for one in items:
            console.print(_line(word, one), soft_wrap=True)


def _line(word: str, one: Compared) -> str:
    return f"  {word}  {one.name}  {_ACTIONS[one.before]} → {_ACTIONS[one.after]}  {one.rule}"
