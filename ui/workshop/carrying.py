"""Carries what somebody wrote in a text over to that text as it was changed elsewhere meanwhile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from ui.i18n.say import say


@dataclass(frozen=True, slots=True)
class Carried:
    """The text with both changes. ``clashes``: some lines were changed otherwise elsewhere. They are as they are there,
    with what was written as comments; what was deleted stays."""

    text: str
    clashes: bool

    def words(self, file: str) -> str:
        """Return what to tell the one who wrote of the file with this name."""
        if self.clashes:
            return say("{name} 在别处改过同一处：那边的留着，您写的加了“#”，成了注释。核对以后再保存。", name=file)
        return say("{name} 在别处改过，那边的改动已经加进来，您写的也在。看过再保存。", name=file)


def carried_over(basis: str, mine: str, theirs: str) -> Carried:
    """Return ``theirs`` with the lines in which ``mine`` differs from ``basis``, of which both were made."""
    before, wanted, lines = (text.replace("\r\n", "\n").split("\n") for text in (basis, mine, theirs))
    places = _places(before, lines)
    clashes = False
    # From the last to the first, so that the places of what comes before stay.
    for tag, begin, end, first, last in reversed(SequenceMatcher(None, before, wanted, autojunk=False).get_opcodes()):
        if tag == "equal":
            continue
        new = wanted[first:last]
        since = next((places[number] + 1 for number in range(begin - 1, -1, -1) if number in places), 0)
        upto = next(places[number] for number in range(end, len(before) + 1) if number in places)
        if lines[since:upto] == new:  # changed alike
            continue
        at = _untouched(places, begin, end)
        if at is not None:
            lines[at:at + end - begin] = new
            continue
        clashes = True
        lines[upto:upto] = [f"# {line}".rstrip() for line in new]
    return Carried("\n".join(lines), clashes)


def _places(before: Sequence[str], lines: Sequence[str]) -> Mapping[int, int]:
    """Return where the lines that were not changed elsewhere are now, and the end."""
    blocks = SequenceMatcher(None, before, lines, autojunk=False).get_matching_blocks()
    places = {block.a + number: block.b + number for block in blocks for number in range(block.size)}
    return {**places, len(before): len(lines)}


def _untouched(places: Mapping[int, int], begin: int, end: int) -> int | None:
    """Return where lines are that are still together, or where to insert; None where they were changed."""
    if begin == end:
        return places.get(begin, places[begin - 1] + 1 if begin - 1 in places else None)
    at = places.get(begin)
    return at if at is not None and all(
        places.get(number) == at + number - begin for number in range(begin, end)) else None
