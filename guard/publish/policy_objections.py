"""Says what of a valid policy would not be signed with these packs: it is checked before somebody tries to sign."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from guard.config.policy_file import line_of
from guard.core.policy import Policy
from guard.sentences.catalogue import sentence
from guard.supply import unit_rules
from guard.supply.builtin import OPTIONAL_PACKS
from rules.definition import Pack
from rules.schema.problem import Place, Problem
from rules.sentences.sentence import Sentence


def objections(policy: Policy, packs: Sequence[Pack], today: date) -> Iterator[tuple[Place, Sentence]]:
    """Yield the place in the file and the words of everything for which this policy would not be signed."""
    for number, name in enumerate(policy.optional_packs):
        if name not in OPTIONAL_PACKS:
            yield ("附加规则包", number), sentence("policy.no-such-pack", name=name, known=tuple(OPTIONAL_PACKS))
    for number, entry in enumerate(policy.unit_rules):
        if why := unit_rules.objection(packs, (entry,), today):
            yield ("科室规则", number), why


def objection_lines(
    policy: Policy, content: bytes, source: str, packs: Sequence[Pack], today: date,
) -> tuple[Problem, ...]:
    """Return the same with the lines of the policy's file, whose bytes are ``content``."""
    return tuple(Problem(source, line_of(content, source, place), "", why)
                 for place, why in objections(policy, packs, today))
