"""`mishao rules …`: what is in force, why, what it covers, and whether a pack's own examples pass."""

from __future__ import annotations

from pathlib import Path

from guard.policy_file import load as load_policy
from guard.supply.builtin import BUILTIN_PACK, BUILTIN_POLICY, builtin_pack, builtin_policy
from rules.lint import lint as find_problems
from rules.pack import Pack, PackError, load
from rules.proof import prove
from ui.console import coverage
from ui.console.check import printable
from ui.console.output import complain, json_line, people
from ui.console.rule_words import rule_in_words

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
    """Print one rule of the built-in pack in words: criteria, exemptions, release, examples."""
    pack = load(builtin_pack(), BUILTIN_PACK)
    rule = next((rule for rule in pack.rules if rule.id == rule_id), None)
    if rule is None:
        known = "、".join(rule.id for rule in pack.rules)
        complain(f"没有编号为“{rule_id}”的规则，现有：{known}")
        return EXIT_USAGE
    console = people()
    console.print(f"{rule.id} {rule.name}")
    for line in rule_in_words(rule, pack, load_policy(builtin_policy(), BUILTIN_POLICY)):
        console.print(printable(line))
    return 0


def test(path: Path) -> int:
    """Load a pack from a file and prove it: every example must do what it says."""
    pack = _pack(path)
    return pack if isinstance(pack, int) else _prove(pack)


def lint(path: Path, as_json: bool) -> int:
    """Load a pack from a file and print what its author had better change; 1 when there is anything."""
    pack = _pack(path)
    if isinstance(pack, int):
        return pack
    console = people()
    problems = find_problems(pack)
    for problem in problems:
        if as_json:
            json_line({"file": problem.source, "line": problem.line, "rule": problem.rule, "message": problem.message})
        else:
            console.print(printable(f"▲ {problem}"))
    if not problems and not as_json:
        console.print(printable(f"● {pack.label}：没有要改的"))
    return EXIT_FAILED if problems else 0


def cover(path: Path | None, as_json: bool) -> int:
    """Print which clauses and cases a pack serves (the built-in one without a path); 1 when one is not served."""
    pack = load(builtin_pack(), BUILTIN_PACK) if path is None else _pack(path)
    if isinstance(pack, int):
        return pack
    return 0 if coverage.show(pack, as_json) else EXIT_FAILED


def _pack(path: Path) -> Pack | int:
    """Return the pack of a file, or the exit code after saying why there is none."""
    try:
        untrusted_bytes = path.read_bytes()
    except OSError as error:
        complain(f"{path}：不能读取（{error.strerror}）。")
        return EXIT_USAGE
    try:
        return load(untrusted_bytes, str(path))
    except PackError as error:
        complain(str(error))
        return EXIT_FAILED


def _prove(pack: Pack) -> int:
    failures = prove(pack)
    console = people()
    for failure in failures:
        console.print(f"✗ {failure.rule} {failure.kind} 第 {failure.example_number} 条：{failure.words}")
    if not failures:
        console.print(f"● {pack.name} {pack.version}：{len(pack.rules)} 条规则，样例全部通过")
    return EXIT_FAILED if failures else 0
