"""Says of the words of a word processor, slide or drawing whether people see them where they are written."""

from __future__ import annotations

from collections.abc import Iterable

from guard.reading.documents.xml import Event, Kind

_DELETED = "delText"
_GONE = frozenset({"del", "moveFrom"})
"""What was deleted here, or moved away (ISO/IEC 29500-1 17.13.5.14, 17.13.5.22)."""

_HIDDEN = "vanish"
"""Hidden words (17.3.2.41); where their run ends is not looked for: the rest of the paragraph counts as hidden too."""

_SHAPES = frozenset({"cNvPr", "docPr"})
"""Says of a shape whether it is hidden (20.1.2.2.8); after one, the rest of the part counts as hidden too."""

_BOX = "txbxContent"
"""Has paragraphs of its own inside of one (14.9.1.1)."""

_STYLES = frozenset({"pStyle", "rStyle"})
"""Names the style of a paragraph or of a run (17.3.1.27, 17.3.2.29)."""

NAMES = frozenset({_DELETED, *_GONE, _HIDDEN, *_SHAPES})
"""The elements that must be told."""

NAMES_OF_STYLES = frozenset({*NAMES, *_STYLES})
"""Those where there are styles that hide."""

OF_STYLES = frozenset({"style", "basedOn", _HIDDEN})
"""The elements from which ``hiding_styles`` is told."""

HIDING = (_HIDDEN.encode(), _HIDDEN.encode("utf-16-le"))
"""Without one of these in it no style hides anything: it need not be parsed."""

_NO = frozenset({"0", "false", "off"})


class Sight:
    """Follows the elements of one part. ``hiding`` are the styles that hide what has them."""

    def __init__(self, hiding: frozenset[str] = frozenset()) -> None:
        self._hiding = hiding
        self._gone = 0
        self._around: list[bool] = []  # for each box that is open, whether the paragraph that it is in has vanished
        self._deleted = self._vanished = self._shape_hidden = False

    @property
    def seen(self) -> bool:
        """Whether words that come now are seen."""
        return not (self._gone or self._deleted or self._vanished or self._shape_hidden)

    def begin(self, event: Event) -> None:
        """Take the beginning of an element."""
        name = event.name
        if name == _DELETED:
            self._deleted = True
        elif name in _GONE:
            self._gone += 1
        elif name == _HIDDEN:
            self._vanished = self._vanished or event.attributes.get("val") not in _NO
        elif name in _STYLES:
            self._vanished = self._vanished or event.attributes.get("val") in self._hiding
        elif name == _BOX:
            self._around.append(self._vanished)
        elif name in _SHAPES and event.attributes.get("hidden", "0") not in _NO:
            self._shape_hidden = True

    def end(self, name: str) -> None:
        """Take the end of an element."""
        if name == _DELETED:
            self._deleted = False
        elif name in _GONE:
            self._gone = max(0, self._gone - 1)
        elif name == "p":
            self._vanished = bool(self._around) and self._around[-1]
        elif name == _BOX and self._around:
            self._vanished = self._around.pop()


def hiding_styles(events: Iterable[Event]) -> frozenset[str]:
    """Return the styles of a word processor that hide what has them, also by those that they are based on (17.7.4); ""
    is among them where what has no style is hidden, by a default (17.7.5, 17.7.4.17).
    """
    style, hiding, bases, defaults = "", set[str](), dict[str, str](), set[str]()
    for event in events:
        if event.kind is not Kind.START:
            continue
        if event.name == "style":
            style = event.attributes.get("styleId", "")
            if event.attributes.get("default", "0") not in _NO:
                defaults.add(style)
        elif event.name == "basedOn":
            bases[style] = event.attributes.get("val", "")
        elif event.name == _HIDDEN and event.attributes.get("val") not in _NO:
            hiding.add(style)
    found = set(hiding)
    while more := {name for name, base in bases.items() if base in found} - found:
        found |= more
    return frozenset(found | {""} if defaults & found else found)
