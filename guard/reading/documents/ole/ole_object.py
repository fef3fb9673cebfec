"""Reads an object that was inserted into a document: a wrapped file ([MS-OLEDS] 2.3.6), or what its program stored."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from contextlib import suppress
from functools import partial

from guard.reading.documents import control_words, loose_words
from guard.reading.documents.draft import Draft
from guard.reading.documents.ole.compound import Compound

NATIVE, PACKAGE, CONTENTS, FORMULA = "\x01Ole10Native", "Package", "CONTENTS", "Equation Native"
_LONGEST_NAME = 260
_FOLDERS = re.compile(r".*[\\/]")
_FILE = 2
_CONTROL = "contents"
"""Controls write the name of their stream in lower case."""



def read(untrusted_bytes: bytes, draft: Draft) -> Iterator[None]:
    """Note the wrapped file; a formula has none."""
    file = Compound(untrusted_bytes)
    if NATIVE in file:
        _native(file.stream(NATIVE), draft)
    for name in (PACKAGE, CONTENTS):
        if name in file and _CONTROL in file.names:
            control_words.write(file.stream(name), draft)
        elif name in file:
            draft.document(partial(file.stream, name), name)
    file.objects(draft)
    yield


def _native(stream: bytes, draft: Draft) -> None:
    """Write the names of a file that the packager wrapped, and note the file; other programs store no names there."""
    body = stream[4:]
    wrapped = _wrapped(body)
    if wrapped is None:
        draft.document(lambda: body, "Ole10Native")
        return
    label, path, content = wrapped
    name = _FOLDERS.sub("", path) or label
    draft.line("\n".join(dict.fromkeys(filter(None, (label, name)))))
    draft.document(lambda: content, name or "Ole10Native")


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
