"""Judging texts: one literal pass for all packs, then each rule that has something to look at."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from rules.batch import Scanned, suspects
from rules.criteria import Find, findings
from rules.deadline import Deadline, OutOfTime
from rules.definition import Alert, Pack, Reference, Rule
from rules.evidence import Evidence, Sightings
from rules.exempted import Exemptions
from rules.features.model import Hit, trait_gate
from rules.fingerprints import traces_of
from rules.kinship import KEY_BYTES, Known, Pieces, Resemblance
from rules.model import MOST_MATCHES, Action, Confidence, Explanation, Match, Nature, Verdict
from rules.no_collections import no_collections
from rules.normalise import Normalised, normalise
from rules.plan import PlannedCriterion, PlannedPack, PlannedRule, plan
from rules.register import Coverage, Register, Sighting
from rules.scan import Scan
from rules.text import PARTIAL, Text

LONGEST_WORDS = 80
"""Longest ``Match.text`` in code points."""

_HOLDS_SECONDS = 10.0


def label(packs: Sequence[Pack]) -> str:
    """Return the names and versions of these packs as a verdict carries them."""
    return "; ".join(pack.label for pack in packs)


class Judge:
    """Packs compiled for judging. Immutable after construction; one instance may serve several threads.

    ``today`` says whether an exemption or an override still holds: a judge lives for as long as its rules are in force.
    """

    def __init__(self, packs: Sequence[Pack], today: Callable[[], date] = date.today) -> None:
        self.label = label(packs)
        self.names = {rule.id: rule.name for pack in packs for rule in pack.rules}
        with no_collections():
            self._scanner, self._packs = plan(packs)
            self._register = Register(packs)
            self._exemptions = Exemptions(packs, today)
        self._today = today
        self._known = Known(bytes(KEY_BYTES))
        self._clean = Verdict(Action.ALLOW, pack=self.label)
        self._yielding = any(rule.yields for pack in packs for rule in pack.rules)

    @property
    def ids(self) -> frozenset[str]:
        """Return the ids of every rule and of every document under alert."""
        return frozenset((*self.names, *self._register.alert_ids))

    def knowing(self, known: Known) -> Judge:
        """Return a judge by the same rules that also tells what is akin to an item stopped before."""
        judge = copy.copy(self)
        judge._known = known
        return judge

    def telling_pieces(self, original: str, known: Known) -> Pieces:
        """Return the pieces by which a text would be known again: not those of stock phrases and published texts."""
        traces = traces_of(normalise(original))
        return known.pieces(traces)[~self._register.everyday(traces)]

    def judge(self, text: Text, seconds: float = 2.0) -> Verdict:
        """Judge one text. Rules that ``seconds`` were not enough for are named in ``gaps``."""
        deadline = Deadline(seconds)
        normalised = self._scanner.mended(normalise(text.original))
        try:
            scan = self._scanner.scan(normalised.text, deadline)
        except OutOfTime:
            gaps = tuple(planned.rule.id for pack in self._packs for planned in pack.rules)
            return Verdict(Action.ALLOW, gaps=gaps, pack=self.label)
        return self._verdict(text, normalised, scan, deadline)

    def judge_many(self, texts: Sequence[Text], seconds: float = 2.0) -> list[Verdict]:
        """Judge many short texts; equal to judging each, and fast where most of them hold nothing to look at."""
        verdicts = []
        for text, suspect in zip(texts, suspects(texts, self._scanner, self._packs), strict=True):
            if isinstance(suspect, Scanned):
                verdicts.append(self._verdict(text, suspect.normalised, suspect.scan, Deadline(seconds)))
            elif suspect or self._register.watches(text.original) or self._known.watches(text.original):
                verdicts.append(self.judge(text, seconds))
            else:
                verdicts.append(self._clean)
        return verdicts

    def holds(self, text: Text, sources: tuple[Reference, ...]) -> bool:
        """Say whether a text holds any of these references of a pack, whatever the rules make of it."""
        deadline = Deadline(_HOLDS_SECONDS)
        normalised = self._scanner.mended(normalise(text.original))
        scan = self._scanner.scan(normalised.text, deadline)
        scan.note(trait_gate(trait.kind) for trait in text.traits)
        sightings = Sightings(scan, text, normalised, deadline)
        return any(
            Evidence(pack, sightings, pack.possible(scan.found)).of(pack.group(sources)) for pack in self._packs
        )

    def _verdict(self, text: Text, normalised: Normalised, scan: Scan, deadline: Deadline) -> Verdict:
        scan.note(trait_gate(trait.kind) for trait in text.traits)
        sightings: Sightings | None = None
        matches: list[Match] = []
        explanations: dict[str, Explanation] = {}
        gaps: list[str] = []
        lifting = _Lifting(self._register, self._exemptions, normalised)
        for sighting in self._register.alerts(normalised) if self._register.watches(text.original) else ():
            matches.append(_alerted(sighting, text, normalised))
            explanations.setdefault(sighting.alert.id, _explained(sighting.alert))
        evidence: dict[PlannedPack, Evidence] = {}
        stopped = _stops(matches)
        for pack, possible, planned, criteria in self._candidates(scan):
            if planned.rule.yields and stopped:
                continue
            if sightings is None:
                sightings = Sightings(scan, text, normalised, deadline)
            if pack not in evidence:
                evidence[pack] = Evidence(pack, sightings, possible)
            try:
                finds = findings(criteria, evidence[pack])
            except OutOfTime:
                gaps.append(planned.rule.id)
                continue
            if finds:
                finds = lifting.apply(planned.rule, finds)
                actions = planned.actions_on(self._today())
                matches.extend(_matches(planned.rule, actions, finds, text, normalised))
                explanations.setdefault(planned.rule.id, planned.explanation)
                stopped = stopped or (not planned.rule.yields and _stops(matches))
        akin = self._akin(text, normalised, matches) if self._known.watches(text.original) else None
        if akin is not None:
            matches.append(_akin_to(akin, text, normalised))
            explanations.setdefault(akin.earlier.rule, akin.earlier.explanation)
        if not matches and not gaps:
            return self._clean
        return Verdict(_strictest(matches), tuple(matches), tuple(explanations.values()), tuple(gaps), self.label)

    def _akin(self, text: Text, normalised: Normalised, matches: Sequence[Match]) -> Resemblance | None:
        """Return what a text is akin to where that is stricter than all that was found in it.

        Not of a part: what follows may have another origin, and nothing that is said of a part is taken back.
        """
        action = _strictest(matches)
        partial = any(trait.kind == PARTIAL for trait in text.traits)
        if action is Action.BLOCK or partial or self._exemptions.cover(normalised):
            return None
        return self._known.resemblance(traces_of(normalised), self._register.everyday, action, text.from_picture)

    def _candidates(self, scan: Scan) -> list[tuple[PlannedPack, set[int], PlannedRule, list[PlannedCriterion]]]:
        """Return the rules that can match, those that yield to others last: often they need not be asked."""
        found = [
            (pack, possible, planned, criteria)
            for pack, possible in ((pack, pack.possible(scan.found)) for pack in self._packs)
            for planned, criteria in pack.candidates(possible)
        ]
        if self._yielding:
            found.sort(key=lambda one: one[2].rule.yields)
        return found


def _strictest(matches: Sequence[Match]) -> Action:
    return max((match.action for match in matches), key=lambda one: one.severity, default=Action.ALLOW)


def _stops(matches: Sequence[Match]) -> bool:
    return any(match.action.severity >= Action.WARN.severity for match in matches)


class _Lifting:
    """Takes away what the unit has said of a text: looked up only when something was found."""

    def __init__(self, register: Register, exemptions: Exemptions, normalised: Normalised) -> None:
        self._register = register
        self._exemptions = exemptions
        self._normalised = normalised
        self._coverage: Coverage | None = None
        self._asked = False

    def apply(self, rule: Rule, finds: list[Find]) -> list[Find]:
        """Return the finds, with no confidence those that an exemption or a published text takes away.

        What the text shares with a published one loses nothing to state-secret rules, and no mark. Of those rules a
        false alarm that was exempted takes the words away, not what was seen in pixels.
        """
        if rule.nature is Nature.STATE_SECRET:
            if not self._exemptions.cover(self._normalised):
                return finds
            return [find if find.hit.trait is not None else Find(find.hit, Confidence.NONE) for find in finds]
        if not self._register.knows_published:
            return finds
        if not self._asked:
            self._coverage = self._register.published(self._normalised)
            self._asked = True
        coverage = self._coverage
        if coverage is None:
            return finds
        return [
            find if find.hit.fixed or not coverage.covers(find.hit.start, find.hit.end)
            else Find(find.hit, Confidence.NONE)
            for find in finds
        ]


def _alerted(sighting: Sighting, text: Text, normalised: Normalised) -> Match:
    alert = sighting.alert
    return _passage(Match(alert.id, alert.name, Action.BLOCK, Confidence.HIGH, "", sighting.start, sighting.end), text,
                    normalised)


def _akin_to(akin: Resemblance, text: Text, normalised: Normalised) -> Match:
    earlier = akin.earlier
    return _passage(Match(earlier.rule, earlier.name, earlier.action, Confidence.HIGH, "", akin.start, akin.end,
                          kin=earlier.kin), text, normalised)


def _passage(match: Match, text: Text, normalised: Normalised) -> Match:
    """Return a match between positions of the normalised text as one of the text itself, with its words and place."""
    start, end = _span(Hit(match.start, match.end, ""), normalised)
    page, place, boxes = text.place(start, end)
    return replace(match, text=text.original[start:end], start=start, end=end, page=page, boxes=boxes, place=place)


def _explained(alert: Alert) -> Explanation:
    return Explanation(
        alert.id, alert.name, "紧急布控", alert.nature, alert.legal_basis, (), alert.destinations,
        alert.wording.title, alert.wording.sentence, alert.wording.advice,
    )


def _matches(rule: Rule, actions: Mapping[Confidence, Action], finds: Sequence[Find], text: Text,
             normalised: Normalised) -> Iterator[Match]:
    if len(finds) > MOST_MATCHES:
        strictest = sorted(finds, key=lambda find: -find.confidence)[:MOST_MATCHES]
        finds = sorted(strictest, key=lambda find: find.hit.start)
    original = text.original
    for find in finds:
        hit, confidence = find
        start, end = _span(hit, normalised)
        page, place, boxes = text.place(start, end)
        if hit.trait is not None:
            page, place, boxes = hit.trait.page, hit.trait.place, (hit.trait.box,) if hit.trait.box else ()
        yield Match(rule.id, rule.name, actions[confidence], confidence, original[start:end], start, end, page, boxes,
                    place)


def _span(hit: Hit, normalised: Normalised) -> tuple[int, int]:
    """Return the span of a hit in the original, which is empty only for a trait of a page without words."""
    if hit.start == hit.end:
        return 0, 0
    start, end = normalised.original(hit.start, hit.end)
    return start, min(end, start + LONGEST_WORDS)
