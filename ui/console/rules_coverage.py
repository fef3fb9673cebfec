"""Carries out `mishao rules coverage`: which clause of the 七不 and which case each rule serves.

The clauses are the third and fourth of 疫情期间保密防范工作“七不” as the seed article prints them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rules.definition import Rule
from rules.model import Nature
from ui.console.packs_asked import KnownPack
from ui.terminal import json_line, people

CASES = range(1, 10)


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing that a clause forbids. A rule serves it by its nature, or by a word of its category (类别)."""

    name: str
    natures: frozenset[Nature] = frozenset()
    words: tuple[str, ...] = ()

    def served_by(self, rule: Rule) -> bool:
        """Return whether this rule looks for what the clause forbids."""
        return rule.nature in self.natures or any(word in rule.category for word in self.words)


CLAUSES = (
    Clause("三·不拍密：涉密信息", natures=frozenset({Nature.STATE_SECRET})),
    Clause("三·不拍密：内部敏感信息", natures=frozenset(Nature) - {Nature.STATE_SECRET, Nature.RUMOUR}),
    Clause("四·不传密：明确标注密级的文件", natures=frozenset({Nature.STATE_SECRET})),
    Clause("四·不传密：明确标注不予公开的文件", words=("不予公开",)),
    Clause("四·不传密：领导指示批示", natures=frozenset({Nature.INSTRUCTION})),
    Clause("四·不传密：工作群中部署安排的聊天记录", natures=frozenset({Nature.CHAT_RECORD})),
    Clause("四·不传密：患者、流调等涉及公众隐私的文件", natures=frozenset({Nature.PERSONAL})),
)


@dataclass(frozen=True, slots=True)
class Served:
    """A clause or case and the rules that serve it, pack by pack in the order given."""

    name: str
    rules: tuple[tuple[KnownPack, tuple[str, ...]], ...]

    @property
    def in_force(self) -> bool:
        """Whether a rule of a pack in force serves it."""
        return any(known.in_force for known, _ in self.rules)


@dataclass(frozen=True, slots=True)
class Coverage:
    """The rules that serve each clause and each case."""

    clauses: tuple[Served, ...]
    cases: tuple[Served, ...]

    def unserved(self) -> tuple[str, ...]:
        """Return the names of the clauses and cases that no rule in force serves."""
        return tuple(served.name for served in (*self.clauses, *self.cases) if not served.in_force)


def coverage_of(packs: Sequence[KnownPack]) -> Coverage:
    """Return which rules of which packs serve which clause and case."""
    return Coverage(
        tuple(_served(clause.name, packs, clause.served_by) for clause in CLAUSES),
        tuple(_served(f"案例{number}", packs, _tells_of(number)) for number in CASES),
    )


def _tells_of(number: int) -> Callable[[Rule], bool]:
    return lambda rule: number in rule.cases


def _served(name: str, packs: Sequence[KnownPack], serves: Callable[[Rule], bool]) -> Served:
    found = ((known, tuple(rule.id for rule in known.pack.rules if serves(rule))) for known in packs)
    return Served(name, tuple((known, rules) for known, rules in found if rules))


def show(packs: Sequence[KnownPack], as_json: bool) -> bool:
    """Print the coverage of packs; return whether those in force serve every clause and case."""
    coverage = coverage_of(packs)
    if as_json:
        _as_json(packs, coverage)
    else:
        _as_table(packs, coverage)
    return not coverage.unserved()


def _as_json(packs: Sequence[KnownPack], coverage: Coverage) -> None:
    for known in packs:
        for rule in known.pack.rules:
            json_line({"pack": known.pack.name, "in_force": known.in_force, "rule": rule.id, "name": rule.name,
                       "clauses": _clauses(rule), "cases": list(rule.cases)})
    for served in coverage.clauses:
        json_line({"clause": served.name, **_serving(served)})
    for number, served in zip(CASES, coverage.cases, strict=True):
        json_line({"case": number, **_serving(served)})


def _serving(served: Served) -> dict[str, object]:
    return {"served": served.in_force, "rules": [rule for _, rules in served.rules for rule in rules],
            "by_pack": {known.pack.name: list(rules) for known, rules in served.rules}}


def _as_table(packs: Sequence[KnownPack], coverage: Coverage) -> None:
    console = people()
    for known in packs:
        console.print(f"{_label(known, known.pack.label)}，{len(known.pack.rules)} 条规则")
        for rule in known.pack.rules:
            served = [*_clauses(rule), *(f"案例{number}" for number in rule.cases)]
            words = "；".join(served) or "不在七不第三、四项和九个案例之内"
            console.print(f"  {rule.id}  {rule.name}", f"      {words}", sep="\n")
    console.print("")
    for served_by in (*coverage.clauses, *coverage.cases):
        rules = "；".join(f"{_label(known, known.pack.name)} {'、'.join(ids)}" for known, ids in served_by.rules)
        console.print(f"{'●' if served_by.in_force else '▲'} {served_by.name}：{rules or '没有规则'}")
    if unserved := coverage.unserved():
        console.print("", f"▲ 没有规则管到：{'、'.join(unserved)}", sep="\n")


def _label(known: KnownPack, name: str) -> str:
    return name if known.in_force else f"{name}（没有启用）"


def _clauses(rule: Rule) -> list[str]:
    return [clause.name for clause in CLAUSES if clause.served_by(rule)]
