"""Where a match stands, in one line for people: 「其中的 a/名单.xlsx，工作表“名单”，单元格 C12」."""

from __future__ import annotations

from dataclasses import replace

from rules.model import Match


def where(match: Match) -> str:
    """Return the place as people look for it, or "" when there is nothing to say. Holds untrusted names."""
    return "，".join(filter(None, (match.place.member and f"其中的 {match.place.member}", _within(match))))


def where_briefly(match: Match) -> str:
    """Return the same for a short line: of the path inside only the file itself, which elision would cut out."""
    member = match.place.member.rpartition("/")[2]
    return where(replace(match, place=replace(match.place, member=member)))


def _within(match: Match) -> str:
    """Return the place within one file: a cell of a sheet, a slide, a page."""
    place = match.place
    if place.sheet:
        spot = f"工作表“{place.sheet}”" + (f"，单元格 {place.cell}" if place.cell else "")
    elif place.slide and match.page:
        spot = f"第 {match.page} 张幻灯片"
    else:
        spot = f"第 {match.page} 页" if match.page else ""
    if place.in_picture:
        return f"{spot}的图片" if spot else "图片"
    return spot
