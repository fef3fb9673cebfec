"""Reports what was seen in the pixels: seals, red headings, cards, record sheets, codes.

The reader finds them; rules ask here. A trait is no text, so its hit takes the words it covers, else the first words
of its page, so that there is something to show; on a page without words the hit is empty and only the trait's box
gives the place.
"""

from __future__ import annotations

from collections.abc import Iterator

from rules.features.model import Hit, View, trait_gate
from rules.model import Box
from rules.text import TRAIT_KINDS, Piece, Trait

_LONGEST_SPAN = 80


class Traits:
    """Returns each trait of a known kind as one hit; ``score`` is the finder's confidence in hundredths."""

    name = "traits"
    kinds = TRAIT_KINDS
    gates = tuple(trait_gate(kind) for kind in sorted(TRAIT_KINDS))

    def find(self, view: View) -> tuple[Hit, ...]:
        """Return one hit for each trait; ``value`` numbers them, so that (>=2) asks for two of a kind."""
        return tuple(sorted(_hits(view), key=lambda hit: (hit.start, hit.end)))


def _hits(view: View) -> Iterator[Hit]:
    for number, trait in enumerate(view.traits):
        if trait.kind in TRAIT_KINDS:
            start, end = _words(view, trait)
            score = round(100 * min(1.0, max(0.0, trait.confidence)))
            yield Hit(start, end, f"{trait.kind} {number}", frozenset({trait.kind}), score, trait=trait)


def _words(view: View, trait: Trait) -> tuple[int, int]:
    """Return the words a trait covers, else the first ones of its page, else an empty span at the beginning."""
    on_page = [piece for piece in view.pieces if piece.start < piece.end and piece.page_key == trait.page_key]
    covered = [piece for piece in on_page if trait.box is not None and _overlap(piece, trait.box)]
    chosen = (covered or on_page)[:1]
    if chosen:
        return chosen[0].start, min(chosen[0].end, chosen[0].start + _LONGEST_SPAN)
    if view.pieces:
        return 0, 0
    return 0, min(view.line(0)[1], _LONGEST_SPAN)


def _overlap(piece: Piece, box: Box) -> bool:
    """Return whether a line and a box have pixels in common; a line without a box might."""
    other = piece.box
    if other is None:
        return False
    return (
        other.x < box.x + box.width and box.x < other.x + other.width
        and other.y < box.y + box.height and box.y < other.y + other.height
    )
