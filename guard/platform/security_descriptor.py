"""Reads a Windows security descriptor: who owns something, and what its list allows whom ([MS-DTYP] 2.4).

Pure, and only ever stricter than Windows: denials in the list are ignored, and an entry of an unknown form counts as
one for everybody.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

_DELETE_CHILD, _DELETE, _WRITE_DAC, _WRITE_OWNER, _GENERIC_ALL = 0x40, 0x1_0000, 0x4_0000, 0x8_0000, 0x1000_0000
_WRITE_DATA, _APPEND_DATA, _WRITE_EA, _WRITE_ATTRIBUTES, _GENERIC_WRITE = 0x2, 0x4, 0x10, 0x100, 0x4000_0000

REPLACE = _DELETE_CHILD | _DELETE | _WRITE_DAC | _WRITE_OWNER | _GENERIC_ALL
"""The rights to replace what is in a folder: adding beside it is not one of them."""

CHANGE = REPLACE | _WRITE_DATA | _APPEND_DATA | _WRITE_EA | _WRITE_ATTRIBUTES | _GENERIC_WRITE
"""The rights to change a file, or what is in a folder."""

TRUSTED = frozenset({
    "S-1-5-18",  # SYSTEM
    "S-1-5-32-544",  # Administrators
    "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464",  # TrustedInstaller
})
"""Accounts that may change what a whole computer relies on."""

_CREATOR_OWNER = "S-1-3-0"
_OWNER_RIGHTS = "S-1-3-4"
"""What an owner may do: it concerns only the owner, who is checked separately."""

_EVERYONE = "S-1-1-0"
_HEAD = struct.Struct("<BBHIIII")
_LIST = struct.Struct("<BBHHH")
_ENTRY = struct.Struct("<BBHI")
_DACL_PRESENT = 0x0004
_INHERIT_ONLY = 0x08
_ALLOWED = 0
_DENIED = frozenset({1, 6, 10, 12})
"""ACCESS_DENIED, for objects, with a condition, both."""


class DescriptorError(ValueError):
    """The bytes are not a security descriptor."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """One entry that allows somebody something."""

    sid: str
    rights: int


@dataclass(frozen=True, slots=True)
class Access:
    """The owner, "" when there is none, and what is allowed on the object itself."""

    owner: str
    allowed: tuple[Allowed, ...]

    def only_trusted(self, rights: int) -> bool:
        """Return whether nobody but an administrator has any of these rights, or can grant them to himself."""
        return self.owner in TRUSTED and not any(
            entry.rights & rights and entry.sid not in TRUSTED | {_CREATOR_OWNER, _OWNER_RIGHTS}
            for entry in self.allowed)


def access_of(untrusted_bytes: bytes) -> Access:
    """Return the content of a self-relative descriptor. Raises DescriptorError."""
    try:
        _, _, control, owner, _, _, entries = _HEAD.unpack_from(untrusted_bytes)
        if not control & _DACL_PRESENT or not entries:
            allowed: tuple[Allowed, ...] = (Allowed(_EVERYONE, 0xFFFFFFFF),)  # without a list nothing is refused
        else:
            allowed = _entries(untrusted_bytes, entries)
        return Access(_sid(untrusted_bytes, owner) if owner else "", allowed)
    except struct.error as error:
        raise DescriptorError from error


def _entries(untrusted_bytes: bytes, start: int) -> tuple[Allowed, ...]:
    _, _, _, count, _ = _LIST.unpack_from(untrusted_bytes, start)
    found: list[Allowed] = []
    at = start + _LIST.size
    for _ in range(count):
        kind, flags, size, rights = _ENTRY.unpack_from(untrusted_bytes, at)
        if not flags & _INHERIT_ONLY and kind not in _DENIED:
            found.append(Allowed(_sid(untrusted_bytes, at + _ENTRY.size) if kind == _ALLOWED else _EVERYONE, rights))
        at += size
    return tuple(found)


def _sid(untrusted_bytes: bytes, start: int) -> str:
    """Return the string form of a security identifier ([MS-DTYP] 2.4.2)."""
    revision, count = struct.unpack_from("<BB", untrusted_bytes, start)
    high, low = struct.unpack_from(">HI", untrusted_bytes, start + 2)
    parts = struct.unpack_from(f"<{count}I", untrusted_bytes, start + 8)
    return "-".join(("S", str(revision), str(high << 32 | low), *map(str, parts)))
