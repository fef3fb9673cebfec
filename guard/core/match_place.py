"""Describes where a match is, in one line for people: 「其中的 a/名单.xlsx，工作表“名单”，单元格 C12」."""

from __future__ import annotations

from dataclasses import replace

from guard.sentences.catalogue import sentence
from rules.model import Match
from rules.sentences.sentence import NOTHING, Sentence


def where(match: Match) -> Sentence:
    """Return the place as people look for it, NOTHING when there is nothing to say. Contains untrusted names."""
    member, spot = match.place.member, _within(match)
    if not member:
        return spot
    if not spot:
        return sentence("place.member", member=member)
    return sentence("place.member-and-spot", member=member, place=spot)


def where_briefly(match: Match) -> Sentence:
    """Return the same for a short line: of the path inside a file only the innermost file, which elision would cut out.
    """
    member = match.place.member.rpartition("/")[2]
    return where(replace(match, place=replace(match.place, member=member)))


def _within(match: Match) -> Sentence:
    """Return the place within one file: a cell of a sheet, a slide, a page."""
    place = match.place
    if place.sheet:
        spot = (sentence("place.sheet-and-cell", sheet=place.sheet, cell=place.cell) if place.cell
                else sentence("place.sheet", sheet=place.sheet))
    elif place.slide and match.page:
        spot = sentence("place.slide", page=match.page)
    else:
        spot = sentence("place.page", page=match.page) if match.page else NOTHING
    if place.in_picture:
        return sentence("place.picture-of", place=spot) if spot else sentence("place.picture")
    return spot
