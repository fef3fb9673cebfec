"""Hides a window from screenshots and screen sharing, where the system supports it.

Windows: SetWindowDisplayAffinity (winuser.h), WDA_EXCLUDEFROMCAPTURE since version 2004, WDA_MONITOR before. X11 has
no such function: every program may read every window. Wayland: a program cannot ask for it; the portal asks the user
instead.
"""

from __future__ import annotations

import ctypes
import sys

from PySide6.QtWidgets import QWidget

_MONITOR, _EXCLUDE = 0x01, 0x11


def hide_from_capture(window: QWidget) -> bool:
    """Ask the system to leave this window out of captures; return whether it does."""
    if sys.platform == "win32":
        affinity = ctypes.windll.user32.SetWindowDisplayAffinity
        handle = ctypes.c_void_p(int(window.winId()))
        return bool(affinity(handle, _EXCLUDE)) or bool(affinity(handle, _MONITOR))
    return False
