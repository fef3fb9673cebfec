"""The Run keys of Windows: HKEY_CURRENT_USER for the user, HKEY_LOCAL_MACHINE for the administrator."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence

_KEY = r"Software\Microsoft\Windows\CurrentVersion\Run"
_VALUE = "MiShao"


class RunKey:
    """guard.platform.autostart.Autostart for Windows."""

    def imposed(self) -> bool:
        """Return whether the computer's administrator has set that it starts."""
        return _read(machine=True)

    def enabled(self) -> bool:
        """Return whether it starts with the session."""
        return _read(machine=False) or self.imposed()

    def enable(self, command: Sequence[str]) -> None:
        """Write the user's value. Raises OSError."""
        if sys.platform == "win32":
            import winreg

            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, _KEY) as key:
                winreg.SetValueEx(key, _VALUE, 0, winreg.REG_SZ, subprocess.list2cmdline(command))

    def disable(self) -> None:
        """Remove the user's value. Raises OSError."""
        if sys.platform == "win32":
            import winreg

            if _read(machine=False):
                with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _KEY, 0, winreg.KEY_SET_VALUE) as key:
                    winreg.DeleteValue(key, _VALUE)


def _read(*, machine: bool) -> bool:
    if sys.platform == "win32":
        import winreg

        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE if machine else winreg.HKEY_CURRENT_USER, _KEY) as key:
                winreg.QueryValueEx(key, _VALUE)
                return True
        except OSError:
            return False
    return False
