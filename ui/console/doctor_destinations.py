"""Carries out `mishao doctor --destinations`: how each program is treated, and which have asked for flagged content."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from guard.core.destination_kinds import classify, is_general_program
from guard.core.model import Destination, DestinationKind
from guard.core.policy import Policy
from guard.journal.askers import Learned, learned
from guard.journal.verify import events
from guard.platform.errors import BrokerError
from guard.platform.paths import Paths
from guard.util import exit_codes
from guard.util.os_errors import why
from ui.console.rules_in_force import supply_in_force
from ui.terminal import complain, json_line, people, printable

_TREATED = {
    DestinationKind.CHAT: "提醒和拦截的内容都换成占位文字",
    DestinationKind.GOVERNMENT_CHAT: "从严性质的拦截换成占位文字，其余给原文",
    DestinationKind.CLIPBOARD_MANAGER: "拦截的内容换成占位文字",
    DestinationKind.OFFICE: "总是给原文",
    DestinationKind.BROWSER: "从严性质的拦截换成占位文字，其余给原文并留记录",
    DestinationKind.UNKNOWN: "从严性质的拦截换成占位文字，其余给原文并留记录",
}


_ADVICE = {
    DestinationKind.CHAT: "按聊天软件对待，写进办公软件也不算",
    DestinationKind.GOVERNMENT_CHAT: "按政务协同对待，写进办公软件也不算",
    DestinationKind.CLIPBOARD_MANAGER: "按剪贴板管理器对待，写进办公软件也不算",
    DestinationKind.OFFICE: "已经在办公软件里",
    DestinationKind.BROWSER:
        "不要写进办公软件：写进去，里面的网页就都能拿到原文；要管的网页，用 mishao rules page 写进策略",
    DestinationKind.UNKNOWN: "放心的，请管理员把完整路径写进策略的办公软件",
}
"""The fields that an administrator sees of a program that asked for flagged content."""

_GENERAL = "不要写进办公软件：它替别的程序办事，不知道交给谁"


def destinations(home: Path | None, config: Path | None, as_json: bool) -> int:
    """Run `mishao doctor --destinations`; 1 when there is no display, 2 for a policy that cannot be used."""
    found = supply_in_force(home, config)
    return exit_codes.USAGE if found is None else show_destinations(found.policy, home, as_json)


def show_destinations(policy: Policy, home: Path | None, as_json: bool) -> int:
    """Print every open window and every program that asked for flagged content; 1 when there is no display."""
    try:
        from guard.clipboard.x11.windows import running_destinations

        running = running_destinations(policy)
    except (BrokerError, ImportError) as error:
        complain(f"看不到打开的窗口：{error}")
        return exit_codes.NOT_DONE
    asked = [(entry, classify(entry.executable, (), (), policy)) for entry in _asked(home)]
    if as_json:
        _print_json(running, asked)
    else:
        _print(running, asked)
    return exit_codes.OK


def _advice(entry: Learned, kind: DestinationKind) -> str:
    unlisted = kind is DestinationKind.UNKNOWN
    return _GENERAL if unlisted and is_general_program(entry.executable) else _ADVICE[kind]


def _asked(home: Path | None) -> tuple[Learned, ...]:
    files = sorted(Paths.choose(home).journal.glob("*.jsonl"))
    try:
        return learned(event for path in files for event in events(path))
    except OSError as error:
        complain(f"记录读不出来：{why(error)}（{error.filename}）")
        return ()


def _print_json(running: Iterable[Destination], asked: Iterable[tuple[Learned, DestinationKind]]) -> None:
    for one in running:
        json_line({"window": one.program, "executable": one.executable, "kind": one.kind.value,
                   "page": one.page.kind.value if one.page is not None else None, "treated": _TREATED[one.kind]})
    for entry, kind in asked:
        json_line({"asked": entry.program, "executable": entry.executable, "kind": kind.value,
                   "advice": _advice(entry, kind), "given": entry.given, "refused": entry.refused, "last": entry.last})


def _print(running: tuple[Destination, ...], asked: Sequence[tuple[Learned, DestinationKind]]) -> None:
    console = people()
    console.print("现在打开的窗口：" if running else "现在没有打开的窗口。")
    for one in running:
        name, path = printable(one.program) or "（没有名字）", printable(one.executable) or "（路径不明）"
        kind = one.kind.value if one.page is None else f"{one.page.kind.value}网页，同{one.kind.value}"
        console.print(f"  {name}  {path}", f"    {kind}：{_TREATED[one.kind]}", sep="\n")
    if not asked:
        console.print("还没有程序要过被标记的内容。")
        return
    console.print("要过被标记内容的程序：")
    for entry, kind in asked:
        when = time.strftime("%m-%d %H:%M", time.localtime(entry.last))
        console.print(f"  {printable(entry.program)}  {printable(entry.executable)}  给原文 {entry.given} 次，"
                      f"换占位文字 {entry.refused} 次，最近 {when}")
        console.print(f"    {kind.value}：{_advice(entry, kind)}")
