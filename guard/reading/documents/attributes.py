"""Attributes of Office Open XML that contain words of people, by the element that has them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from guard.reading.documents import loose_words
from guard.reading.documents.xml import Event

_SHAPE = ("alt", "title")
WORDS = {
    "docPr": ("title", "descr"), "cNvPr": ("title", "descr"), "hlinkClick": ("tooltip",), "hlinkHover": ("tooltip",),
    "textpath": ("string",), "shape": _SHAPE, "rect": _SHAPE, "roundrect": _SHAPE, "oval": _SHAPE, "line": _SHAPE,
    "imagedata": ("alt",), "group": _SHAPE, "hyperlink": ("tooltip",),
    "dataValidation": ("promptTitle", "prompt", "errorTitle", "error"), "cfRule": ("text",),
    "scenario": ("name", "comment"), "inputCells": ("val",), "tableColumn": ("name", "totalsRowLabel"),
    "table": ("comment", "altText", "altTextSummary"), "definedName": ("comment",), "cacheField": ("name", "caption"),
    "s": ("v",), "n": ("v",), "dataField": ("name",),
    "pivotTableDefinition": ("dataCaption", "grandTotalCaption", "rowHeaderCaption", "colHeaderCaption",
                             "missingCaption", "errorCaption"),
    "slicer": ("caption",), "section": ("name",), "custShow": ("name",),
    "listItem": ("displayText", "value"), "listEntry": ("val",), "default": ("val",), "statusText": ("val",),
    "helpText": ("val",), "alias": ("val",), "tag": ("val",), "lvlText": ("val",), "item": ("val",),
    "docVar": ("val",),
}
"""Alternative texts and tips (20.1.2.2.8), writing along a path (ISO/IEC 29500-4 19.1.2.23), a cell's input message
(18.3.1.32), words of a workbook that are in no cell (18.3.1.74, 18.5.1.3, 18.10), forms and numbering of a letter
(17.5.2.29, 17.9.11, 17.16.13).
"""

_TELLING_ONLY = frozenset({"val", "v", "name", "title", "text", "value"})
"""Attributes that mostly contain numbers or names given by the program."""

_OF_PEOPLE = re.compile(r"\d{7}|@")
"""A number or an address of a person."""

_FRACTION = re.compile(r"-?\d*\.\d*(?:E[+-]?\d+)?")
"""A number of nobody."""

_COUNTED = re.compile(r"%\d")
"""Where numbering inserts its number."""


def of(event: Event) -> Iterator[str]:
    """Yield the words in the attributes of an element that is one of these."""
    for attribute in WORDS[event.name]:
        words = event.attributes.get(attribute, "").strip()
        if words and (attribute not in _TELLING_ONLY or _tells(event.name, words)):
            yield _COUNTED.sub("1", words) if event.name == "lvlText" else words


def _tells(element: str, words: str) -> bool:
    """Tell whether there is Chinese in these words, or what may be a number of a person; numbering has none."""
    return loose_words.written(words) or (
        element != "lvlText" and _OF_PEOPLE.search(words) is not None and _FRACTION.fullmatch(words) is None)
