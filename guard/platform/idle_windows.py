"""Windows: when somebody last used this session, and whether the computer runs on its battery."""

from __future__ import annotations

import ctypes
from collections.abc import Mapping
from ctypes.wintypes import BYTE, DWORD, UINT

from guard.platform import win32

_BACKGROUND = 0x00100000
_OFFLINE = 0
"""ACLineStatus of SYSTEM_POWER_STATUS without mains power."""


class _LastInput(ctypes.Structure):
    _fields_ = (("size", UINT), ("ticks", DWORD))


class _Power(ctypes.Structure):
    _fields_ = (("mains", BYTE), ("battery", BYTE), ("percent", BYTE), ("saver", BYTE), ("left", DWORD),
                ("full", DWORD))


class Input:
    """This session; ``_environment`` is of other systems."""

    def __init__(self, _environment: Mapping[str, str]) -> None:
        self._last = _LastInput(ctypes.sizeof(_LastInput), 0)

    def seconds(self) -> float | None:
        """Return the seconds since the last key or movement of the pointer (GetLastInputInfo), None when it fails."""
        if not win32.user32.GetLastInputInfo(ctypes.byref(self._last)):
            return None
        # Both count milliseconds since the start in 32 bits, which begin again after 49 days.
        return float((win32.kernel32.GetTickCount() - self._last.ticks) & 0xFFFFFFFF) / 1000

    def close(self) -> None:
        """Nothing is open."""


def give_way() -> None:
    """Let every other program go first, also on the disk (SetPriorityClass, PROCESS_MODE_BACKGROUND_BEGIN)."""
    win32.kernel32.SetPriorityClass(win32.kernel32.GetCurrentProcess(), _BACKGROUND)


def discharging() -> bool:
    """Tell whether the computer has no mains power (GetSystemPowerStatus)."""
    power = _Power()
    return bool(win32.kernel32.GetSystemPowerStatus(ctypes.byref(power))) and power.mains == _OFFLINE
