"""Keeps features that only earlier packs name: they find nothing, and something else does their work."""

from __future__ import annotations

from rules.features.model import Hit, View


class Wording:
    """Told by points how a text sounds; the learnt judge (rules.learnt) does so now."""

    name = "wording"
    kinds = frozenset({"内部"})
    gates: tuple[str, ...] = ()

    def find(self, view: View) -> tuple[Hit, ...]:
        """Return nothing."""
        return ()
