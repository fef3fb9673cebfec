"""What confines a reader that runs, as it tells the guard."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

from guard.sentences.catalogue import sentence
from rules.sentences.sentence import Sentence


@dataclass(frozen=True, slots=True)
class Confinement:
    """What confines a reader that runs. ``layers``: landlock, seccomp, rlimits, bubblewrap, as far as they hold.

    ``missing`` says in words for people what does not hold on this computer and what follows from it.
    """

    layers: tuple[str, ...] = ()
    missing: tuple[Sentence, ...] = ()

    @property
    def holds(self) -> bool:
        """True when at least one of the layers that take calls or files away is there; limits alone confine nothing."""
        return bool({"landlock", "seccomp", "bubblewrap"}.intersection(self.layers))

    @property
    def words(self) -> Sentence:
        """Say what holds and what does not, for doctor and status."""
        held = sentence("sandbox.layers", layers=self.layers) if self.layers else sentence("sandbox.none")
        return reduce(lambda first, then: sentence("joined.also", first=first, then=then), self.missing, held)

    def within(self, layer: str) -> Confinement:
        """Return this confinement with one more layer around it."""
        return Confinement((layer, *self.layers), self.missing)
