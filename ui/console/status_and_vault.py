"""Carries out `mishao status` and `mishao vault …`: asks the running guard and prints its answers."""

from __future__ import annotations

import time
from pathlib import Path

from guard.control.endpoint import ControlError, NotAnsweringError
from guard.control.gate_words import gate_words
from guard.control.requests import (
    AskActCode,
    AskCode,
    CaseContent,
    CaseList,
    DestroyCase,
    GetStatus,
    ListCases,
    ReleaseCase,
    Reply,
    RequestCode,
    ShowCase,
    Shutdown,
    State,
    Status,
    StatusReply,
    Update,
)
from guard.core.locks import Lock
from guard.core.model import CaseState, CaseSummary, Kind
from guard.daemon.receipts import WORDS as OUTCOME_WORDS
from guard.ipc.replies import Done
from guard.sentences import wire
from guard.supply.provenance import SupplyState
from guard.supply.provenance_words import polled_words, provenance_words
from guard.util import exit_codes
from rules.sentences.sentence import Sentence
from ui.console.guard_answers import NO_ANSWER, ask, asked, refused
from ui.terminal import json_line, people, printable

UPDATE_SECONDS = 600.0
"""Time limit in seconds for fetching, proving and replacing rules."""

_STATE_WORDS = {
    State.STARTING: "正在启动", State.WATCHING: "正在看守", State.PAUSED: "已暂停",
    State.TROUBLE: "需处理", State.STOPPED: "没有运行",
}

_STANDS_STILL = ("看守进程在，但是没有回答，现在有没有在看守不清楚。请稍后再试；一直这样，请在任务管理器里结束它"
                 "（mishao --guard），托盘会马上再启动一个。")

_KIND_WORDS = {Kind.TEXT: "文字", Kind.PICTURE: "图片", Kind.FILES: "文件"}
_CASE_WORDS = {CaseState.HELD: "留存中", CaseState.RELEASED: "已取回", CaseState.DESTROYED: "已销毁"}


def status(socket: Path, as_json: bool) -> int:
    """Print the guard's status; the exit code is 0 only when it is watching."""
    try:
        reply = ask(socket, GetStatus())
    except NotAnsweringError:
        return _unknown(NO_ANSWER, "没有回答", as_json, _STANDS_STILL)
    except ControlError:
        return _unknown(State.STOPPED, _STATE_WORDS[State.STOPPED], as_json)
    assert isinstance(reply, StatusReply)
    status = reply.status
    if as_json:
        json_line({**wire.to_builtins(status), "held": _held(socket)})
    else:
        _show_status(status)
    return exit_codes.OK if status.state is State.WATCHING else exit_codes.NO


def _held(socket: Path) -> list[dict[str, object]] | None:
    """Return the held items, newest first; None where the guard did not list them."""
    reply = asked(socket, ListCases())
    if not isinstance(reply, CaseList):
        return None
    return [_summary(one) for one in reply.cases if one.state is CaseState.HELD]


def _unknown(state: str, words: str, as_json: bool, *troubles: str) -> int:
    """Print that the guard's status is unknown: then nothing is in force, no rules either."""
    if as_json:
        nothing = wire.to_builtins(Status(State.STOPPED, troubles=tuple(map(Sentence, troubles))))
        json_line({**nothing, "state": state, "supply": None, "held": [] if state == State.STOPPED else None})
        return exit_codes.NO
    console = people()
    for line in (f"密哨{words}", *(f"  ▲ {trouble}" for trouble in troubles)):
        console.print(line)
    return exit_codes.NO


def list_cases(socket: Path, as_json: bool) -> int:
    """Print every held item, newest first, without content."""
    reply = asked(socket, ListCases())
    if not isinstance(reply, CaseList):
        return refused(reply, as_json)
    console = people()
    for summary in reply.cases:
        if as_json:
            json_line(_summary(summary))
        else:
            when = time.strftime("%m-%d %H:%M", time.localtime(summary.opened_at))
            console.print(f"{summary.id}  {when}  {OUTCOME_WORDS[summary.outcome]:4}  {summary.rule:6}  "
                          f"{_KIND_WORDS[summary.kind]}  {_CASE_WORDS[summary.state]}")
    if not reply.cases and not as_json:
        console.print("这里还没有被拦下的内容。")
    return exit_codes.OK


