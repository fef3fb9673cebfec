"""Tells which contents of an item are those of its files, and which is a picture. Pure."""

from __future__ import annotations

from guard.core.model import Case, Judged, Kind
from rules.text import Text


def only_file(case: Case) -> Judged | None:
    """Return the content of the only file of an item, None where there are several; a name is judged as a text too."""
    contents = files_of_case(case)
    return contents[0] if contents is not None and len(contents) == 1 else None


def files_of_case(case: Case) -> tuple[Judged, ...] | None:
    """Return the content of each file of an item in their order, None where a file has several (an archive), or none
    by its own name.
    """
    contents = [one for one in case.judged if is_content(one)]
    files = {one.path or one.name for one in contents}
    named = {one.name for one in contents} == {one.name for one in case.judged}
    return tuple(contents) if len(files) == len(contents) and named else None


def is_content(judged: Judged) -> bool:
    """Tell the content of a file from a name, which is judged as a text too."""
    return bool(judged.path) or judged.text is None or judged.text.original != judged.name


def picture_file(case: Case) -> Judged | None:
    """Return the content of an item that is one picture file, as a reader saw it; None for everything else."""
    judged = only_file(case) if case.kind is Kind.FILES else None
    return judged if judged is not None and judged.text is not None and is_picture(judged.text) else None


def is_picture(text: Text) -> bool:
    """Tell a picture from a document with pictures and from an archive: all its words have a place in its pixels."""
    return text.from_picture and bool(text.pieces) and all(
        piece.box is not None and not piece.place.in_picture and not piece.place.member for piece in text.pieces)
