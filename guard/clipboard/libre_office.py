"""LibreOffice as the owner of a copy: its formats, and what it does that no other program does. Pure."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from io import BytesIO
from zipfile import BadZipFile, ZipFile

NAMES = ("application/x-openoffice", "application/x-libreoffice")
"""What its own targets begin with."""

BITMAP = "application/x-openoffice-bitmap"
LINK = "application/x-openoffice-link;"
"""Begins the target that is never asked for: Writer makes a bookmark for it in the letter, which counts as changed from
then on, so that who closes it is asked whether to save what nobody wrote. What begins with ``linksrc`` changes nothing.
"""

OWN_FORMATS = (
    'application/x-openoffice-embed-source-xml;windows_formatname="Star Embed Source (XML)"',
    'application/x-openoffice-drawing;windows_formatname="Drawing Format"',
)
"""What it is asked for before it has said what it offers, so that nothing it pastes from itself is lost."""

_WHOLE = ("application/x-openoffice-embed-source", "application/x-openoffice-drawing")
_CONTENT_LIMIT = 64 * 1024 * 1024
_PICTURE_PARTS = (b"Pictures/", b"ObjectReplacements/", b"Object 1/")
_DESCRIPTORS = ("application/x-openoffice-objectdescriptor", "application/x-openoffice-linksrcdescriptor")


def is_libre_office(offered: Sequence[str]) -> bool:
    """Say whether this is what LibreOffice offers: a source that gives nothing once it is told that another window owns
    its copy, not even to those who asked before, as it looks at each request.
    """
    return any(name.startswith(NAMES) for name in offered)


def precious(offered: Sequence[str]) -> tuple[str, ...]:
    """Return what it pastes from its own programs: nothing else keeps formulas, formats and drawings together."""
    return tuple(name for name in offered if name.startswith(_WHOLE))


def draws(untrusted_bytes: bytes) -> bool:
    """Say whether one of these (an OpenDocument package) has a picture, an object or a shape in it: what they say, no
    other format does. One that is longer than what is looked through counts as having one.
    """
    if any(name in untrusted_bytes for name in _PICTURE_PARTS):  # names of parts stand in it as they are
        return True
    try:
        with ZipFile(BytesIO(untrusted_bytes)) as package, package.open("content.xml") as part:
            content = part.read(_CONTENT_LIMIT)
    except (BadZipFile, KeyError, OSError, RuntimeError, NotImplementedError, EOFError, zlib.error):
        return False
    return len(content) == _CONTENT_LIMIT or b"<draw:" in content


def is_mistaken(name: str, untrusted_bytes: bytes) -> bool:
    """Say whether these bytes of LibreOffice are no answer to a request for this target but its object descriptor.

    Its windows ask a new copy for the descriptor while its clipboard thread answers us, and both answers go through
    one variable (TransferableHelper::getTransferData2 reads maAny after it has let its lock go). A descriptor begins
    with its own length, four bytes, the lowest first; of what LibreOffice copies nothing else does.
    """
    length = len(untrusted_bytes)
    return length > 4 and untrusted_bytes[:4] == length.to_bytes(4, "little") and not name.startswith(_DESCRIPTORS)
