"""Describes what confines a running reader, as the reader reports it to the guard."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

from guard.sentences.catalogue import sentence
from rules.sentences.sentence import Sentence


@dataclass(frozen=True, slots=True)
class Confinement:
    """What confines a running reader. ``layers``: landlock, seccomp, rlimits, bubblewrap, as far as they are in effect.

    ``missing`` says in words for people what is not in effect on this computer and what follows from it.
    """

    layers: tuple[str, ...] = ()
    missing: tuple[Sentence, ...] = ()

    @property
    def holds(self) -> bool:
        """True when at least one of the layers that take calls or files away is in effect; limits alone confine
        nothing.
        """
        return bool({"landlock", "seccomp", "bubblewrap"}.intersection(self.layers))

    @property
    def words(self) -> Sentence:
        """Say what is in effect and what is not, for doctor and status."""
        held = sentence("sandbox.layers", layers=self.layers) if self.layers else sentence("sandbox.none")
        return reduce(lambda first, then: sentence("joined.also", first=first, then=then), self.missing, held)

    def within(self, layer: str) -> Confinement:
        """Return this confinement with one more layer around it."""
        return Confinement((layer, *self.layers), self.missing)
