"""Parses XML parts into events, with expat, chunk by chunk. Refuses document type declarations, and so all entities."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from typing import NamedTuple
from xml.parsers import expat

from guard.reading import limits
from guard.reading.documents.errors import DamagedError, OverBudgetError
from guard.sentences.catalogue import sentence


class Kind(Enum):
    """The kind of an event."""

    START = "start"
    END = "end"
    TEXT = "text"


class Event(NamedTuple):
    """An element begins or ends (``name`` without its namespace), or ``name`` is text between two of these."""

    kind: Kind
    name: str
    attributes: Mapping[str, str] = {}


_CHINESE = re.compile(rb"""<\?xml[^>]{0,80}encoding\s*=\s*["'](gb2312|gbk|gb18030)["']""", re.IGNORECASE)
"""Encodings that expat does not know but Chinese programs write."""


_PARSING_ERRORS = (expat.ExpatError, LookupError, ValueError)
"""The last two: the part declares an encoding that is unknown, or that expat does not support."""


def events(chunks: Iterable[bytes], wanted: frozenset[str] | None = None) -> Iterator[Event]:
    """Yield the events of one part. Raises DamagedError for what is not XML or declares a document type.

    ``wanted``: names of elements whose events are yielded besides all text; None for every one. Most elements of a
    document say how it looks, and leaving them out here costs least.
    """
    waiting: list[Event] = []
    parser: expat.XMLParserType | None = None
    decoder: codecs.IncrementalDecoder | None = None
    try:
        for chunk in chunks:
            if parser is None:
                chinese = _CHINESE.match(chunk) is not None
                decoder = codecs.getincrementaldecoder("gb18030")("replace") if chinese else None
                parser = _parser(waiting, "utf-8" if chinese else None, wanted)
            parser.Parse(decoder.decode(chunk).encode() if decoder else chunk, False)
            yield from waiting
            waiting.clear()
        if parser is None:
            raise DamagedError(sentence("reading.part-empty"))
        parser.Parse(b"", True)
    except _PARSING_ERRORS as error:
        yield from waiting
        raise DamagedError(sentence("reading.part-incomplete")) from error
    yield from waiting


def _parser(waiting: list[Event], encoding: str | None, wanted: frozenset[str] | None) -> expat.XMLParserType:
    parser = expat.ParserCreate(encoding, namespace_separator=" ")
    parser.buffer_text = True
    known: dict[str, tuple[Event, Event] | None] = {}
    depth = 0

    def of_name(name: str) -> tuple[Event, Event] | None:
        """Return the beginning and the end of an element of this name, cached; None for one that is not wanted."""
        plain = name.rpartition(" ")[2]
        known[name] = found = (Event(Kind.START, plain), Event(Kind.END, plain)) \
            if wanted is None or plain in wanted else None
        return found

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > limits.DOCUMENT_DEPTH:
            raise OverBudgetError(sentence("reading.too-deep", limit=limits.DOCUMENT_DEPTH))
        both = known[name] if name in known else of_name(name)
        if both is not None and attributes:
            plain = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
            waiting.append(Event(Kind.START, both[0].name, plain))
        elif both is not None:
            waiting.append(both[0])

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        if (both := known[name]) is not None:
            waiting.append(both[1])

    def refuse(*_: object) -> None:
        raise DamagedError(sentence("reading.document-type"))

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = lambda data: waiting.append(Event(Kind.TEXT, data))
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    return parser
