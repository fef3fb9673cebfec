"""Reads the file of weights of the encoder, which the learnt tagger asks what the words around a character mean.

Layout: that of rules.tagging.sealed with ``EncoderHeader``, the pieces of the vocabulary (UTF-8, each ended by a zero
byte) and the tables in the order of ``shapes``. A table of steps has signed bytes and a table of scales after it, one
per column (per row of the pieces), of four-byte floats; every other table has floats. Nothing is copied: the tables
are views of the bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import msgspec
import numpy as np
from numpy.typing import NDArray

from rules.sentences.catalogue import sentence
from rules.tagging.kinds import KINDS
from rules.tagging.pieces import SPECIAL, Vocabulary
from rules.tagging.sealed import SealedHeader, TagWeightsError, opened, sealed
from rules.tagging.windows import MORE_CHANNELS

MAGIC = b"MISHAOEN"
VERSION = 1
LIMIT = 32 * 1024 * 1024
"""Most bytes of a file; the built-in one has some twenty million."""

CHANNELS = 3 * (len(KINDS) + MORE_CHANNELS)
"""What rules found at a character, three values per channel: inside, first, last."""
PLACES = 5
"""Places of a character in its piece that are told apart."""
REACH = 2
"""Characters on each side that are seen together with one."""

_MOST = 1 << 18
_MOST_LAYERS = 64
_GREATEST = 100.0
"""No number of a learnt file is as large; sums of such are finite."""


class EncoderHeader(SealedHeader, frozen=True, kw_only=True):
    """The sizes of the network. ``text`` is the number of bytes of the pieces; the thresholds are those of the tagger
    with the encoder."""

    pieces: int
    text: int
    positions: int
    layers: int
    heads: int
    width: int
    inner: int
    seen: int


@dataclass(frozen=True, slots=True)
class EncoderWeights:
    """Weights ready for use: ``tables`` by the names of ``shapes``."""

    header: EncoderHeader
    vocabulary: Vocabulary
    tables: Mapping[str, NDArray[np.int8] | NDArray[np.float32]]


def shapes(header: EncoderHeader) -> Iterator[tuple[str, tuple[int, ...], type[np.int8] | type[np.float32]]]:
    """Yield the name, shape and type of each table in the order of the file."""
    width, inner, seen = header.width, header.inner, header.seen
    yield from (("scores", (header.pieces,), np.float32), ("pieces", (header.pieces, width), np.int8),
                ("pieces.scales", (header.pieces,), np.float32), ("positions", (header.positions, width), np.float32))
    yield from _normalising("start", width)
    for layer in range(header.layers):
        for name, rows, columns in (("attended", width, 3 * width), ("joined", width, width),
                                    ("inner", width, inner), ("outer", inner, width)):
            yield from _matrix(f"{layer}.{name}", rows, columns)
        yield from _normalising(f"{layer}.first", width)
        yield from _normalising(f"{layer}.second", width)
    yield from _matrix("narrowed", width, seen)
    yield from (("places", (PLACES, seen), np.float32), ("channels", (CHANNELS, seen), np.float32))
    for name, rows, columns in (("near", (2 * REACH + 1) * seen, seen), ("far", (2 * REACH + 1) * seen, seen),
                                ("told", seen, 1 + len(KINDS))):
        yield from _matrix(name, rows, columns)


def _matrix(name: str, rows: int, columns: int) -> Iterator[tuple[str, tuple[int, ...], type[np.int8 | np.float32]]]:
    yield name, (rows, columns), np.int8
    yield f"{name}.scales", (columns,), np.float32
    yield f"{name}.bias", (columns,), np.float32


def _normalising(name: str, width: int) -> Iterator[tuple[str, tuple[int, ...], type[np.float32]]]:
    yield f"{name}.gain", (width,), np.float32
    yield f"{name}.bias", (width,), np.float32


def parse(untrusted_bytes: bytes) -> EncoderWeights:
    """Read a file of weights. Raises TagWeightsError."""
    header, content = opened(untrusted_bytes, MAGIC, LIMIT, EncoderHeader, VERSION)
    if not _is_sound(header):
        raise TagWeightsError(sentence("weights.wrong"))
    pieces = bytes(content[:header.text]).decode("utf-8", "replace").split("\0")[:-1]
    place = header.text
    tables = {}
    for name, shape, kind in shapes(header):
        count = int(np.prod(shape))
        size = count * np.dtype(kind).itemsize
        if place + size > len(content):
            raise TagWeightsError(sentence("weights.wrong"))
        tables[name] = np.frombuffer(content[place:place + size], np.dtype(kind).newbyteorder("<")).reshape(shape)
        place += size
    if place != len(content) or len(pieces) != header.pieces or tuple(pieces[:len(SPECIAL)]) != SPECIAL:
        raise TagWeightsError(sentence("weights.wrong"))
    if not all(np.abs(table).max() < _GREATEST for table in tables.values() if table.dtype != np.int8):
        raise TagWeightsError(sentence("weights.wrong"))
    return EncoderWeights(header, Vocabulary(pieces, tables["scores"].tolist()), tables)


def _is_sound(header: EncoderHeader) -> bool:
    sizes = (header.pieces, header.positions, header.layers, header.heads, header.width, header.inner, header.seen)
    return (all(0 < one <= _MOST for one in sizes) and header.positions > 2
            and header.layers <= _MOST_LAYERS and 0 <= header.text <= LIMIT
            and header.width % header.heads == 0)


def pack(header: EncoderHeader, pieces: tuple[str, ...],
         tables: Mapping[str, NDArray[np.int8] | NDArray[np.float32]]) -> bytes:
    """Return the bytes of a file of weights."""
    text = "".join(f"{piece}\0" for piece in pieces).encode()
    return sealed(MAGIC, msgspec.structs.replace(header, text=len(text)), b"".join(
        (text, *(np.ascontiguousarray(tables[name], np.dtype(kind).newbyteorder("<")).tobytes()
                 for name, _, kind in shapes(header)))))
