"""Reads values of the registry of Windows for the whole computer (HKEY_LOCAL_MACHINE, the view of 64-bit programs)."""

from __future__ import annotations

import sys

if sys.platform == "win32":
    import winreg

    def lines_of(key: str) -> dict[str, tuple[str, ...]]:
        """Return by name the lines of each value of a key that is text, several texts or a number; nothing where there
        is no such key. Raises OSError.
        """
        found: dict[str, tuple[str, ...]] = {}
        try:
            opened = winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, key, 0, winreg.KEY_READ | winreg.KEY_WOW64_64KEY)
        except FileNotFoundError:
            return found
        with opened:
            for number in range(winreg.QueryInfoKey(opened)[1]):
                name, value, kind = winreg.EnumValue(opened, number)
                if kind == winreg.REG_MULTI_SZ:
                    found[name] = tuple(value or ())
                elif kind in (winreg.REG_SZ, winreg.REG_EXPAND_SZ, winreg.REG_DWORD):
                    found[name] = (str(value),)
        return found
else:
    def lines_of(_key: str) -> dict[str, tuple[str, ...]]:
        """Return nothing: only Windows has a registry."""
        return {}
