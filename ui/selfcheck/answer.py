"""Words the guard's answer for the self-check. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from guard.control.offered_requests import CheckedItem, SelfChecked
from guard.core.model import Outcome
from rules.model import Explanation, Match
from ui.i18n.pack_words import of_pack
from ui.i18n.say import say, sentences
from ui.items.basis import resembling, spelled
from ui.items.explanation import kin_words
from ui.items.legend import name_of, state_of
from ui.items.nine_cases import case_line, case_name
from ui.kit.display_text import lines, one_line
from ui.kit.glyph_words import shape
from ui.kit.sentences import told

ROWS = 5
"""Most kinds of hit that are listed; the rest is counted."""

_NAME_LIMIT = 24
_REASON_LIMIT = 80
_ADVICE_LIMIT = 160
_RANK = {"hold": 0, "ask": 1, "log": 2}


@dataclass(frozen=True, slots=True)
class Finding:
    """One kind of hit: its name, how often it was found, and the state it is marked in (hold, ask, log)."""

    name: str
    count: int
    state: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The words of one answer, plain text. ``state`` is the glyph; ``basis`` is one line, or ""."""

    state: str
    title: str
    sentence: str
    findings: tuple[Finding, ...]
    why: str
    basis: str


def answer_of(checked: SelfChecked) -> Answer:
    """Return the answer on content that was checked."""
    explanation = next((found for item in checked.items if item.verdict
                        if (found := item.verdict.explanation_of(checked.rule))), None)
    return Answer(shape(checked.outcome), _title(checked.outcome), _sentence(checked, explanation),
                  findings(matches_of(checked.items)), _why(checked, explanation), _basis(explanation))


def matches_of(items: Iterable[CheckedItem]) -> tuple[Match, ...]:
    """Return the matches of every item, in order."""
    return tuple(match for item in items if item.verdict for match in item.verdict.matches)


def findings(matches: Iterable[Match]) -> tuple[Finding, ...]:
    """Return one entry per kind of hit, the gravest first; one lowered by an exemption is only recorded."""
    counts: dict[tuple[str, str], int] = {}
    for match in matches:
        kind = (name_of(match), state_of(match.action) or "log")
        counts[kind] = counts.get(kind, 0) + 1
    ordered = sorted(counts, key=lambda kind: _RANK[kind[1]])
    return tuple(Finding(name, counts[name, state], state) for name, state in ordered)


def _title(outcome: Outcome) -> str:
    return {
        Outcome.BLOCK: say("先别发"),
        Outcome.WARN: say("发之前再看一眼"),
        Outcome.UNREADABLE: say("没读出来"),
        Outcome.ALLOW: say("可以发"),
    }[outcome]


def _sentence(checked: SelfChecked, explanation: Explanation | None) -> str:
    if checked.outcome is Outcome.ALLOW:
        return say("没有看到不该外传的内容。")
    if checked.outcome is Outcome.UNREADABLE or explanation is None:
        unread = [item for item in checked.items if item.reason]
        if not unread:
            return say("没有看完。")
        reason = one_line(told(unread[0].reason), _REASON_LIMIT)
        if len(unread) == 1:
            return reason
        return sentences(say("{count} 份没读出来。第一份：{reason}", count=len(unread), reason=reason))
    kin = next((match.kin for match in matches_of(checked.items) if match.kin and match.rule == checked.rule), None)
    if kin is not None:
        return kin_words(kin)
    return say("涉及：{what}。", what=of_pack(one_line(explanation.category or explanation.name, _REASON_LIMIT)))


def _why(checked: SelfChecked, explanation: Explanation | None) -> str:
    if checked.outcome is Outcome.ALLOW:
        return say("这里看的是字面和图里的字。发给谁、该不该发，还请您自己拿主意。")
    if checked.outcome is Outcome.UNREADABLE or explanation is None:
        return _unread_advice(checked)
    parts = [of_pack(lines(explanation.advice[:_ADVICE_LIMIT]))]
    number = resembling(explanation, "\n".join(match.text for match in matches_of(checked.items)))
    if number is not None:
        parts.append(say("类似{case}：{line}", case=case_name(number), line=case_line(number)))
    return "\n".join(part for part in parts if part)


def _unread_advice(checked: SelfChecked) -> str:
    unread = [item for item in checked.items if item.reason]
    parts = []
    if any(item.missing for item in unread):
        parts.append(say("有的文件找不到了，可能改了名、移到了别处，或者已经删掉。请重新选一次文件。"))
    if not all(item.missing for item in unread) or not unread:
        parts.append(say("没读出来的内容，发到聊天软件时会先替您留着。可以换成文字，或截成清楚的图片再查一次。"))
    return "\n".join(parts)


def _basis(explanation: Explanation | None) -> str:
    if explanation is None:
        return ""
    rule = one_line(explanation.rule, _NAME_LIMIT)
    if not explanation.legal_basis:
        return say("规则 {rule}", rule=rule)
    return say("依据：{law} · 规则 {rule}", law=one_line(spelled(explanation.legal_basis), _REASON_LIMIT), rule=rule)
