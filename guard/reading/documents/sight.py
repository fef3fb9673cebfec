"""Says of the words of a word processor, slide or drawing whether people see them where they are written."""

from __future__ import annotations

from guard.reading.documents.xml import Event

_DELETED = "delText"
_GONE = frozenset({"del", "moveFrom"})
"""What was deleted here, or moved away (ISO/IEC 29500-1 17.13.5.14, 17.13.5.22)."""

_HIDDEN = "vanish"
"""Hidden words (17.3.2.41); where their run ends is not looked for: the rest of the paragraph counts as hidden too."""

_SHAPES = frozenset({"cNvPr", "docPr"})
"""Says of a shape whether it is hidden (20.1.2.2.8); after one, the rest of the part counts as hidden too."""

NAMES = frozenset({_DELETED, *_GONE, _HIDDEN, *_SHAPES})
"""The elements that must be told."""

_NO = frozenset({"0", "false", "off"})


class Sight:
    """Follows the elements of one part."""

    def __init__(self) -> None:
        self._gone = 0
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
        elif name in _SHAPES and event.attributes.get("hidden", "0") not in _NO:
            self._shape_hidden = True

    def end(self, name: str) -> None:
        """Take the end of an element."""
        if name == _DELETED:
            self._deleted = False
        elif name in _GONE:
            self._gone = max(0, self._gone - 1)
        elif name == "p":
            self._vanished = False
