"""Tells which content of an item is that of its only file, and whether that is a picture. Pure."""

from __future__ import annotations

from guard.core.model import Case, Judged, Kind
from rules.text import Text


def only_file(case: Case) -> Judged | None:
    """Return the content of the only file of an item, None where there are several; a name is judged as a text too."""
    contents = [one for one in case.judged if one.text is None or one.text.original != one.name]
    return contents[0] if len(contents) == 1 and {one.name for one in case.judged} == {contents[0].name} else None


def picture_file(case: Case) -> Judged | None:
    """Return the content of an item that is one picture file, as a reader saw it; None for everything else."""
    judged = only_file(case) if case.kind is Kind.FILES else None
    return judged if judged is not None and judged.text is not None and is_picture(judged.text) else None


def is_picture(text: Text) -> bool:
    """Tell a picture from a document with pictures and from an archive: all its words have a place in its pixels."""
    return text.from_picture and bool(text.pieces) and all(
        piece.box is not None and not piece.place.in_picture and not piece.place.member for piece in text.pieces)
