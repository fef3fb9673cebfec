"""Reads PowerPoint 97–2003 and WPS presentations ([MS-PPT]): text atoms of slides, notes, masters, comments, headers.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from guard.reading import limits
from guard.reading.documents.errors import DamagedError, EncryptedError, OverBudgetError
from guard.reading.documents.ole import compound, drawn_words
from guard.reading.documents.transcript import Transcript
from guard.sentences.catalogue import sentence
from rules.model import Place

_STREAM = "PowerPoint Document"
_ENCRYPTED = 0xF3D1C4DF
"""headerToken of an encrypted presentation (2.3.2)."""

_CONTAINER = 0xF
_SLIDE, _NOTES, _MASTER, _LISTED = 0x03EE, 0x03F0, 0x03F8, 0x0FF0
_IN_LIST = 0x03F3
"""Comes before the text of each slide in a list of slides (instance 0), masters or notes (2.4.14.3)."""

_OBJECT = 0x1011
_MACROS = "_VBA_PROJECT\0".encode("utf-16-le")
"""Name of a stream that every macro project has; these are stored like objects, and are not read."""

_WIDE, _NARROW, _STRING = 0x0FA0, 0x0FA8, 0x0FBA
_EDIT, _SHOWN_HOW = 0x0FF5, 0x03F9
_FLAGS, _HIDDEN = 10, 0x04
"""Where a slide says how it is shown, and the bit that it is not (2.6.6)."""

_SPEAKING = frozenset({0x0FD9, 0x2EE0, 0x2B02})
"""Containers whose strings people see: headers and footers, comments of two versions."""


class _Atom(NamedTuple):
    """A record with content, and the container around it; ``instance`` distinguishes lists of one kind."""

    kind: int
    instance: int
    container: int
    content: bytes


def read(untrusted_bytes: bytes, transcript: Transcript) -> Iterator[None]:
    """Write the text of a ppt, pps or dps; the page is the slide in the order of the file. Yields after each slide."""
    file = compound.Compound(untrusted_bytes)
    stream = file.stream(_STREAM)
    _check_password(file)
    slide = listed = 0
    listing, seen = False, _shows_every_slide(stream, transcript)
    for atom in _atoms(stream, transcript):
        if atom.kind == _SLIDE:
            slide += 1
            transcript.turn(slide, Place(slide=True), visible=seen)
            yield
        elif atom.kind == _LISTED:
            listing = atom.instance == 0
        elif atom.kind == _IN_LIST:
            listed += listing
            transcript.turn(listed if listing else None, Place(slide=listing), visible=seen and listing)
        elif atom.kind in {_NOTES, _MASTER}:
            transcript.turn(None)
        elif atom.kind == _OBJECT:
            transcript.document(partial(_object, atom), "OLE")
        elif words := _words(atom):
            transcript.write(f"{words}\n", seen=atom.kind != _STRING)
    transcript.turn(None)
    file.properties(transcript)
    drawn_words.write(stream, transcript)
    file.objects(transcript)
    if "Pictures" in file:
        compound.pictures(file.stream("Pictures"), transcript)


def _shows_every_slide(stream: bytes, transcript: Transcript) -> bool:
    """Return whether the file has one state, none saved on top of it, and no slide of it is hidden (2.4.6, 2.3.3): only
    then is known that people see the words of all slides.
    """
    edits = 0
    for atom in _atoms(stream, transcript):
        edits += atom.kind == _EDIT
        if atom.kind == _SHOWN_HOW and (len(atom.content) < _FLAGS + 2 or atom.content[_FLAGS] & _HIDDEN):
            return False
    return edits == 1


def _check_password(file: compound.Compound) -> None:
    user = file.stream("Current User") if "Current User" in file else b""
    if len(user) >= 16 and struct.unpack_from("<I", user, 12)[0] == _ENCRYPTED:
        raise EncryptedError(sentence("reading.encrypted"))


def _object(atom: _Atom) -> bytes:
    """Return an object as the compound file that it is (2.10.34); instance 1: packed, its size in front."""
    content = atom.content
    if atom.instance:
        content = compound.unpacked(content[4:])
    return b"" if _MACROS in content else content


def _words(atom: _Atom) -> str:
    if atom.kind == _WIDE or (atom.kind == _STRING and atom.container in _SPEAKING):
        text = atom.content.decode("utf-16-le", "replace")
    elif atom.kind == _NARROW:
        text = atom.content.decode("latin-1")
    else:
        return ""
    return text.replace("\r", "\n").replace("\x0b", "\n").strip("\0\n ")


def _atoms(stream: bytes, transcript: Transcript) -> Iterator[_Atom]:
    """Yield the records in the order of the file, a container before its content (2.3.1)."""
    ends: list[tuple[int, int]] = []
    at = count = 0
    while at + 8 <= len(stream):
        version, kind, length = struct.unpack_from("<HHI", stream, at)
        at += 8
        while ends and at > ends[-1][0]:
            ends.pop()
        if at + length > len(stream):
            raise DamagedError(sentence("reading.damaged"))
        if version & 0xF == _CONTAINER:
            ends.append((at + length, kind))
            if len(ends) > limits.DOCUMENT_DEPTH:
                raise OverBudgetError(sentence("reading.too-deep", limit=limits.DOCUMENT_DEPTH))
            yield _Atom(kind, version >> 4, kind, b"")
        else:
            container = ends[-1][1] if ends else 0
            spoken = kind in {_WIDE, _NARROW, _STRING, _OBJECT, _SHOWN_HOW}
            yield _Atom(kind, version >> 4, container, stream[at:at + length] if spoken else b"")
            at += length
        count += 1
        if count % 4096 == 0:
            transcript.budget.check_time()
