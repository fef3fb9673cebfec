"""Judging texts: one literal pass for all packs, then each rule that has something to look at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from rules.batch import suspects
from rules.criteria import Find, findings
from rules.deadline import Deadline, OutOfTime
from rules.definition import Pack, Reference, Rule
from rules.evidence import Evidence, Sightings
from rules.model import Action, Confidence, Explanation, Match, Verdict
from rules.normalise import Normalised, normalise
from rules.plan import plan
from rules.scan import Scan
from rules.text import Text

LONGEST_WORDS = 80
"""Longest ``Match.text`` in code points."""
MOST_MATCHES = 500
"""Most matches reported for one rule in one text; the strictest are kept."""

_HOLDS_SECONDS = 10.0


class Judge:
    """Packs compiled for judging. Immutable after construction; one instance may serve several threads."""

    def __init__(self, packs: Sequence[Pack]) -> None:
        self.label = "; ".join(pack.label for pack in packs)
        self._scanner, self._packs = plan(packs)
        self._clean = Verdict(Action.ALLOW, pack=self.label)

    def judge(self, text: Text, seconds: float = 2.0) -> Verdict:
        """Judge one text. Rules that ``seconds`` were not enough for are named in ``gaps``."""
        deadline = Deadline(seconds)
        normalised = normalise(text.original)
        try:
            scan = self._scanner.scan(normalised.text, deadline)
        except OutOfTime:
            gaps = tuple(planned.rule.id for pack in self._packs for planned in pack.rules)
            return Verdict(Action.ALLOW, gaps=gaps, pack=self.label)
        return self._verdict(text, normalised, scan, deadline)

    def judge_many(self, texts: Sequence[Text], seconds: float = 2.0) -> list[Verdict]:
        """Judge many short texts; equal to judging each, and fast where most of them hold nothing to look at."""
        return [
            self.judge(text, seconds) if suspect else self._clean
            for text, suspect in zip(texts, suspects(texts, self._scanner, self._packs), strict=True)
        ]

    def holds(self, text: Text, sources: tuple[Reference, ...]) -> bool:
        """Say whether a text holds any of these references of a pack, whatever the rules make of it."""
        deadline = Deadline(_HOLDS_SECONDS)
        normalised = normalise(text.original)
        scan = self._scanner.scan(normalised.text, deadline)
        sightings = Sightings(scan, _page_starts(text, normalised), text.from_picture, deadline)
        return any(Evidence(pack, sightings).of(pack.group(sources)) for pack in self._packs)

    def _verdict(self, text: Text, normalised: Normalised, scan: Scan, deadline: Deadline) -> Verdict:
        sightings: Sightings | None = None
        matches: list[Match] = []
        explanations: dict[str, Explanation] = {}
        gaps: list[str] = []
        for pack in self._packs:
            evidence: Evidence | None = None
            for planned in pack.candidates(scan.found):
                if sightings is None:
                    sightings = Sightings(scan, _page_starts(text, normalised), text.from_picture, deadline)
                if evidence is None:
                    evidence = Evidence(pack, sightings)
                try:
                    finds = findings(planned, evidence)
                except OutOfTime:
                    gaps.append(planned.rule.id)
                    continue
                if finds:
                    matches.extend(_matches(planned.rule, finds, text, normalised))
                    explanations.setdefault(planned.rule.id, planned.explanation)
        if not matches and not gaps:
            return self._clean
        action = max((match.action for match in matches), key=lambda one: one.severity, default=Action.ALLOW)
        return Verdict(action, tuple(matches), tuple(explanations.values()), tuple(gaps), self.label)


def _page_starts(text: Text, normalised: Normalised) -> tuple[int, ...]:
    """Return where pages begin in the normalised text."""
    starts: list[int] = []
    page: int | None = None
    for piece in text.pieces:
        if piece.page is not None and piece.page != page:
            page = piece.page
            starts.append(piece.start)
    if normalised.offsets is None or not starts:
        return tuple(starts)
    return tuple(np.searchsorted(normalised.offsets, starts).tolist())


def _matches(rule: Rule, finds: Sequence[Find], text: Text, normalised: Normalised) -> Iterator[Match]:
    if len(finds) > MOST_MATCHES:
        strictest = sorted(finds, key=lambda find: -find.confidence)[:MOST_MATCHES]
        finds = sorted(strictest, key=lambda find: find.hit.start)
    for find in finds:
        start, end = normalised.original(find.hit.start, find.hit.end)
        end = min(end, start + LONGEST_WORDS)
        page, boxes = text.place(start, end)
        action = Action.LOG if find.confidence is Confidence.NONE else rule.action(find.confidence)
        yield Match(rule.id, rule.name, action, find.confidence, text.original[start:end], start, end, page, boxes)
