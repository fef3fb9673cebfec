"""Describes one rule in words an administrator can check: what it looks for, its actions, its release, its examples."""

from __future__ import annotations

from collections.abc import Iterator

from guard.core.policy import Policy
from rules.definition import (
    Alert,
    Criterion,
    Example,
    Exemption,
    Pack,
    Reference,
    Rule,
    Source,
    Support,
    Wording,
)
from rules.model import Action, Confidence, Nature
from rules.pack.words import ACTIONS, LEVELS, distance_words
from rules.scan.hashed import is_hashed

_FALLS = {1: "降一级", 2: "降两级", 3: "不算命中"}
_SHOWN_WORDS = 6
_SHOWN_CHARACTERS = 60


def rule_in_words(rule: Rule, pack: Pack, policy: Policy) -> Iterator[str]:
    """Yield the lines that explain a rule, without its head line; indented by two spaces per level."""
    yield from _facts((
        ("类别", rule.category), ("性质", rule.nature.value), ("依据", rule.legal_basis),
        ("类似案例", "、".join(map(str, rule.cases))), ("去向", "、".join(rule.destinations)),
        ("对用户说", _told(rule.wording)),
    ))
    yield "  判据："
    for number, criterion in enumerate(rule.criteria, 1):
        yield from (f"    {line}" for line in _criterion(number, criterion, rule, pack))
    yield from _release(rule.nature, {action for _, action in rule.actions}, policy)
    yield from _examples("必须命中", rule.must_match)
    yield from _examples("不得命中", rule.must_not_match)
    yield from _examples("例外不得吞掉", tuple(exemption.must_not_swallow[0] for exemption in rule.exemptions()))


def alert_in_words(alert: Alert, policy: Policy) -> Iterator[str]:
    """Yield the lines that explain an entry of 紧急布控; the document's words are not known from it."""
    yield from _facts((
        ("类别", "紧急布控"), ("性质", alert.nature.value), ("依据", alert.legal_basis),
        ("去向", "、".join(alert.destinations)), ("对用户说", _told(alert.wording)),
        ("判据", f"和布控的文件（{alert.fingerprint.length} 字）相同，或含有它的大段内容：拦截"),
    ))
    yield from _release(alert.nature, {Action.BLOCK}, policy, maskable=False)


def _facts(facts: tuple[tuple[str, str], ...]) -> Iterator[str]:
    return (f"  {name}：{value}" for name, value in facts if value)


def _told(wording: Wording) -> str:
    return f"{wording.title}。{wording.sentence}{wording.advice}"


def _criterion(number: int, criterion: Criterion, rule: Rule, pack: Pack) -> Iterator[str]:
    action = ACTIONS[rule.action(criterion.confidence)]
    yield f"{number}. 有{_any_of(criterion.primary, pack)}（把握{LEVELS[criterion.confidence]}，{action}）"
    for support in criterion.supports:
        yield f"   而且{_support(support, pack)}"
    for exemption in criterion.exemptions:
        yield f"   例外：{_exemption(exemption, criterion, rule, pack)}"


def _support(support: Support, pack: Pack) -> str:
    least = f"至少有 {support.at_least} 个不同的" if support.at_least > 1 else "有"
    return f"{distance_words(support.distance)}{least}{_any_of(support.sources, pack)}"


def _exemption(exemption: Exemption, criterion: Criterion, rule: Rule, pack: Pack) -> str:
    left = Confidence(max(Confidence.NONE, criterion.confidence - exemption.levels))
    becomes = Action.LOG if left is Confidence.NONE else rule.action(left)
    called = f"“{exemption.name}”{_note(exemption.name, pack)}，" if exemption.name else ""
    return (f"{called}{distance_words(exemption.distance)}出现{_any_of(exemption.sources, pack)}，"
            f"{_FALLS[exemption.levels]}"
            f"（改为{ACTIONS[becomes]}；站在标志位置上的标志不降）")


def _any_of(references: tuple[Reference, ...], pack: Pack) -> str:
    return " 或 ".join(_reference(reference, pack) for reference in references)


def _reference(reference: Reference, pack: Pack) -> str:
    words = f"“{reference.name}”"
    if reference.source is Source.WORDS:
        words = f"词表“{reference.name}”（{_list(dict(pack.words)[reference.name])}）"
    elif reference.source is Source.PATTERN:
        words = f"模式{words}{_pattern_limits(reference.name, pack)}"
    elif reference.source is Source.STRUCTURE:
        words = f"结构{words}{_structure_kinds(reference.name, pack)}"
    note = "" if reference.source is Source.WORD else _note(reference.name, pack)
    return f"{words}{note}（至少 {reference.at_least} 个不同的）" if reference.at_least > 1 else f"{words}{note}"


def _list(words: tuple[str, ...]) -> str:
    entries = [word for word in words if not is_hashed(word)]
    more = "等" if len(entries) > _SHOWN_WORDS else ""
    shown = [f"{'、'.join(entries[:_SHOWN_WORDS])}{more} {len(entries)} 个词"] if entries else []
    hidden = len(words) - len(entries)
    return "，".join([*shown, *([f"{hidden} 个散列词"] if hidden else [])])


def _note(name: str, pack: Pack) -> str:
    """Return the author's note on a list, pattern, structure or exemption."""
    note = dict(pack.notes).get(name, "")
    return f"〔{note}〕" if note else ""


def _pattern_limits(name: str, pack: Pack) -> str:
    pattern = next(pattern for pattern in pack.patterns if pattern.name == name)
    limits = [f"校验 {pattern.validator}"] if pattern.validator else []
    limits += ["仅用于截图"] if pattern.pictures_only else []
    return f"（{'，'.join(limits)}）" if limits else ""


def _structure_kinds(name: str, pack: Pack) -> str:
    structure = next(structure for structure in pack.structures if structure.name == name)
    limits = ["、".join(sorted(structure.kinds))] if structure.kinds else []
    limits += [f"不含{'、'.join(sorted(structure.without))}"] if structure.without else []
    limits += [f"把握不低于 {structure.at_least}"] if structure.at_least else []
    return f"（{'，'.join(limits)}）" if limits else ""


def _release(nature: Nature, actions: set[Action], policy: Policy, maskable: bool = True) -> Iterator[str]:
    """Yield how policy releases what is stopped, for each possible answer."""
    release = next((entry for entry in policy.release if entry.nature is nature), None)
    if release is None:
        return
    ways = [f"拦截后{release.after_block.value}"] if Action.BLOCK in actions else []
    ways += [f"提醒后{release.after_warn.value}"] if Action.WARN in actions else []
    masked = "可以给" if maskable and release.redacted_copy else "不给"
    if ways:
        yield f"  放行（{policy.version}）：{'，'.join(ways)}；打码版{masked}"


def _examples(title: str, examples: tuple[Example, ...]) -> Iterator[str]:
    if not examples:
        return
    yield f"  {title}："
    for example in examples:
        picture = "（截图）" if example.from_picture else ""
        action = f" → {ACTIONS[example.action]}" if example.action is not None else ""
        yield f"    “{_one_line(example.text)}”{picture}{action}"


def _one_line(text: str) -> str:
    line = "␤".join(text.splitlines())
    return line if len(line) <= _SHOWN_CHARACTERS else f"{line[:_SHOWN_CHARACTERS]}…"
