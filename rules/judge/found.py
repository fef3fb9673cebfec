"""Collects what was found in one text, and lowers or raises it by the weighing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from rules.deadline import Deadline, OutOfTime
from rules.judge.criteria import Find
from rules.judge.exact_rows import ExactTables, matches_in
from rules.judge.lifting import Lifting
from rules.judge.matching import matches_of, passage
from rules.judge.plan import PlannedRule
from rules.judge.weighing import Seen, Told, Weighed, Weighing, lowered
from rules.model import Action, Confidence, Explanation, Match, Nature
from rules.scan.normalise import Normalised
from rules.sentences.sentence import Sentence
from rules.text import PARTIAL, Text


def strictest(matches: Sequence[Match]) -> Action:
    """Return the strictest action of some matches, ALLOW of none."""
    return max((match.action for match in matches), key=severity, default=Action.ALLOW)


def severity(action: Action) -> int:
    """Return how strict an action is."""
    return action.severity


def _is_softened(match: Match) -> bool:
    """Return whether the unit lets the rule of a match ask for less than it would."""
    return match.asked is not None and match.asked.severity > match.action.severity


class Found:
    """Collects what was found in one text, in the order of the rules. Mutable: it lives in one call."""

    def __init__(self, text: Text, normalised: Normalised, lifting: Lifting, deadline: Deadline) -> None:
        self.matches: list[Match] = []
        self.explanations: dict[str, Explanation] = {}
        self.gaps: list[Sentence] = []
        self.stops = False
        self._text, self._normalised, self.lifting, self._deadline = text, normalised, lifting, deadline
        self.places: list[Seen | None] = []
        """The rule, action and position of each match, None where it decides alone."""

    def add(self, match: Match, explanation: Explanation, seen: Seen | None = None) -> None:
        """Add one match; ``seen``: it is to be weighed."""
        self.matches.append(match)
        self.places.append(seen)
        self.explanations.setdefault(explanation.rule, explanation)
        self.stops = self.stops or match.action.severity >= Action.WARN.severity

    def look_up(self, exact: ExactTables, deadline: Deadline) -> None:
        """Add the rows of the unit's tables, except published ones of what is no state secret."""
        for index, told in exact.each():
            try:
                for match in matches_in(self._normalised, index, told, deadline):
                    if told.nature is Nature.STATE_SECRET or not self.lifting.publishes(match.start, match.end):
                        self.add(passage(match, self._text, self._normalised), told)
            except OutOfTime:
                self.gaps.append(Sentence(told.rule))

    def take(self, planned: PlannedRule, finds: list[Find], actions: Mapping[Confidence, Action]) -> None:
        """Add the finds of one rule, without those that the unit's entries lift."""
        stopped = self.stops
        lifted = self.lifting.apply(planned.rule, finds)
        for match, hit in matches_of(planned.rule, actions, lifted, self._text, self._normalised):
            own = match.action if match.asked is None else match.asked  # what a text is like, no policy changes
            self.add(match, planned.explanation, None if hit.fixed else Seen(match.rule, own, hit.start))
        if planned.rule.yields:
            self.stops = stopped

    def soft(self, weighing: Weighing | None) -> list[Seen | None]:
        """Return rule, action and position of each match that is weighed, None where it decides alone."""
        if weighing is None:
            return [None] * len(self.places)
        return [seen if seen is not None and weighing.weighs(seen) else None for seen in self.places]

    def certain(self, weighing: Weighing | None) -> list[Match]:
        """Return the matches that decide alone."""
        return [match for match, seen in zip(self.matches, self.soft(weighing), strict=True) if seen is None]

    def weigh(self, weighing: Weighing) -> None:
        """Lower the weighed matches to the result of the weighing, and add those of the learnt judge where it asks for
        more, or in a part of the text in which no rule does. A part of a text is stopped by rules alone: what follows
        may show what kind of text it is. Raises OutOfTime."""
        soft = self.soft(weighing)
        partial = any(trait.kind == PARTIAL for trait in self._text.traits)
        if partial and all(seen is None for seen in soft):
            return  # there is nothing to lower, and the whole is weighed soon
        known = [seen for seen in self.places if seen is not None and weighing.knows(seen)]
        weighed = weighing.weigh(self._normalised.text, known, self._deadline)
        if weighed is None or weighed.action is None:
            return
        self.matches = [match if seen is None or (action := weighed.action_for(seen)) is None
                        else lowered(match, action) for match, seen in zip(self.matches, soft, strict=True)]
        if partial:
            return
        told = weighed.elsewhere
        decisive = [match for match, seen in zip(self.matches, soft, strict=True)
                    if seen is None or weighed.decides(seen)]
        if weighed.action.severity > strictest(decisive).severity:
            told = (*self._stricter(weighed, soft, weighing), *told)
        for one in told:
            if not self.lifting.lifts(one.start, one.end):
                spoken = weighing.weights.explanations[one.rule]
                match = Match(spoken.rule, spoken.name, one.action, Confidence.MEDIUM, "", one.start, one.end)
                self.add(passage(match, self._text, self._normalised), spoken)

    def _stricter(self, weighed: Weighed, soft: Sequence[Seen | None], weighing: Weighing) -> tuple[Told, ...]:
        """Raise the rules' matches to the result of a weighing, and return what the learnt judge adds where there are
        none: a rule explains best."""
        places = tuple(one for one in weighed.places if not self.lifting.lifts(one.start, one.end))
        if not places:
            return ()
        asking = [number for number, seen in enumerate(soft)
                  if seen is not None and seen.action.severity >= Action.WARN.severity and weighed.decides(seen)]
        drafts = {number for number in asking if self.explanations[self.matches[number].rule].nature is Nature.DRAFT}
        if drafts and weighing.weights.explanations[places[0].rule].nature is Nature.DRAFT:
            return ()  # whether a draft was approved is asked, however it sounds
        softened = {number for number, match in enumerate(self.matches) if _is_softened(match)}
        rest = set(asking) - drafts - softened
        action = places[0].action
        self.matches = [replace(match, action=action) if number in rest else match
                        for number, match in enumerate(self.matches)]
        nature = weighing.weights.explanations[places[0].rule].nature
        let_go = any(self.places[number] in weighed.seen
                     and self.explanations[self.matches[number].rule].nature is nature for number in softened)
        return () if rest or let_go else places
