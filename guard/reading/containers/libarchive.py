"""Binds the system's libarchive (BSD), for RAR, which no free library in a wheel reads. Found by name, never by path.

Debian, UOS and Kylin have it with their file manager, macOS and Windows 10 as part of the system.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from functools import cache

_NAMES = ("libarchive.so.13", "libarchive.so", "libarchive.2.dylib", "archiveint.dll")
_END, _WARNING = 1, -20
"""ARCHIVE_EOF, and the mildest result that is not an error (archive.h)."""
_REGULAR, _TYPE = 0o100000, 0o170000

_Pointer = ctypes.c_void_p


class MissingError(Exception):
    """This computer has no libarchive."""


class BrokenError(Exception):
    """libarchive cannot continue with this archive."""


class Entry:
    """One member, valid until the next one is requested."""

    def __init__(self, library: ctypes.CDLL, archive: _Pointer, entry: _Pointer) -> None:
        self._library, self._archive, self._entry = library, archive, entry

    @property
    def name(self) -> bytes | str:
        """The name: text where the archive says how it is encoded, else its bytes."""
        wide: str | None = self._library.archive_entry_pathname_w(self._entry)
        return wide if wide is not None else self._library.archive_entry_pathname(self._entry) or b""

    @property
    def regular(self) -> bool:
        """True for a file, False for folders and links."""
        return bool(self._library.archive_entry_filetype(self._entry) & _TYPE == _REGULAR)

    @property
    def encrypted(self) -> bool:
        """True when its content needs a password."""
        return bool(self._library.archive_entry_is_data_encrypted(self._entry))

    def __enter__(self) -> Entry:
        return self

    def __exit__(self, *_: object) -> None:
        """Do nothing: the next member skips what is left of this one."""

    def read(self, size: int, /) -> bytes:
        """Return the next bytes, none at the end; raises OSError when they cannot be unpacked."""
        buffer = ctypes.create_string_buffer(size)
        count = self._library.archive_read_data(self._archive, buffer, ctypes.c_size_t(size))
        if count < 0:
            raise OSError("not unpacked")
        return buffer.raw[:count]


def entries(untrusted_bytes: bytes) -> Iterator[Entry]:
    """Yield the members of a RAR archive. Raises MissingError, BrokenError."""
    library = _library()
    archive = _Pointer(library.archive_read_new())
    try:
        library.archive_read_support_format_rar(archive)
        library.archive_read_support_format_rar5(archive)
        size = ctypes.c_size_t(len(untrusted_bytes))
        if library.archive_read_open_memory(archive, untrusted_bytes, size) < _WARNING:
            raise BrokenError
        entry = _Pointer()
        while (answer := library.archive_read_next_header(archive, ctypes.byref(entry))) != _END:
            if answer < _WARNING:
                raise BrokenError
            yield Entry(library, archive, entry)
    finally:
        library.archive_read_free(archive)


@cache
def _library() -> ctypes.CDLL:
    for name in _NAMES:
        try:
            library = ctypes.CDLL(name)
            library.archive_read_new.restype = _Pointer
            library.archive_entry_pathname.restype = ctypes.c_char_p
            library.archive_entry_pathname.argtypes = [_Pointer]
            library.archive_entry_pathname_w.restype = ctypes.c_wchar_p
            library.archive_entry_pathname_w.argtypes = [_Pointer]
            library.archive_read_data.restype = ctypes.c_ssize_t
            for needed in ("archive_read_support_format_rar", "archive_read_support_format_rar5",
                           "archive_entry_is_data_encrypted", "archive_read_next_header"):
                getattr(library, needed)
        except (OSError, AttributeError):
            continue
        return library
    raise MissingError
