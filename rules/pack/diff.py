"""What changed between two packs, rule by rule, in words for people who do not read YAML."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from rules.definition import Alert, Criterion, Example, Exempted, Pack, Published, Reference, Rule
from rules.model import ALERTS, EXEMPTED, PUBLISHED
from rules.pack.proof import MUST_MATCH, MUST_NOT_MATCH
from rules.pack.words import ACTIONS, LEVELS, reference_words

_SHOWN = 40


class How(StrEnum):
    """What happened to a rule or an entry."""

    ADDED = "新增"
    REMOVED = "删去"
    CHANGED = "修改"


@dataclass(frozen=True, slots=True)
class Change:
    """One rule, list or entry: its id or kind, its name, and what is different in it, a line each."""

    how: How
    id: str
    name: str
    lines: tuple[str, ...] = ()


def changes(before: Pack, after: Pack) -> tuple[Change, ...]:
    """Return what is different in ``after``: rules, then word lists, patterns, structures, then the lists of texts."""
    return (*_rules(before, after), *_definitions(before, after), *_entries(before, after))


def _rules(before: Pack, after: Pack) -> Iterator[Change]:
    old, new = {rule.id: rule for rule in before.rules}, {rule.id: rule for rule in after.rules}
    for rule in after.rules:
        if rule.id not in old:
            yield Change(How.ADDED, rule.id, rule.name)
        elif rule != old[rule.id]:
            yield Change(How.CHANGED, rule.id, rule.name, tuple(_differences(old[rule.id], rule)))
    yield from (Change(How.REMOVED, rule.id, rule.name) for rule in before.rules if rule.id not in new)


_FIELDS: tuple[tuple[str, Callable[[Rule], str]], ...] = (
    ("名称", lambda rule: rule.name),
    ("类别", lambda rule: rule.category),
    ("性质", lambda rule: rule.nature.value),
    ("依据", lambda rule: rule.legal_basis),
    ("类似案例", lambda rule: "、".join(map(str, rule.cases)) or "无"),
    ("去向", lambda rule: "、".join(rule.destinations)),
    ("动作", lambda rule: "、".join(f"把握{LEVELS[level]}{ACTIONS[action]}" for level, action in rule.actions)),
    ("告诉用户", lambda rule: rule.wording.title + rule.wording.sentence + rule.wording.advice),
    ("让位", lambda rule: "是" if rule.yields else "否"),
)
"""What a rule says in one value, as 名称 and a function that writes it."""


def _differences(old: Rule, new: Rule) -> Iterator[str]:
    for name, written in _FIELDS:
        if written(old) != written(new):
            yield f"{name}：{written(old)} → {written(new)}"
    if len(old.criteria) != len(new.criteria):
        yield f"判据：{len(old.criteria)} 条 → {len(new.criteria)} 条"
    for number, (was, now) in enumerate(zip(old.criteria, new.criteria, strict=False), 1):
        if was != now:
            yield from (f"判据 {number} {line}" for line in _criterion(was, now))
    for kind, before, after in ((MUST_MATCH, old.must_match, new.must_match),
                                (MUST_NOT_MATCH, old.must_not_match, new.must_not_match)):
        yield from _moved(kind, map(_example, set(after) - set(before)), map(_example, set(before) - set(after)))


def _criterion(old: Criterion, new: Criterion) -> Iterator[str]:
    if old.confidence is not new.confidence:
        yield f"把握：{LEVELS[old.confidence]} → {LEVELS[new.confidence]}"
    yield from _words("出现", _names(old.primary), _names(new.primary))
    before = [source for support in old.supports for source in support.sources]
    after = [source for support in new.supports for source in support.sources]
    yield from _words("并且附近有", _names(before), _names(after))
    was = "、".join(f"至少 {support.at_least} 个，{support.distance}" for support in old.supports) or "不要求"
    now = "、".join(f"至少 {support.at_least} 个，{support.distance}" for support in new.supports) or "不要求"
    if was != now:
        yield f"附近：{was} → {now}"
    if old.exemptions != new.exemptions:
        exempt = [source for entry in old.exemptions for source in entry.sources]
        exempt_now = [source for entry in new.exemptions for source in entry.sources]
        yield from tuple(_words("例外", _names(exempt), _names(exempt_now))) or ("例外的距离、作用或样例改了",)


def _names(references: tuple[Reference, ...] | list[Reference]) -> set[str]:
    return {reference_words(one) + (f"(>={one.at_least})" if one.at_least > 1 else "") for one in references}


def _example(example: Example) -> str:
    picture = "（截图）" if example.from_picture else ""
    action = f" → {ACTIONS[example.action]}" if example.action is not None else ""
    return f"{example.beginning(_SHOWN)}{picture}{action}"


def _words(name: str, old: set[str], new: set[str]) -> Iterator[str]:
    return _moved(name, new - old, old - new)


def _moved(name: str, added: Iterable[str], gone: Iterable[str]) -> Iterator[str]:
    for how, words in (("加上", sorted(added)), ("去掉", sorted(gone))):
        if words:
            yield f"{name}，{how}：{'、'.join(words)}"


def _definitions(before: Pack, after: Pack) -> Iterator[Change]:
    yield from _named("词表", {name: set(words) for name, words in before.words},
                      {name: set(words) for name, words in after.words})
    yield from _named("模式", {one.name: {str(one)} for one in before.patterns},
                      {one.name: {str(one)} for one in after.patterns}, tell=False)
    yield from _named("结构", {one.name: {str(one)} for one in before.structures},
                      {one.name: {str(one)} for one in after.structures}, tell=False)


def _named(part: str, old: dict[str, set[str]], new: dict[str, set[str]], *, tell: bool = True) -> Iterator[Change]:
    for name, content in new.items():
        if name not in old:
            yield Change(How.ADDED, part, name)
        elif content != old[name]:
            lines = tuple(_words("词", old[name], content)) if tell else ()
            yield Change(How.CHANGED, part, name, lines)
    yield from (Change(How.REMOVED, part, name) for name in old if name not in new)


def _entries(before: Pack, after: Pack) -> Iterator[Change]:
    lists = ((PUBLISHED, before.published, after.published), (ALERTS, before.alerts, after.alerts),
             (EXEMPTED, before.exempted, after.exempted))
    for part, old, new in lists:
        known = {_digest(entry): entry for entry in old}
        kept = {_digest(entry) for entry in new}
        yield from (Change(How.ADDED, part, entry.name, _said(entry)) for entry in new if _digest(entry) not in known)
        yield from (Change(How.REMOVED, part, entry.name) for entry in old if _digest(entry) not in kept)
        yield from (Change(How.CHANGED, part, entry.name, _said(entry)) for entry in new
                    if isinstance(entry, Exempted) and entry != known.get(_digest(entry), entry))


def _digest(entry: Published | Alert | Exempted) -> str:
    return entry.content if isinstance(entry, Exempted) else entry.fingerprint.whole


def _said(entry: Published | Alert | Exempted) -> tuple[str, ...]:
    """Return what there is to know of an entry besides its name."""
    if not isinstance(entry, Exempted):
        return ()
    return (f"原因：{entry.reason}", f"批准人：{entry.approver}", f"截止：{entry.until}")
