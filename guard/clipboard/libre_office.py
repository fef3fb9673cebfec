"""LibreOffice as the owner of a copy: its formats, and what it does that no other program does. Pure."""

from __future__ import annotations

from collections.abc import Sequence

NAMES = ("application/x-openoffice", "application/x-libreoffice")
"""What its own targets begin with."""

BITMAP = "application/x-openoffice-bitmap"
_WHOLE = ("application/x-openoffice-embed-source", "application/x-openoffice-drawing")
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


def holds_pictures(untrusted_bytes: bytes) -> bool:
    """Say whether one of these (an OpenDocument package) has a picture or an object in it: names of parts stand in it
    as they are.
    """
    return any(name in untrusted_bytes for name in _PICTURE_PARTS)


def is_mistaken(name: str, untrusted_bytes: bytes) -> bool:
    """Say whether these bytes of LibreOffice are no answer to a request for this target but its object descriptor.

    Its windows ask a new copy for the descriptor while its clipboard thread answers us, and both answers go through
    one variable (TransferableHelper::getTransferData2 reads maAny after it has let its lock go). A descriptor begins
    with its own length, four bytes, the lowest first; of what LibreOffice copies nothing else does.
    """
    length = len(untrusted_bytes)
    return length > 4 and untrusted_bytes[:4] == length.to_bytes(4, "little") and not name.startswith(_DESCRIPTORS)
