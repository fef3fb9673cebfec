"""Names a held item by its kind and by how many people it is about, without a word of its content. Pure."""

from __future__ import annotations

from collections import Counter

from guard.core.model import Case
from guard.core.people_found import Found, FoundKind
from rules.model import Nature
from ui.i18n.pack_words import of_pack_or
from ui.i18n.say import listed, say
from ui.kit.display_text import one_line

_SHORT = 8
"""Characters of a category that is short enough to be a title; a longer one describes a whole class of documents."""

_AT_A_HOSPITAL = frozenset({FoundKind.PATIENT_NUMBER, FoundKind.ILLNESS})
_MANY = 2


def kind_and_count(nature: Nature | None, category: str, found: Found, otherwise: str) -> str:
    """Return for example 「名单 · 23 人」; ``otherwise`` is for an item that no rule decided."""
    words = _kind(nature, category, found) if nature is not None else otherwise
    return say("{kind} · {count} 人", kind=words, count=found.people) if found.people else words


def found_words(kind: FoundKind) -> str:
    """Return what a kind of detail is called."""
    return {
        FoundKind.ID_NUMBER: say("身份证号"),
        FoundKind.BANK_CARD: say("银行卡号"),
        FoundKind.PHONE: say("电话"),
        FoundKind.ADDRESS: say("住址"),
        FoundKind.PATIENT_NUMBER: say("就诊号"),
        FoundKind.ILLNESS: say("病情"),
    }[kind]


def all_found(found: Found) -> str:
    """Return the kinds of details in a row, without their counts: 「身份证号、电话和住址」."""
    words = [found_words(kind) for kind, _ in found.kinds]
    return say("{first}和{last}", first=listed(words[:-1]), last=words[-1]) if len(words) > 1 else "".join(words)


def found_title(found: Found) -> str:
    """Return what was found as a sentence: 「这里有 3 个人的身份证号、电话和住址」."""
    what = all_found(found)
    if not found.people:
        return say("这里有{what}", what=what)
    return say("这里有 {count} 个人的{what}", count=found.people, what=what)


def counts_all(case: Case) -> bool:
    """Return whether at least as many details were counted as one rule about people marked: fewer would be a number
    that anybody can see is wrong.
    """
    verdicts = [item.verdict for item in case.judged if item.verdict is not None]
    rules = {entry.rule for verdict in verdicts for entry in verdict.explanations if entry.nature is Nature.PERSONAL}
    marked = Counter(match.rule for verdict in verdicts for match in verdict.matches if match.rule in rules)
    return 0 < sum(count for _, count in case.found.kinds) >= max(marked.values(), default=0)


def counted(found: Found) -> str:
    """Return each kind with its count: 「身份证号 3、电话 3」; "" where nothing was found."""
    return listed(f"{found_words(kind)} {count}" for kind, count in found.kinds)


def nature_word(nature: Nature) -> str:
    """Return in a few words what kind of content a rule is about, where the pack's own Chinese words cannot be used."""
    return {
        Nature.STATE_SECRET: say("密级标志"),
        Nature.WORK_SECRET: say("不对外公开"),
        Nature.INSTRUCTION: say("领导批示"),
        Nature.CHAT_RECORD: say("工作群部署"),
        Nature.PERSONAL: say("他人的个人信息"),
        Nature.DRAFT: say("讨论稿"),
        Nature.RUMOUR: say("未核实的消息"),
    }[nature]


def _kind(nature: Nature, category: str, found: Found) -> str:
    if nature is Nature.PERSONAL:
        if not _AT_A_HOSPITAL.isdisjoint(kind for kind, _ in found.kinds):
            return say("就诊信息")
        return say("名单") if found.people >= _MANY else nature_word(nature)
    if not 0 < len(category) <= _SHORT:
        return nature_word(nature)
    words = of_pack_or(one_line(category, _SHORT), nature_word(nature))
    return words[:1].upper() + words[1:]
