"""`mishao rules coverage`: which clause of the 七不 and which of the nine cases each rule serves, and what none does.

The clauses are the third and fourth of 疫情期间保密防范工作“七不” as the seed article prints them.
"""

from __future__ import annotations

from dataclasses import dataclass

from rich.console import Console

from rules.definition import Pack, Rule
from rules.model import Nature
from ui.console.output import json_line, people

CASES = range(1, 10)


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing that a clause forbids. A rule serves it by its nature, or by a word of its category (类别)."""

    name: str
    natures: frozenset[Nature] = frozenset()
    words: tuple[str, ...] = ()

    def served_by(self, rule: Rule) -> bool:
        """Say whether this rule looks for what the clause forbids."""
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
class Coverage:
    """What each clause and each case is served by, as rule ids in the order of the pack."""

    clauses: tuple[tuple[str, tuple[str, ...]], ...]
    cases: tuple[tuple[int, tuple[str, ...]], ...]

    def unserved(self) -> tuple[str, ...]:
        """Return the names of the clauses and cases that no rule serves."""
        return (*(name for name, rules in self.clauses if not rules),
                *(f"案例{number}" for number, rules in self.cases if not rules))


def coverage_of(pack: Pack) -> Coverage:
    """Return which rules of a pack serve which clause and case."""
    return Coverage(
        tuple((clause.name, tuple(rule.id for rule in pack.rules if clause.served_by(rule))) for clause in CLAUSES),
        tuple((number, tuple(rule.id for rule in pack.rules if number in rule.cases)) for number in CASES),
    )


def show(pack: Pack, as_json: bool) -> bool:
    """Print the coverage of a pack; return whether every clause and case is served."""
    coverage = coverage_of(pack)
    if as_json:
        _as_json(pack, coverage)
    else:
        _as_table(people(), pack, coverage)
    return not coverage.unserved()


def _as_json(pack: Pack, coverage: Coverage) -> None:
    for rule in pack.rules:
        json_line({"rule": rule.id, "name": rule.name, "clauses": _clauses(rule, coverage), "cases": list(rule.cases)})
    for name, rules in coverage.clauses:
        json_line({"clause": name, "rules": list(rules)})
    for number, rules in coverage.cases:
        json_line({"case": number, "rules": list(rules)})


def _as_table(console: Console, pack: Pack, coverage: Coverage) -> None:
    console.print(f"{pack.label}，{len(pack.rules)} 条规则\n")
    for rule in pack.rules:
        served = [*_clauses(rule, coverage), *(f"案例{number}" for number in rule.cases)]
        console.print(f"{rule.id}  {rule.name}\n    {'；'.join(served) or '不在七不第三、四项和九个案例之内'}")
    console.print("")
    for name, rules in (*coverage.clauses, *((f"案例{number}", rules) for number, rules in coverage.cases)):
        console.print(f"{'●' if rules else '▲'} {name}：{'、'.join(rules) or '没有规则'}")
    if unserved := coverage.unserved():
        console.print(f"\n▲ 没有规则管到：{'、'.join(unserved)}")


def _clauses(rule: Rule, coverage: Coverage) -> list[str]:
    return [name for name, rules in coverage.clauses if rule.id in rules]
