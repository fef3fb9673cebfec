"""`mishao rules …`: what is in force, why, and whether a pack's own examples pass."""

from __future__ import annotations

from pathlib import Path

from guard.supply.builtin import BUILTIN_PACK, builtin_pack
from rules.pack import Pack, PackError, load
from rules.proof import prove
from ui.console.output import complain, json_line, people

EXIT_FAILED = 1
EXIT_USAGE = 2


def list_rules(as_json: bool) -> int:
    """Print every rule of the built-in pack."""
    pack = load(builtin_pack(), BUILTIN_PACK)
    console = people()
    if not as_json:
        console.print(f"{pack.name} {pack.version}，{len(pack.rules)} 条规则")
    for rule in pack.rules:
        if as_json:
            json_line({"rule": rule.id, "name": rule.name, "category": rule.category, "nature": rule.nature.value,
                       "legal_basis": rule.legal_basis, "cases": list(rule.cases)})
        else:
            console.print(f"{rule.id}  {rule.name}（{rule.nature.value}）")
    return 0


def explain(rule_id: str) -> int:
    """Print one rule in words."""
    pack = load(builtin_pack(), BUILTIN_PACK)
    rule = next((rule for rule in pack.rules if rule.id == rule_id), None)
    if rule is None:
        known = "、".join(rule.id for rule in pack.rules)
        complain(f"没有编号为“{rule_id}”的规则，现有：{known}")
        return EXIT_USAGE
    console = people()
    console.print(f"{rule.id} {rule.name}")
    wording = rule.wording
    for name, value in (("类别", rule.category), ("性质", rule.nature.value), ("依据", rule.legal_basis),
                        ("类似案例", "、".join(map(str, rule.cases))), ("去向", "、".join(rule.destinations)),
                        ("对用户说", f"{wording.title}。{wording.sentence}{wording.advice}")):
        if value:
            console.print(f"  {name}：{value}")
    return 0


def test(path: Path) -> int:
    """Load a pack from a file and prove it: every example must do what it says."""
    try:
        untrusted_bytes = path.read_bytes()
    except OSError as error:
        complain(f"{path}：不能读取（{error.strerror}）。")
        return EXIT_USAGE
    try:
        pack = load(untrusted_bytes, str(path))
    except PackError as error:
        complain(str(error))
        return EXIT_FAILED
    return _prove(pack)


def _prove(pack: Pack) -> int:
    failures = prove(pack)
    console = people()
    for failure in failures:
        console.print(f"✗ {failure.rule} {failure.kind} 第 {failure.example_number} 条：{failure.words}")
    if not failures:
        console.print(f"● {pack.name} {pack.version}：{len(pack.rules)} 条规则，样例全部通过")
    return EXIT_FAILED if failures else 0
