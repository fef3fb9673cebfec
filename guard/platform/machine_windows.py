"""Finds who may change a file on Windows: reads its access list, that of its folder, and those of the folders above."""

from __future__ import annotations

import ctypes
from pathlib import Path

from guard.platform.security_descriptor import CHANGE, REPLACE, Access, DescriptorError, access_of
from guard.platform.win32 import DWORD, advapi32

_OWNER_AND_LIST = 0x1 | 0x4
_LONGEST = 128 * 1024
"""Bytes of a descriptor; an access list has at most 64 KB."""


def only_administrators_write(path: Path) -> bool:
    """Tell whether nobody but administrators may change this file, its folder, or replace them.

    In the folders above others may add something (everybody may in %ProgramData%), but replace nothing.
    """
    try:
        real = path.resolve(strict=True)
        return (all(access(part).only_trusted(CHANGE) for part in (real, real.parent))
                and all(access(part).only_trusted(REPLACE) for part in real.parent.parents))
    except (OSError, DescriptorError):
        return False


def access(path: Path) -> Access:
    """Return who owns this, and who may do what with it. Raises OSError and DescriptorError."""
    buffer = ctypes.create_string_buffer(_LONGEST)
    length = DWORD()
    if not advapi32.GetFileSecurityW(str(path), _OWNER_AND_LIST, buffer, _LONGEST, ctypes.byref(length)):
        raise ctypes.WinError(ctypes.get_last_error())  # type: ignore[attr-defined]  # Windows only
    return access_of(buffer.raw[:length.value])
