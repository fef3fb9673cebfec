"""Reads an object that was inserted into a document: a wrapped file ([MS-OLEDS] 2.3.6), or what its program stored."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from contextlib import suppress
from functools import partial

from guard.reading.documents import control_words, loose_words
from guard.reading.documents.ole.compound import Compound
from guard.reading.documents.transcript import Transcript

NATIVE, PACKAGE, CONTENTS, FORMULA = "\x01Ole10Native", "Package", "CONTENTS", "Equation Native"
_LONGEST_NAME = 260
_FOLDERS = re.compile(r".*[\\/]")
_FILE = 2
_CONTROL = "contents"
"""Controls write the name of their stream in lower case."""



def read(untrusted_bytes: bytes, transcript: Transcript) -> Iterator[None]:
    """Note the wrapped file; a formula has none."""
    file = Compound(untrusted_bytes)
    if NATIVE in file:
        _native(file.stream(NATIVE), transcript)
    for name in (PACKAGE, CONTENTS):
        if name in file and _CONTROL in file.names:
            control_words.write(file.stream(name), transcript)
        elif name in file:
            transcript.document(partial(file.stream, name), name)
    file.objects(transcript)
    yield


def _native(stream: bytes, transcript: Transcript) -> None:
    """Write the names of a file that the packager wrapped, and note the file; other programs store no names there."""
    body = stream[4:]
    wrapped = _wrapped(body)
    if wrapped is None:
        transcript.document(lambda: body, "Ole10Native")
        return
    label, path, content = wrapped
    name = _FOLDERS.sub("", path) or label
    transcript.line("\n".join(dict.fromkeys(filter(None, (label, name)))))
    transcript.document(lambda: content, name or "Ole10Native")


def _wrapped(body: bytes) -> tuple[str, str, bytes] | None:
    """Return label, path and bytes of a wrapped file; None when these bytes are something else."""
    if len(body) < 4 or struct.unpack_from("<H", body)[0] != _FILE:
        return None
    names: list[bytes] = []
    at = 2
    for _ in range(2):
        end = body.find(b"\0", at, at + 4 * _LONGEST_NAME)
        if end < 0:
            return None
        names.append(body[at:end])
        at = end + 1
    if at + 8 > len(body):
        return None
    at += 8 + struct.unpack_from("<I", body, at + 4)[0]
    if at + 4 > len(body):
        return None
    size, = struct.unpack_from("<I", body, at)
    label, path = (_text(name)[-_LONGEST_NAME:] for name in names)
    return label, path, body[at + 4:at + 4 + size]


def _text(name: bytes) -> str:
    """Decode a name in the code page of its Windows; some programs write UTF-8, which Chinese in that code page may
    resemble.
    """
    with suppress(UnicodeDecodeError):
        if loose_words.written(text := name.decode("utf-8")):
            return text
    return name.decode("gb18030", "replace")
