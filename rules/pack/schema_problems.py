"""What the validator finds wrong with a pack, told with the rule in which it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rules.pack.schema import keys, rule_keys
from rules.pack.yaml_tree import Tree
from rules.schema.problem import Kind, Mistake, Place, Problem, Teller, last_key, visible
from rules.sentences.catalogue import sentence

RULES_STAND_BELOW = "pack.belongs-to-rule"
"""What is said of a rule that was pasted where it cannot be."""


def problems_of(mistakes: Sequence[Mistake], tree: Tree, source: str) -> list[Problem]:
    """Return one problem for each mistake, with its line and rule; a stray rule is told once."""
    stray = [mistake.place for mistake in mistakes if mistake.kind is Kind.UNKNOWN and _is_stray(mistake.place)]
    # 例外 is a section of the file too: below the id of a misplaced rule it is that rule's.
    told = [_of_stray_rule(mistake) if mistake.place in stray[:1] else mistake for mistake in mistakes
            if mistake.place not in stray[1:] and not (stray and mistake.place == ("例外",))]
    problems = Teller(keys(), last_key).problems(told, source, lambda place: tree.at(place).line)
    return [replace(problem, rule=rule_at(tree, mistake.place))
            for mistake, problem in zip(told, problems, strict=True)]


def rule_at(tree: Tree, place: Place) -> str:
    """Return the id of the rule or alert that a place is in; its position in the file when it has none."""
    if len(place) < 2 or place[0] not in ("规则", "紧急布控") or not isinstance(place[1], int):
        return ""
    return visible(tree.at((*place[:2], "编号")).scalar or "") or sentence("pack.entry", number=place[1] + 1)


def _of_stray_rule(mistake: Mistake) -> Mistake:
    return Mistake(mistake.place, sentence(RULES_STAND_BELOW, key=visible(str(mistake.place[-1]))), Kind.WHOLE)


def _is_stray(place: Place) -> bool:
    """Say whether a place is of what belongs into a rule but is beside 规则包."""
    return len(place) == 1 and place[0] in rule_keys()
