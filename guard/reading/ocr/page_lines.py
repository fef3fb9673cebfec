"""The lines of one page while it is read: where they are, what was read of them, what can be shown already."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from guard.reading.model import Line, Pixels
from guard.reading.ocr import cells, crops
from guard.reading.ocr.order import reading_order
from guard.reading.ocr.recognise import Recognised, char_edges
from guard.reading.ocr.regions import Region

_NOISE = 0.3
"""Score below which a line is texture and not text."""

_BAD = 0.8
"""Score of a line that may be upside down; a page where most lines are such is tried the other way round."""

_FEW = 3
"""Lines that must have been read before a page's direction can be judged."""


class PageLines:
    """Collects the lines of a page. A number identifies a region throughout."""

    def __init__(self, page: Pixels) -> None:
        self.page = page
        self.regions: list[Region] = []
        self.crops: list[Pixels] = []
        self.first: dict[int, Recognised] = {}
        """The results of the tiny network, by number."""
        self.flipped = False
        self._placed: list[tuple[int, Region, Line]] = []
        self._scores: dict[int, float] = {}

    def add(self, regions: Sequence[Region]) -> range:
        """Add regions and return their numbers."""
        before = len(self.regions)
        self.regions += regions
        self.crops += [crops.cut(self.page, region) for region in regions]
        return range(before, len(self.regions))

    def settle(self, number: int, line: Recognised) -> None:
        """Take a line's final reading, cell by cell."""
        self._scores[number] = line.score
        if not line.text.strip() or line.score < _NOISE:
            return
        whole, crop = self.regions[number], self.crops[number]
        for start, end, left, right in cells.spans(crop, line):
            part = line.part(start, end)
            if part.text.strip():
                ends = (1 - right, 1 - left) if self.flipped else (left, right)
                region = whole if (left, right) == (0, 1) else whole.part(*ends)
                self._placed.append((number, region, self._line(whole, region, line, start, end)))

    def turn(self) -> None:
        """Turn every crop by 180 degrees and forget what was read."""
        self.flipped = True
        self.crops = [crops.upside_down(crop) for crop in self.crops]
        self.first.clear()
        self._placed.clear()
        self._scores.clear()

    def drop(self, numbers: Collection[int]) -> None:
        """Remove lines from the page that were not lines."""
        self._placed = [placed for placed in self._placed if placed[0] not in numbers]
        self._scores = {number: score for number, score in self._scores.items() if number not in numbers}

    def unclear(self) -> set[int]:
        """Return the numbers of settled lines that read as if they were not lines, or were not cut out well."""
        return {number for number, score in self._scores.items() if score < _BAD}

    def bad(self) -> list[int]:
        """Return the numbers of the lines that may be upside down, when those are most of what was read."""
        bad = [number for number, line in self.first.items() if line.score < _BAD]
        return bad if len(self.first) >= _FEW and len(bad) * 2 > len(self.first) else []

    def perhaps_turned(self) -> list[int]:
        """Return the bad lines of a page that was read to its end: of one with few lines, one such line is enough."""
        if len(self.first) >= _FEW:
            return self.bad()
        return [number for number, line in self.first.items() if line.score < _BAD]

    def is_upright(self) -> bool:
        """True when enough was read to know that the page is not upside down."""
        return len(self.first) >= _FEW and not self.bad()

    def in_order(self) -> list[Line]:
        """Return the settled lines in reading order."""
        order = reading_order([region for _, region, _ in self._placed], flipped=self.flipped)
        return [replace(self._placed[step.index][2], degrees=step.degrees, beside=step.beside) for step in order]

    def _line(self, whole: Region, region: Region, found: Recognised, start: int, end: int) -> Line:
        """Convert the text of a crop to page coordinates; spaces at its ends are dropped together with their place."""
        box, edges = region.line_box(self.page), tuple[int, ...]()
        if crops.is_horizontal(whole) and not self.flipped:
            outer = whole.box(self.page)
            edges = char_edges(found, outer.x, outer.width)
        part = found.part(start, end)
        text = part.text.strip()
        if edges:
            first = start + part.text.index(text)
            edges = edges[first:first + len(text) + 1]
        return Line(text, box, min(1.0, max(0.0, part.score)), edges)
