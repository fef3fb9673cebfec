"""Checks 例外: those written in a rule or named from the section of that name, and the examples that prove them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from rules.definition import Distance, Example, Exemption, Reach, Reference
from rules.model import Nature
from rules.pack.example_lines import gap
from rules.pack.schema import (
    AnyExemption,
    EffectWord,
    ExampleDocument,
    ExemptionDocument,
    ExemptionUse,
    NamedExemptionDocument,
)
from rules.pack.word_lists import Path, Say
from rules.sentences.catalogue import sentence

SECTION = "例外"

_FALLS = {EffectWord.NONE: 3, EffectWord.TWO: 2, EffectWord.ONE: 1}

Examples = Callable[[Path, Sequence[ExampleDocument]], tuple[Example, ...]]
References = Callable[[Path, Sequence[str]], tuple[Reference, ...]]


class Exemptions:
    """Checks the exemptions of one document. ``used`` are the named ones that some rule uses."""

    def __init__(
        self, named: Mapping[str, NamedExemptionDocument], references: References, examples: Examples, problem: Say,
    ) -> None:
        self.used: set[str] = set()
        self._named = named
        self._sources = {name: references((SECTION, name, "出现"), entry.sources) for name, entry in named.items()}
        self._references = references
        self._examples = examples
        self._problem = problem

    def of(
        self, path: Path, nature: Nature, documents: Sequence[AnyExemption], must_match: Sequence[Example],
    ) -> tuple[Exemption, ...]:
        """Return the exemptions of a rule or criterion; the named ones are proven with the rule's 必须命中."""
        found = (self._one((*path, number), nature, entry, must_match) for number, entry in enumerate(documents))
        return tuple(exemption for exemption in found if exemption is not None)

    def _one(
        self, path: Path, nature: Nature, document: AnyExemption, must_match: Sequence[Example],
    ) -> Exemption | None:
        if isinstance(document, ExemptionUse):
            return self._use(path, nature, document, must_match)
        assert isinstance(document, ExemptionDocument)
        self._check_distance((*path, "距离"), nature, document.distance)
        examples = self._examples((*path, "不得吞掉"), [document.must_not_swallow])
        sources = self._references((*path, "出现"), document.sources)
        return Exemption(sources, document.distance, _FALLS[document.effect], examples)

    def _use(
        self, path: Path, nature: Nature, document: ExemptionUse, must_match: Sequence[Example],
    ) -> Exemption | None:
        name = document.name.removeprefix("@")
        named = self._named.get(name)
        if named is None:
            self._problem(path, sentence("pack.exception-not-defined", name=name))
            return None
        self.used.add(name)
        self._check_distance(path, nature, named.distance)
        if document.must_not_swallow is not None:
            examples = self._examples((*path, "不得吞掉"), [document.must_not_swallow])
        else:
            examples = tuple(_behind(named, must_match))
            if not examples:
                self._problem(path, sentence("pack.exception-without-example", name=name))
        return Exemption(self._sources[name], named.distance, _FALLS[named.effect], examples, name)

    def _check_distance(self, path: Path, nature: Nature, distance: Distance) -> None:
        if nature is Nature.STATE_SECRET and distance is not Reach.SENTENCE:
            self._problem(path, sentence("pack.state-secret-exception"))


def _behind(named: NamedExemptionDocument, must_match: Sequence[Example]) -> Iterator[Example]:
    """Yield each 必须命中 of a rule after the sentence of an exemption, at the distance that applies."""
    if named.sentence is None:
        return
    between = f"\n{gap(named.distance)}\n" if isinstance(named.distance, int) else "\n"
    for example in must_match:
        yield replace(example, text=f"{named.sentence}{between}{example.text}", action=None)

