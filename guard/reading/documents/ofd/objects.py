"""The objects of a page, an annotation or a drawing of an OFD (GB/T 33190-2016, 8 to 12), and its lines of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import hypot

from guard.reading.documents.xml import Event, Kind

_SAME_LINE = 0.5
"""Share of a letter's size by which objects of one line may differ in height."""

_CELL = 2.0
"""Empty space between two objects, in letters, from which they are cells and not words."""

_AS_IT_IS = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
"""The matrix that neither moves nor turns nor scales an object (8.5, 11.3 for text)."""

_NO = frozenset({"false", "0"})
_MOST_DRAWN = 2 << 20
"""Characters of the paths of a page that are kept: drawing more takes seconds."""


@dataclass(frozen=True, slots=True)
class Words:
    """A text object: the position of its first letter on the page (millimetres), its size and its width."""

    text: str
    x: float
    y: float
    size: float
    width: float


@dataclass(frozen=True, slots=True)
class Outline:
    """A path: the position of its origin on the page, how it is turned and scaled, what it draws (9.1)."""

    x: float
    y: float
    matrix: tuple[float, ...]
    drawn: str
    filled: bool


@dataclass(frozen=True, slots=True)
class Turn:
    """How a picture is oriented: its axes exchanged, then left and right, then top and bottom."""

    exchanged: bool
    left_right: bool
    above_below: bool


@dataclass(slots=True)
class Content:
    """The content of a page. ``pictures`` and ``units`` are ids of resources, with orientation and position
    respectively.

    ``crowded``: not all of its paths were kept. ``hidden``: something in it is not shown, or transparent (8.5).
    """

    words: list[Words] = field(default_factory=list)
    pictures: list[tuple[str, Turn]] = field(default_factory=list)
    units: list[tuple[str, float, float]] = field(default_factory=list)
    outlines: list[Outline] = field(default_factory=list)
    resources: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    crowded: bool = False
    hidden: bool = False

    def moved(self, x: float, y: float) -> Content:
        """Return the same at another position."""
        words = [Words(one.text, one.x + x, one.y + y, one.size, one.width) for one in self.words]
        units = [(unit, x + left, y + top) for unit, left, top in self.units]
        outlines = [Outline(one.x + x, one.y + y, one.matrix, one.drawn, one.filled) for one in self.outlines]
        return Content(words, list(self.pictures), units, outlines)


class Objects:
    """Collects the objects of a part from its events."""

    def __init__(self) -> None:
        self.content = Content()
        self._boundary = [0.0] * 4
        self._size = 0.0
        self._place = (0.0, 0.0)
        self._matrix: tuple[float, ...] = _AS_IT_IS
        self._filled = False
        self._drawn = 0
        self._text: list[str] | None = None

    def feed(self, event: Event) -> None:
        """Take the next event of the part."""
        if event.kind is Kind.START:
            self._start(event)
        elif event.kind is Kind.TEXT:
            if self._text is not None:
                self._text.append(event.name)
        elif self._text is not None:
            self._end(event.name, "".join(self._text))
            self._text = None

    def _start(self, event: Event) -> None:
        told = event.attributes
        self.content.hidden = self.content.hidden or told.get("Visible") in _NO or told.get("Alpha") == "0"
        if event.name.endswith("Object"):
            self._boundary = numbers(told.get("Boundary", ""), 4)
            self._size = numbers(told.get("Size", ""), 1)[0]
            self._place = (0.0, self._size)
            self._matrix = tuple(numbers(told["CTM"], 6)) if "CTM" in told else _AS_IT_IS
            self._filled = told.get("Fill") == "true"
        if event.name == "ImageObject":
            self.content.pictures.append((told.get("ResourceID", ""), _turn(self._matrix)))
        elif event.name == "CompositeObject":
            self.content.units.append((told.get("ResourceID", ""), self._boundary[0], self._boundary[1]))
        elif event.name == "TextCode":
            self._place = (numbers(told.get("X", str(self._place[0])), 1)[0],
                           numbers(told.get("Y", str(self._place[1])), 1)[0])
        self._text = [] if event.name in {"TextCode", "AbbreviatedData", "PageRes", "Remark", "Parameter"} else None

    def _end(self, element: str, text: str) -> None:
        x, y = self._boundary[0], self._boundary[1]
        if element == "TextCode" and text.strip():
            a, b, c, d, e, f = self._matrix
            left, top = self._place
            self.content.words.append(Words(text.strip("\r\n"), x + a * left + c * top + e, y + b * left + d * top + f,
                                            (self._size or 4.0) * (hypot(c, d) or 1.0), self._boundary[2]))
        elif element == "AbbreviatedData":
            self._drawn += len(text)
            self.content.crowded = self._drawn > _MOST_DRAWN
            if self.content.crowded:
                return
            self.content.outlines.append(Outline(x, y, self._matrix, text, self._filled))
        elif element == "PageRes" and text.strip():
            self.content.resources.append(text.strip())
        elif element in {"Remark", "Parameter"} and text.strip():
            self.content.remarks.append(text.strip())


def _turn(matrix: Sequence[float]) -> Turn:
    a, b, c, d = matrix[:4]
    exchanged = abs(b) + abs(c) > abs(a) + abs(d)
    return Turn(exchanged, (c if exchanged else a) < 0, (b if exchanged else d) < 0)


def numbers(untrusted_text: str, count: int) -> list[float]:
    """Return this many numbers; missing or invalid ones are 0."""
    found: list[float] = []
    for word in untrusted_text.split()[:count]:
        try:
            found.append(float(word))
        except ValueError:
            found.append(0.0)
    return found + [0.0] * (count - len(found))


def lines(words: Sequence[Words]) -> Iterator[str]:
    """Yield the lines of a page from top to bottom: objects beside each other are one line, cells separated by tabs."""
    line: list[Words] = []
    for one in sorted(words, key=lambda words: words.y):
        if line and one.y - line[0].y > _SAME_LINE * max(line[0].size, one.size):
            yield _line(line)
            line = []
        line.append(one)
    if line:
        yield _line(line)


def _line(words: Sequence[Words]) -> str:
    parts: list[str] = []
    end = 0.0
    for one in sorted(words, key=lambda words: words.x):
        if parts and one.x - end > _CELL * one.size:
            parts.append("\t")
        parts.append(one.text)
        end = one.x + min(one.width or one.size, one.size * len(one.text))
    return "".join(parts)
