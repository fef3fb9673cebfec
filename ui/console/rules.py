"""Carries out `mishao rules …`: lists, explains, proves and checks packs."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from guard.config.builtin_policy import BUILTIN_POLICY, builtin_policy
from guard.config.policy_file import load as load_policy
from guard.core.policy import Policy
from guard.util import exit_codes
from rules.lint.common import lint_common
from rules.lint.dialect import lint_dialect
from rules.lint.examples import lint_examples
from rules.lint.exemptions import lint_exemptions
from rules.lint.ids import LEARNT_PREFIX
from rules.lint.lint import lint as find_problems
from rules.lint.size import lint_size
from rules.pack.loading import Pack, Problem
from rules.pack.proof import MUST_MATCH, MUST_NOT_MATCH, MUST_NOT_SWALLOW, counts, prove
from ui.console import rules_coverage
from ui.console.packs_asked import Asked, KnownPack, learnt_explanations, with_packs
from ui.console.rule_words import alert_in_words, rule_in_words
from ui.terminal import complain, json_line, people


def list_rules(asked: Asked, as_json: bool) -> int:
    """Print every rule of the given packs."""
    def run(packs: Sequence[KnownPack]) -> int:
        for known in packs:
            if as_json:
                _list_as_json(known)
            else:
                _list_as_table(known)
        return exit_codes.OK

    return with_packs(asked, run)


def explain(asked: Asked, rule_id: str) -> int:
    """Print one rule, or entry of 紧急布控, in words: criteria, exemptions, release, examples."""
    def run(packs: Sequence[KnownPack]) -> int:
        policy = load_policy(builtin_policy(), BUILTIN_POLICY)
        console = people()
        found = False
        for known in packs:
            for line in _explained(known, rule_id, policy):
                console.print(line)
                found = True
        for line in _learnt(rule_id):
            console.print(line)
            found = True
        if not found and (os.sep in rule_id or Path(rule_id).suffix):
            complain(f"没有这个文件：{rule_id}")
        elif not found:
            ids = [rule.id for known in packs for rule in known.pack.rules]
            ids += [alert.id for known in packs for alert in known.pack.alerts]
            complain(f"没有编号为“{rule_id}”的规则，也没有叫这个名称的文件。现有规则：{'、'.join(ids)}")
        return exit_codes.OK if found else exit_codes.USAGE

    return with_packs(asked, run)


def test(asked: Asked, as_json: bool) -> int:
    """Prove packs: every example must have the expected result; 1 when one has not."""
    return with_packs(asked, lambda packs: max(_prove(known.pack, as_json) for known in packs))


def lint(asked: Asked, as_json: bool) -> int:
    """Print what the authors of packs should change; 1 when there is anything."""
    def run(packs: Sequence[KnownPack]) -> int:
        return max(_lint(known.pack, as_json) for known in packs)

    return with_packs(asked, run, _problem_as_json if as_json else None)


def cover(asked: Asked, as_json: bool) -> int:
    """Print which clauses and cases packs serve; 1 when no rule in force serves one of them."""
    return with_packs(asked, lambda packs: exit_codes.OK if rules_coverage.show(packs, as_json) else exit_codes.NO)


def _list_as_json(known: KnownPack) -> None:
    pack = known.pack
    for rule in pack.rules:
        json_line({"pack": pack.name, "in_force": known.in_force, "rule": rule.id, "name": rule.name,
                   "category": rule.category, "nature": rule.nature.value, "legal_basis": rule.legal_basis,
                   "cases": list(rule.cases)})
    for alert in pack.alerts:
        json_line({"pack": pack.name, "in_force": known.in_force, "rule": alert.id, "name": alert.name,
                   "category": "紧急布控", "nature": alert.nature.value, "legal_basis": alert.legal_basis, "cases": []})


def _list_as_table(known: KnownPack) -> None:
    console = people()
    pack = known.pack
    lists = [f"{len(pack.rules)} 条规则"]
    lists += [f"已发布清单 {len(pack.published)} 条"] if pack.published else []
    lists += [f"紧急布控 {len(pack.alerts)} 条"] if pack.alerts else []
    console.print(f"{pack.label}，{'，'.join(lists)}{'' if known.in_force else '（没有启用）'}")
    for rule in pack.rules:
        console.print(f"  {rule.id}  {rule.name}（{rule.nature.value}）")
    for alert in pack.alerts:
        console.print(f"  {alert.id}  {alert.name}（{alert.nature.value}，紧急布控）")


def _explained(known: KnownPack, rule_id: str, policy: Policy) -> Iterator[str]:
    pack = known.pack
    where = f"规则包：{pack.label}{'' if known.in_force else '（没有启用）'}"
    for rule in pack.rules:
        if rule.id.casefold() == rule_id.casefold():
            yield from (f"{rule.id} {rule.name}", f"  {where}", *rule_in_words(rule, pack, policy))
    for alert in pack.alerts:
        if alert.id.casefold() == rule_id.casefold():
            yield from (f"{alert.id} {alert.name}", f"  {where}", *alert_in_words(alert, policy))


def _learnt(spoken_id: str) -> Iterator[str]:
    """Yield the meaning of an id of the learnt judge, nothing for any other."""
    if not spoken_id.upper().startswith(LEARNT_PREFIX):
        return
    told = learnt_explanations().get(spoken_id.upper())
    if told is not None:
        yield from (f"{told.rule} {told.name}", "  学习判断：没有规则说得准，是这份文字整体像这一类。",
                    "  一份文字为什么被拦：mishao rules explain 文件", f"  性质：{told.nature.value}",
                    f"  依据：{told.legal_basis}",
                    f"  提示：{told.title}。{told.sentence}", f"  办法：{told.advice}")


def _problem_as_json(problem: Problem) -> None:
    json_line({"file": problem.source, "line": problem.line, "rule": problem.rule, "message": problem.message})


def _lint(pack: Pack, as_json: bool) -> int:
    console = people()
    found = {*find_problems(pack), *lint_examples(pack), *lint_common(pack), *lint_exemptions(pack), *lint_size(pack),
             *lint_dialect(pack)}
    for problem in sorted(found, key=lambda problem: (problem.line, problem.message)):
        if as_json:
            _problem_as_json(problem)
        else:
            console.print(f"▲ {problem}")
    if not found and not as_json:
        console.print(f"● {pack.label}：没有要改的")
    return exit_codes.NO if found else exit_codes.OK


def _prove(pack: Pack, as_json: bool) -> int:
    failures = prove(pack)
    console = people()
    for failure in failures:
        if as_json:
            json_line({"pack": pack.name, "rule": failure.rule, "kind": failure.kind,
                       "example": failure.example_number, "message": failure.words})
        else:
            words = f"✗ {pack.name} {failure.rule} {failure.kind} 第 {failure.example_number} 条：{failure.words}"
            console.print(words)
    if not failures and not as_json:
        run = counts(pack)
        told = (f"{MUST_MATCH} {run.must_match}，{MUST_NOT_MATCH} {run.must_not_match}，"
                f"{MUST_NOT_SWALLOW} {run.must_not_swallow}")
        console.print(f"● {pack.label}：{len(pack.rules)} 条规则，样例全部通过（{told}）")
    return exit_codes.NO if failures else exit_codes.OK
