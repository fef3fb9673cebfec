"""Compares two packs rule by rule, in words for people who do not read YAML."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from rules.definition import Alert, Criterion, Example, Exempted, Pack, Published, Reach, Reference, Rule
from rules.model import ALERTS, EXEMPTED, PUBLISHED
from rules.pack.milder import exempting_lists, milder, milder_alert, stopping_lists
from rules.pack.proof import MUST_MATCH, MUST_NOT_MATCH
from rules.pack.words import ACTIONS, LEVELS, NATURES, PARTS, REACHES, reference_words
from rules.scan.hashed import is_hashed
from rules.sentences.catalogue import sentence
from rules.sentences.sentence import Sentence, Value

_SHOWN = 40


class How(StrEnum):
    """The kind of change of a rule or an entry."""

    ADDED = "新增"
    REMOVED = "删去"
    CHANGED = "修改"


@dataclass(frozen=True, slots=True)
class Change:
    """One changed rule, list or entry: its id or kind, its name, the differences, one per line, and whether it may let
    more pass than before."""

    how: How
    id: str
    name: str
    lines: tuple[Sentence, ...] = ()
    loosens: bool = False


def changes(before: Pack, after: Pack) -> tuple[Change, ...]:
    """Return the differences of ``after``: rules, then word lists, patterns, structures, then the lists of texts."""
    return (*_rules(before, after), *_definitions(before, after), *_entries(before, after))


def _rules(before: Pack, after: Pack) -> Iterator[Change]:
    old, new = {rule.id: rule for rule in before.rules}, {rule.id: rule for rule in after.rules}
    for rule in after.rules:
        if rule.id not in old:
            yield Change(How.ADDED, rule.id, rule.name)
        elif rule != old[rule.id]:
            yield Change(How.CHANGED, rule.id, rule.name, tuple(_differences(old[rule.id], rule)),
                         milder(old[rule.id], rule))
    yield from (Change(How.REMOVED, rule.id, rule.name, loosens=True) for rule in before.rules if rule.id not in new)


_FIELDS: tuple[tuple[Sentence, Callable[[Rule], Value]], ...] = (
    (sentence("diff.name"), lambda rule: rule.name),
    (sentence("diff.category"), lambda rule: rule.category),
    (sentence("diff.nature"), lambda rule: NATURES[rule.nature]),
    (sentence("diff.basis"), lambda rule: rule.legal_basis),
    (sentence("diff.cases"), lambda rule: rule.cases or sentence("diff.no-cases")),
    (sentence("diff.destinations"), lambda rule: rule.destinations),
    (sentence("diff.actions"), lambda rule: tuple(
        sentence("diff.level-action", level=LEVELS[level], action=ACTIONS[action]) for level, action in rule.actions)),
    (sentence("diff.wording"), lambda rule: rule.wording.title + rule.wording.sentence + rule.wording.advice),
    (sentence("diff.yields"), lambda rule: sentence("diff.yes") if rule.yields else sentence("diff.no")),
)
"""The fields of a rule with one value, by name, each with a function that returns it."""


def _differences(old: Rule, new: Rule) -> Iterator[Sentence]:
    for name, written in _FIELDS:
        if written(old) != written(new):
            yield sentence("diff.changed", name=name, was=written(old), now=written(new))
    yield from _criteria(old.criteria, new.criteria)
    for kind, before, after in ((MUST_MATCH, old.must_match, new.must_match),
                                (MUST_NOT_MATCH, old.must_not_match, new.must_not_match)):
        yield from _moved(PARTS[kind], map(_example, set(after) - set(before)), map(_example, set(before) - set(after)))


def _criteria(old: tuple[Criterion, ...], new: tuple[Criterion, ...]) -> Iterator[Sentence]:
    """Yield what changed, each with its number in the new rule; that of a removed one is its number in the old. Their
    order means nothing.
    """
    if len(old) != len(new):
        yield sentence("diff.criteria", was=len(old), now=len(new))
    gone = [(number, was) for number, was in enumerate(old, 1) if was not in new]
    for number, now in ((number, now) for number, now in enumerate(new, 1) if now not in old):
        before = max(gone, key=lambda one: _in_common(one[1], now), default=None)
        if before is not None and (_in_common(before[1], now) or len(old) == len(new)):
            gone.remove(before)
            yield from (sentence("diff.criterion", number=number, line=line) for line in _criterion(before[1], now))
        else:
            yield sentence("diff.criterion-added", number=number, level=LEVELS[now.confidence])
            yield from _criterion(Criterion(now.confidence, ()), now)
    for number, was in gone:
        yield sentence("diff.criterion-removed", number=number, level=LEVELS[was.confidence])
        yield from _criterion(was, Criterion(was.confidence, ()))


def _in_common(one: Criterion, other: Criterion) -> int:
    """Return how many words and other references two criteria share."""
    return len(_names(one.primary) & _names(other.primary))


def _criterion(old: Criterion, new: Criterion) -> Iterator[Sentence]:
    if old.confidence is not new.confidence:
        yield sentence("diff.confidence", was=LEVELS[old.confidence], now=LEVELS[new.confidence])
    yield from _words(sentence("diff.primary"), _names(old.primary), _names(new.primary))
    before = [source for support in old.supports for source in support.sources]
    after = [source for support in new.supports for source in support.sources]
    yield from _words(sentence("diff.near"), _names(before), _names(after))
    was, now = _nearness(old), _nearness(new)
    if was != now:
        yield sentence("diff.near-changed", was=was, now=now)
    if old.exemptions != new.exemptions:
        exempt = [source for entry in old.exemptions for source in entry.sources]
        exempt_now = [source for entry in new.exemptions for source in entry.sources]
        yield from (tuple(_words(PARTS["例外"], _names(exempt), _names(exempt_now)))
                    or (sentence("diff.exception-changed"),))


def _nearness(criterion: Criterion) -> Value:
    return tuple(
        sentence("diff.at-least", count=support.at_least,
                 distance=REACHES[support.distance] if isinstance(support.distance, Reach) else support.distance)
        for support in criterion.supports) or sentence("diff.nothing-near")


def _names(references: tuple[Reference, ...] | list[Reference]) -> set[str]:
    return {reference_words(one) + (f"(>={one.at_least})" if one.at_least > 1 else "") for one in references}


def _example(example: Example) -> str:
    text: str = example.beginning(_SHOWN)
    if example.from_picture:
        text = sentence("diff.picture", text=text)
    return text if example.action is None else sentence("diff.acted", text=text, action=ACTIONS[example.action])


def _words(name: Sentence, old: set[str], new: set[str]) -> Iterator[Sentence]:
    return _moved(name, new - old, old - new)


def _moved(name: Sentence, added: Iterable[str], gone: Iterable[str]) -> Iterator[Sentence]:
    for how, words in ((sentence("diff.words-added"), sorted(added)), (sentence("diff.words-removed"), sorted(gone))):
        hashed = sum(map(is_hashed, words))
        told: list[Value] = [word for word in words if not is_hashed(word)]
        if words:
            yield sentence("diff.words", name=name, how=how,
                           words=(*told, *([sentence("diff.hashed", count=hashed)] if hashed else ())))


def _definitions(before: Pack, after: Pack) -> Iterator[Change]:
    yield from _lists({name: set(words) for name, words in before.words},
                      {name: set(words) for name, words in after.words},
                      exempting_lists(before) | exempting_lists(after), stopping_lists(before) | stopping_lists(after))
    yield from _named(PARTS["模式"], {one.name: str(one) for one in before.patterns},
                      {one.name: str(one) for one in after.patterns})
    yield from _named(PARTS["结构"], {one.name: str(one) for one in before.structures},
                      {one.name: str(one) for one in after.structures})


def _lists(old: dict[str, set[str]], new: dict[str, set[str]], exempting: frozenset[str],
           stopping: frozenset[str]) -> Iterator[Change]:
    for name, words in new.items():
        was = old.get(name)
        if was is None:
            yield Change(How.ADDED, PARTS["词表"], name)
        elif words != was:
            fewer = (name in exempting and words - was) or ((name in stopping or name not in exempting) and was - words)
            yield Change(How.CHANGED, PARTS["词表"], name, tuple(_words(PARTS["词"], was, words)), bool(fewer))
    yield from (Change(How.REMOVED, PARTS["词表"], name) for name in old if name not in new)


def _named(part: Sentence, old: dict[str, str], new: dict[str, str]) -> Iterator[Change]:
    for name, content in new.items():
        if name not in old:
            yield Change(How.ADDED, part, name)
        elif content != old[name]:
            yield Change(How.CHANGED, part, name, loosens=True)
    yield from (Change(How.REMOVED, part, name) for name in old if name not in new)


def _entries(before: Pack, after: Pack) -> Iterator[Change]:
    lists = ((PUBLISHED, before.published, after.published), (ALERTS, before.alerts, after.alerts),
             (EXEMPTED, before.exempted, after.exempted))
    for part, old, new in lists:
        known = {_digest(entry): entry for entry in old}
        kept = {_digest(entry) for entry in new}
        called = PARTS[part]
        stops = part == ALERTS
        yield from (Change(How.ADDED, called, entry.name, _said(entry), not stops) for entry in new
                    if _digest(entry) not in known)
        yield from (Change(How.REMOVED, called, entry.name, loosens=stops) for entry in old
                    if _digest(entry) not in kept)
        yield from (Change(How.CHANGED, called, entry.name, _said(entry), loosens=True) for entry in new
                    if isinstance(entry, Exempted) and entry != known.get(_digest(entry), entry))
    yield from _alerts(before, after)


_ALERT_FIELDS: tuple[tuple[Sentence, Callable[[Alert], Value]], ...] = (
    (sentence("diff.name"), lambda alert: alert.name),
    (sentence("diff.nature"), lambda alert: NATURES[alert.nature]),
    (sentence("diff.basis"), lambda alert: alert.legal_basis),
    (sentence("diff.destinations"), lambda alert: alert.destinations),
    (sentence("diff.wording"), lambda alert: alert.wording.title + alert.wording.sentence + alert.wording.advice),
)


def _alerts(before: Pack, after: Pack) -> Iterator[Change]:
    known = {_digest(entry): entry for entry in before.alerts}
    for entry in after.alerts:
        was = known.get(_digest(entry), entry)
        if entry != was:
            yield Change(How.CHANGED, PARTS[ALERTS], entry.name, tuple(_alert(was, entry)), milder_alert(was, entry))


def _alert(old: Alert, new: Alert) -> Iterator[Sentence]:
    return (sentence("diff.changed", name=name, was=written(old), now=written(new)) for name, written in _ALERT_FIELDS
            if written(old) != written(new))


def _digest(entry: Published | Alert | Exempted) -> str:
    return entry.content if isinstance(entry, Exempted) else entry.fingerprint.whole


def _said(entry: Published | Alert | Exempted) -> tuple[Sentence, ...]:
    """Return the content of an entry besides its name."""
    if not isinstance(entry, Exempted):
        return ()
    return (sentence("diff.reason", reason=entry.reason), sentence("diff.approver", approver=entry.approver),
            sentence("diff.until", until=str(entry.until)))
