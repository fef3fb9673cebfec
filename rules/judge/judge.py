"""Judges texts: one literal pass for all packs, then each rule whose literals or structures may be in the text."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rules.deadline import JUDGE_SECONDS, Deadline, OutOfTime
from rules.definition import Alert, Pack, Reference, Rule
from rules.exact.index import ExactIndex
from rules.features.model import trait_gate
from rules.judge.batch import Scanned, sifted
from rules.judge.beginning import CHARACTERS, beginning, joined
from rules.judge.criteria import findings
from rules.judge.evidence import Evidence, Sightings
from rules.judge.exact_rows import ExactTables
from rules.judge.exempted import Exemptions
from rules.judge.found import Found, severity, strictest
from rules.judge.kinship import KEY_BYTES, Known, Pieces, Resemblance
from rules.judge.lapsing import ends_of, lapsed
from rules.judge.lifting import Lifting
from rules.judge.matching import akin_to, alerted, explained
from rules.judge.plan import PlannedCriterion, PlannedPack, PlannedRule, plan
from rules.judge.register import Register
from rules.judge.weighing import Seen, Weighing
from rules.model import Action, Earlier, Match, Nature, Verdict
from rules.no_collections import no_collections
from rules.scan.fingerprints import traces_of
from rules.scan.normalise import Normalised, normalise
from rules.scan.scanner import Scan
from rules.sensitivity import Sensitivity
from rules.sentences.sentence import Sentence
from rules.text import PARTIAL, Text

_HOLDS_SECONDS = 10.0
BEGINNING_SECONDS = 0.5
"""Time for the beginning of a text for which there was not time enough."""

_TABLES_SHARE = 0.25
"""Time for the unit's tables, as a share of that for the rules, from which it is not taken: a long text of numbers must
not lose what the rules find in it."""


def label(packs: Sequence[Pack]) -> str:
    """Return the names and versions of these packs as a verdict carries them."""
    return "; ".join(pack.label for pack in packs)


@dataclass(frozen=True, slots=True)
class Said:
    """What rules say of a text. ``seen`` has rule, action and position of each match, None for a mark in its regular
    position; ``soft`` the same of each match that is weighed, None where it decides alone. The ``verdict`` begins
    with the same matches, as the weighing left them."""

    normalised: Normalised
    matches: tuple[Match, ...]
    seen: tuple[Seen | None, ...]
    soft: tuple[Seen | None, ...]
    verdict: Verdict


class Judge:
    """Packs compiled for judging. Immutable after construction; one instance may serve several threads.

    With a ``weighing`` the rules' matches are joined with the learnt judge's scores; without one rules decide alone.
    Hashed words of the packs are found with ``key``, that of the unit. ``today`` says whether an exemption or an
    override still holds: a judge lives for as long as its rules are in force.
    """

    def __init__(self, packs: Sequence[Pack], today: Callable[[], date] = date.today,
                 weighing: Weighing | None = None, exact: Sequence[ExactIndex] = (), key: bytes = b"") -> None:
        self._exact = ExactTables(exact)
        self.label = "; ".join((*(pack.label for pack in packs), *([weighing.weights.label] if weighing else ()),
                                *(told.rule for told in self._exact.explanations)))
        self.weighing = weighing
        told = (*self._exact.explanations, *(weighing.weights.explanations.values() if weighing else ()))
        rules = [rule for pack in packs for rule in pack.rules]
        listed: list[Rule | Alert] = [*rules, *(alert for pack in packs for alert in pack.alerts)]
        self.names = {one.id: one.name for one in listed} | {one.rule: one.name for one in told}
        natures = {one.id: one.nature for one in listed} | {one.rule: one.nature for one in told}
        self.secret = frozenset(one for one, nature in natures.items() if nature is Nature.STATE_SECRET)
        with no_collections():
            self._scanner, self._packs = plan(packs, key)
            self._register = Register(packs)
            self._exemptions = Exemptions(packs, today)
        self._today = today
        self._ends = ends_of(packs)
        self._known = Known(bytes(KEY_BYTES))
        self._clean = Verdict(Action.ALLOW, pack=self.label)
        self._yielding = any(rule.yields for rule in rules)
        self._overrides = {rule.id: rule.override for rule in rules if rule.override is not None}

    @property
    def ids(self) -> frozenset[str]:
        """Return the ids of every rule, document under alert and table, and of the learnt judge's own messages."""
        return frozenset(self.names)

    @property
    def lapsed(self) -> str:
        """The last day whose end changed what this judge says, "" before the first: no verdict of before holds."""
        return lapsed(self._ends, self._today())

    @property
    def _tables(self) -> tuple[str, ...]:
        return tuple(told.rule for told in self._exact.explanations)

    @property
    def _told(self) -> Iterable[str]:
        """The ids under which the learnt judge reports."""
        return self.weighing.weights.explanations if self.weighing is not None else ()

    def knowing(self, known: Known) -> Judge:
        """Return a judge by the same rules that also reports kinship with an item stopped before."""
        judge = copy.copy(self)
        judge._known = known
        return judge

    def by_rules(self) -> Judge:
        """Return a judge by the same rules that weighs nothing: a masked text must not be stopped again for how it
        sounds."""
        judge = copy.copy(self)
        judge.weighing = None
        return judge

    def strictest(self) -> Judge:
        """Return a judge by the same rules that weighs at the strictest sensitivity: for what was masked to be sent."""
        judge = copy.copy(self)
        judge.weighing = self.weighing and Weighing(self.weighing.weights, Sensitivity.STRICT)
        return judge

    def telling_pieces(self, original: str, known: Known) -> Pieces:
        """Return the pieces by which a text would be recognised again: without those of stock phrases and published
        texts."""
        traces = traces_of(normalise(original))
        return known.pieces(traces)[~self._register.everyday(traces)]

    def judge(self, text: Text, seconds: float = JUDGE_SECONDS) -> Verdict:
        """Judge one text. Rules that ``seconds`` were not enough for are named in ``gaps``."""
        normalised = self._scanner.mended(normalise(text.original))
        return self._whole(text, normalised, self._look(text, normalised, seconds))

    def steps(self, text: Text, seconds: float = JUDGE_SECONDS) -> Iterator[Verdict]:
        """Yield the verdict on one text and, before it is weighed, what decides alone and is enough to stop it:
        weighing a long text takes seconds."""
        normalised = self._scanner.mended(normalise(text.original))
        found = self._look(text, normalised, seconds)
        certain = [] if found is None else found.certain(self.weighing)
        if found is not None and self.weighing is not None and strictest(certain) is Action.BLOCK:
            told = {match.rule: found.explanations[match.rule] for match in certain}
            yield Verdict(Action.BLOCK, tuple(certain), tuple(told.values()), tuple(found.gaps), self.label)
        yield self._whole(text, normalised, found)

    def _whole(self, text: Text, normalised: Normalised, found: Found | None) -> Verdict:
        """Return the verdict by what was found, and where time was short by what is in the beginning of the text."""
        verdict = self._late() if found is None else self._answer(found)
        if not verdict.gaps or len(text.original) <= CHARACTERS:
            return verdict
        start = beginning(text)
        part = self._look(start, self._scanner.mended(normalise(start.original)), BEGINNING_SECONDS,
                          self._lifting(text, normalised) if found is None else found.lifting)
        return verdict if part is None else joined(verdict, self._answer(part))

    def judge_many(self, texts: Sequence[Text], seconds: float = JUDGE_SECONDS) -> list[Verdict]:
        """Judge many short texts; equal to judging each, and fast where most of them contain nothing to look at."""
        found = list(sifted(texts, self._scanner, self._packs))
        calm = iter(self._calm([one for one in found if isinstance(one, str)]))
        verdicts = []
        for text, one in zip(texts, found, strict=True):
            if isinstance(one, Scanned):
                verdicts.append(self._verdict(text, one.normalised, one.scan, Deadline(seconds)))
            elif one is None or not next(calm) or self._watches(text.original):
                verdicts.append(self.judge(text, seconds))
            else:
                verdicts.append(self._clean)
        return verdicts

    def _calm(self, normalised: Sequence[str]) -> Sequence[bool]:
        """Return for each text that no rule could match whether the learnt judge lets it go, too."""
        return [True] * len(normalised) if self.weighing is None else self.weighing.quiet(normalised)

    def _watches(self, original: str) -> bool:
        """Return whether a text may be a known document, contain a row of a table, or be akin to an item stopped
        before."""
        return (self._register.watches(original) or self._exact.watches(original)
                or self._known.watches(original))

    def holds(self, text: Text, sources: tuple[Reference, ...]) -> bool:
        """Return whether a text contains any of these references of a pack, whatever the rules make of it."""
        deadline = Deadline(_HOLDS_SECONDS)
        normalised = self._scanner.mended(normalise(text.original))
        scan = self._scanner.scan(normalised.text, deadline)
        scan.note(trait_gate(trait.kind) for trait in text.traits)
        sightings = Sightings(scan, text, normalised, deadline)
        return any(
            Evidence(pack, sightings, pack.possible(scan.found)).of(pack.group(sources)) for pack in self._packs
        )

    def said(self, text: Text, seconds: float = JUDGE_SECONDS) -> Said:
        """Return what the rules say of a text before weighing, and its verdict."""
        normalised = self._scanner.mended(normalise(text.original))
        found = self._look(text, normalised, seconds)
        if found is None:
            return Said(normalised, (), (), (), self._whole(text, normalised, None))
        before, seen, soft = tuple(found.matches), tuple(found.places), tuple(found.soft(self.weighing))
        return Said(normalised, before, seen, soft, self._whole(text, normalised, found))

    def _late(self) -> Verdict:
        """Return the verdict on a text for which there was no time at all."""
        rules = (planned.rule.id for pack in self._packs for planned in pack.rules)
        gaps = tuple(map(Sentence, (*rules, *self._tables, *self._told)))
        return Verdict(Action.ALLOW, gaps=gaps, pack=self.label)

    def _look(self, text: Text, normalised: Normalised, seconds: float, lifting: Lifting | None = None) -> Found | None:
        """Return what was found, before weighing; None when the time was over before the scan ended. ``lifting``: that
        of the whole, of which this is the beginning.
        """
        deadline = Deadline(seconds)
        try:
            scan = self._scanner.scan(normalised.text, deadline)
        except OutOfTime:
            return None
        return self._found(text, normalised, scan, deadline, lifting)

    def _verdict(self, text: Text, normalised: Normalised, scan: Scan, deadline: Deadline) -> Verdict:
        return self._whole(text, normalised, self._found(text, normalised, scan, deadline))

    def _lifting(self, text: Text, normalised: Normalised) -> Lifting:
        return Lifting(self._register, self._exemptions, text.original, normalised)

    def _found(self, text: Text, normalised: Normalised, scan: Scan, deadline: Deadline,
               lifting: Lifting | None = None) -> Found:
        """Return what was found, before weighing."""
        scan.note(trait_gate(trait.kind) for trait in text.traits)
        found = Found(text, normalised, lifting or self._lifting(text, normalised), deadline)
        for sighting in self._register.alerts(normalised) if self._register.watches(text.original) else ():
            found.add(alerted(sighting, text, normalised), explained(sighting.alert))
        if self._exact.watches(text.original):
            with deadline.apart(_TABLES_SHARE) as own:
                found.look_up(self._exact, own)
        self._ask_rules(found, Sightings(scan, text, normalised, deadline), scan)
        akin = self._akin(text, normalised, found.matches) if self._known.watches(text.original) else None
        if akin is not None:
            found.add(akin_to(akin, text, normalised), akin.earlier.explanation)
        return found

    def _answer(self, found: Found) -> Verdict:
        if self.weighing is not None:
            try:
                found.weigh(self.weighing)
            except OutOfTime:
                found.gaps.extend(map(Sentence, self._told))
        if not found.matches and not found.gaps:
            return self._clean
        return Verdict(strictest(found.matches), tuple(found.matches), tuple(found.explanations.values()),
                       tuple(found.gaps), self.label)

    def _ask_rules(self, found: Found, sightings: Sightings, scan: Scan) -> None:
        """Add the finds of each candidate rule."""
        evidence: dict[PlannedPack, Evidence] = {}
        for pack, possible, planned, criteria in self._candidates(scan):
            if planned.rule.yields and found.stops:
                continue
            if pack not in evidence:
                evidence[pack] = Evidence(pack, sightings, possible)
            try:
                finds = findings(criteria, evidence[pack])
            except OutOfTime:
                found.gaps.append(Sentence(planned.rule.id))
                continue
            if finds:
                found.take(planned, finds, planned.actions_on(self._today()))

    def _akin(self, text: Text, normalised: Normalised, matches: Sequence[Match]) -> Resemblance | None:
        """Return the kinship of a text where it is stricter than all that was found in it.

        Not for a part: what follows may have another origin, and nothing that is said of a part is taken back.
        """
        action = strictest(matches)
        if action is Action.BLOCK or any(trait.kind == PARTIAL for trait in text.traits):
            return None
        known = self._known.asking(self._asked_today) if self._overrides else self._known
        akin = known.resemblance(traces_of(normalised), self._register.everyday, action, text.from_picture)
        return None if akin is None or self._exemptions.cover(text.original) else akin

    def _asked_today(self, earlier: Earlier) -> Action:
        """Return what an earlier item was stopped with, or less where the unit lets its rule ask for less by now."""
        override = self._overrides.get(earlier.rule)
        if override is None or self._today() > override.until:
            return earlier.action
        return min(earlier.action, override.action, key=severity)

    def _candidates(self, scan: Scan) -> list[tuple[PlannedPack, set[int], PlannedRule, list[PlannedCriterion]]]:
        """Return the rules that can match, those that yield to others last: often they need not be evaluated."""
        found = [
            (pack, possible, planned, criteria)
            for pack, possible in ((pack, pack.possible(scan.found)) for pack in self._packs)
            for planned, criteria in pack.candidates(possible)
        ]
        if self._yielding:
            found.sort(key=lambda one: one[2].rule.yields)
        return found
