"""Finds who may change a file on Windows: reads its access list, that of its folder, and those of the folders above."""

from __future__ import annotations

import ctypes
from pathlib import Path

from guard.platform.security_descriptor import CHANGE, REPLACE, Access, DescriptorError, access_of
from guard.platform.win32 import DWORD, advapi32, kernel32

_OWNER_AND_LIST = 0x1 | 0x4
_CUT_OFF = 0x8000_0000
"""PROTECTED_DACL_SECURITY_INFORMATION: nothing is inherited from the folder above."""

_ONLY_ADMINISTRATORS = "O:BAG:BAD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)"
"""Administrators own it and change it, users read it ([MS-DTYP] 2.5.1); setup.exe writes the same."""

_REVISION = 1
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


def give_to_administrators(path: Path) -> None:
    """Let administrators alone own and change a file or folder, and users read it. Raises OSError."""
    descriptor = ctypes.c_void_p()
    if not advapi32.ConvertStringSecurityDescriptorToSecurityDescriptorW(
            _ONLY_ADMINISTRATORS, _REVISION, ctypes.byref(descriptor), None):
        raise ctypes.WinError(ctypes.get_last_error())  # type: ignore[attr-defined]  # Windows only
    try:
        if not advapi32.SetFileSecurityW(str(path), _OWNER_AND_LIST | _CUT_OFF, descriptor):
            raise ctypes.WinError(ctypes.get_last_error())  # type: ignore[attr-defined]  # Windows only
    finally:
        kernel32.LocalFree(descriptor)
