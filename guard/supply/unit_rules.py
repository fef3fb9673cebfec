"""科室规则: what a signed policy does otherwise for some 科室, with a reason, an approver and an end."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from guard.core.policy import UnitRule
from guard.supply import approval
from rules.definition import Override, Pack, Rule
from rules.model import Action, Nature


def applied(pack: Pack, entries: Sequence[UnitRule], groups: Collection[str]) -> Pack:
    """Return the pack as it is in force on a computer of these groups; of several entries the last one counts.

    No entry makes a rule on state secrets milder.
    """
    mine = [entry for entry in entries if set(entry.units) & set(groups)]
    if not mine:
        return pack
    return replace(pack, rules=tuple(_applied(rule, mine) for rule in pack.rules))


def _applied(rule: Rule, entries: Sequence[UnitRule]) -> Rule:
    for entry in reversed(entries):
        if rule.id in entry.rules and not _milder_on_secrets(rule, entry):
            return replace(rule, override=Override(entry.action, entry.until))
    return rule


def _milder_on_secrets(rule: Rule, entry: UnitRule) -> bool:
    return rule.nature is Nature.STATE_SECRET and entry.action is not Action.BLOCK


def objection(packs: Sequence[Pack], entries: Sequence[UnitRule], today: date) -> str:
    """Return why these entries are not signed beside these packs, "" when they may be."""
    rules = {rule.id: rule for pack in packs for rule in pack.rules}
    for entry in entries:
        for number in entry.rules:
            if number not in rules:
                return f"“科室规则”里的 {number} 不是规则包里的规则"
            if _milder_on_secrets(rules[number], entry):
                return f"“科室规则”里的 {number} 是国家秘密的规则，不能放宽"
        if why := approval.objection(entry.until, today):
            return f"“科室规则”里 {'、'.join(entry.rules)} 那一条{why}"
    return ""
