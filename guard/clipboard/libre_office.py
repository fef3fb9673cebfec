"""LibreOffice as the owner of a copy: its formats, and what it does that no other program does. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from zipfile import ZipFile

from guard.util.unreadable_zips import UNREADABLE_ZIP

NAMES = ("application/x-openoffice", "application/x-libreoffice")
"""Prefixes of its own targets."""

BITMAP = "application/x-openoffice-bitmap"
LINK = "application/x-openoffice-link;"
"""Prefix of the target that is never requested: for it Writer makes a bookmark in the document, which counts as changed
from then on, so that its user is asked at closing whether to save changes that nobody made. Targets that begin with
``linksrc`` change nothing.
"""

OWN_FORMATS = (
    'application/x-openoffice-embed-source-xml;windows_formatname="Star Embed Source (XML)"',
    'application/x-openoffice-drawing;windows_formatname="Drawing Format"',
)
"""Targets requested before LibreOffice has listed what it offers, so that nothing it pastes from itself is lost."""

_WHOLE = ("application/x-openoffice-embed-source", "application/x-openoffice-drawing")
_CONTENT_LIMIT = 64 * 1024 * 1024
_PICTURE_PARTS = (b"Pictures/", b"ObjectReplacements/", b"Object 1/")
_DESCRIPTORS = ("application/x-openoffice-objectdescriptor", "application/x-openoffice-linksrcdescriptor")


def is_libre_office(offered: Sequence[str]) -> bool:
    """Tell whether this is what LibreOffice offers. Once it is told that another window owns its copy, it gives
    nothing, not even to earlier requests, because it checks at each request.
    """
    return any(name.startswith(NAMES) for name in offered)


def precious(offered: Sequence[str]) -> tuple[str, ...]:
    """Return the formats that its own programs paste: only these keep formulas, formats and drawings together."""
    return tuple(name for name in offered if name.startswith(_WHOLE))


def draws(untrusted_bytes: bytes) -> bool:
    """Tell whether one of these bytes (an OpenDocument package) contains a picture, an object or a shape: no other
    format has their words. One that is longer than what is searched counts as containing one.
    """
    if any(name in untrusted_bytes for name in _PICTURE_PARTS):  # names of parts are not compressed
        return True
    try:
        with ZipFile(BytesIO(untrusted_bytes)) as package, package.open("content.xml") as part:
            content = part.read(_CONTENT_LIMIT)
    except UNREADABLE_ZIP:
        return False
    return len(content) == _CONTENT_LIMIT or b"<draw:" in content


def is_mistaken(name: str, untrusted_bytes: bytes) -> bool:
    """Tell whether these bytes of LibreOffice are its object descriptor instead of the requested target.

    Its windows ask a new copy for the descriptor while its clipboard thread answers us, and both answers go through one
    variable (TransferableHelper::getTransferData2 reads maAny after it has released its lock). A descriptor begins with
    its own length, four bytes, lowest first; nothing else that LibreOffice copies does.
    """
    length = len(untrusted_bytes)
    return length > 4 and untrusted_bytes[:4] == length.to_bytes(4, "little") and not name.startswith(_DESCRIPTORS)
