"""科室规则: applies a signed policy's exceptions for some 科室, each with a reason, an approver and an end."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from guard.core.policy import UnitRule
from guard.sentences.catalogue import sentence
from guard.supply import approval
from rules.definition import Override, Pack, Rule
from rules.model import Action, Nature
from rules.pack.words import ACTIONS
from rules.sentences.sentence import NOTHING, Sentence

EVERYBODY = "全部"
"""In place of a group: every computer."""


def _mine(entries: Sequence[UnitRule], groups: Collection[str]) -> list[UnitRule]:
    """Return the entries for a computer of these groups."""
    return [entry for entry in entries if set(entry.units) & {*groups, EVERYBODY}]


def in_effect(entries: Sequence[UnitRule], groups: Collection[str], today: date) -> tuple[Sentence, ...]:
    """Return what these entries say for a computer of these groups today, for people."""
    return tuple(sentence("unit-rules.in-effect", rules=entry.rules, action=ACTIONS[entry.action], until=entry.until,
                          reason=entry.reason, approver=entry.approver)
                 for entry in _mine(entries, groups) if today <= entry.until)


def applied(pack: Pack, entries: Sequence[UnitRule], groups: Collection[str]) -> Pack:
    """Return the pack as it is in force on a computer of these groups; of several entries the last one counts.

    No entry makes a rule on state secrets milder.
    """
    mine = _mine(entries, groups)
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


def objection(packs: Sequence[Pack], entries: Sequence[UnitRule], today: date) -> Sentence:
    """Return why these entries may not be signed with these packs, without words when they may be."""
    rules = {rule.id: rule for pack in packs for rule in pack.rules}
    for entry in entries:
        for number in entry.rules:
            if number not in rules:
                return sentence("unit-rules.no-such-rule", rule=number)
            if _milder_on_secrets(rules[number], entry):
                return sentence("unit-rules.state-secret", rule=number)
        if why := approval.objection(entry.until, today):
            return sentence("unit-rules.entry", rules=entry.rules, why=why)
    return NOTHING