def show_case(socket: Path, case_id: str, as_json: bool) -> int:
    """Print one held item with its text and the deciding words."""
    reply = asked(socket, ShowCase(case_id))
    if not isinstance(reply, CaseContent):
        return refused(reply, as_json)
    case = reply.case
    if as_json:
        json_line({**_summary(CaseSummary.of(case)), "title": case.title,
                   "matches": [wire.to_builtins(match) for match in case.matches()],
                   "text": [judged.text.original if judged.text else None for judged in case.judged]})
        return exit_codes.OK
    console = people()
    console.print(f"{case.id}  {printable(case.title)}  "
                  f"{OUTCOME_WORDS[case.decision.outcome]}  {_CASE_WORDS[case.state]}")
    for match in case.matches():
        kin = f"（内容来自 {match.kin.case}）" if match.kin else ""
        console.print(f"    {match.rule} {match.name}{kin}：{printable(match.text)}")
    for judged in case.judged:
        if judged.text is not None:
            console.print(*judged.text.original.split("\n"), sep="\n")
    return exit_codes.OK


def release_case(socket: Path, request: ReleaseCase, as_json: bool) -> int:
    """Release one held item as far as its rule allows."""
    return _done(asked(socket, request), as_json)


def request_code(socket: Path, case_id: str, as_json: bool) -> int:
    """Print the request code of one held item, and how long a code for it is valid."""
    return _request_code(asked(socket, AskCode(case_id)), as_json)


def _request_code(reply: Reply, as_json: bool) -> int:
    if not isinstance(reply, RequestCode):
        return refused(reply, as_json)
    if as_json:
        json_line({"request": reply.text, "valid_until": reply.valid_until})
    else:
        until = time.strftime("%H:%M", time.localtime(reply.valid_until))
        people().print(f"请求码：{reply.text}", f"请念给保密办，授权码 {until} 以前有效。", sep="\n")
    return exit_codes.OK


def destroy_case(socket: Path, case_id: str, as_json: bool) -> int:
    """Destroy one held item."""
    return _done(asked(socket, DestroyCase(case_id)), as_json)


def stop(socket: Path, reason: str, code: str) -> int:
    """End the guard; ``code`` is the 保密办's, where the policy asks for one."""
    return _done(asked(socket, Shutdown(reason, code=code)), False)


def request_stop(socket: Path) -> int:
    """Print the request code for stopping the guard."""
    return _request_code(asked(socket, AskActCode(Lock.STOP)), False)


def update(socket: Path, source: Path | None, as_json: bool) -> int:
    """Renew the rules at once."""
    request = Update(str(source.absolute()) if source is not None else "")
    return _done(asked(socket, request, UPDATE_SECONDS), as_json)


def _done(reply: Reply, as_json: bool) -> int:
    if not isinstance(reply, Done):
        return refused(reply, as_json)
    if as_json:
        json_line({"done": True, "words": reply.words})
    else:
        people().print(reply.words)
    return exit_codes.OK


def _summary(summary: CaseSummary) -> dict[str, object]:
    return {
        "id": summary.id, "kind": summary.kind.value, "rule": summary.rule, "time": summary.opened_at,
        "action": summary.outcome.value, "state": summary.state.value, "origin": summary.origin.value,
        "release": summary.release.value, "keeping": summary.keeping.value,
    }


def _show_status(status: Status) -> None:
    console = people()
    console.print(f"密哨{_STATE_WORDS[status.state]}")
    for name, value in (("剪贴板", status.broker), ("识别引擎", status.engine), ("沙箱", status.sandbox),
                        ("规则", status.pack), *_supply_words(status.supply),
                        ("灵敏度", status.sensitivity), ("模式", status.mode), ("暂存", status.vault),
                        ("截图目录", "、".join(f"{each.path}（{each.why()}）" for each in status.folders)),
                        ("文件闸门", gate_words(status.gate)),
                        ("没有装扩展的浏览器", "、".join(status.without_extension)),
                        ("没有读出来的窗口", _unread(status.windows_unread)),
                        ("先留着", f"{status.held} 项" if status.held else "")):
        if value:
            console.print(f"  {name}：{value}")
    for words in status.troubles:
        console.print(f"  ▲ {words}")


def _unread(windows: int) -> str:
    return f"{windows} 个，会再看" if windows else ""


def _supply_words(supply: SupplyState) -> tuple[tuple[str, str], ...]:
    """Return the source of the rules and the result of the last renewal, name by name."""
    return (("规则来源", provenance_words(supply.provenance, supply.managed)),
            *(("规则的例外", words) for words in supply.provenance.exceptions),
            ("上次更新检查", polled_words(supply)),
            ("未更新原因", supply.refused))
