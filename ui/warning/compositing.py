"""Does the desktop blend windows? Without it a translucent margin is black, so the warning then has none."""

from __future__ import annotations

import os

from PySide6.QtGui import QGuiApplication


def composited() -> bool:
    """Return True when shadows and round corners can be shown (EWMH section _NET_WM_CM_Sn)."""
    if QGuiApplication.platformName() != "xcb" or "DISPLAY" not in os.environ:
        return True
    return _x11_manager()


def _x11_manager() -> bool:
    from Xlib.display import Display
    from Xlib.error import DisplayError, XError

    try:
        display = Display()
    except (DisplayError, OSError):
        return False
    try:
        selection = display.intern_atom(f"_NET_WM_CM_S{display.get_default_screen()}")
        return bool(display.get_selection_owner(selection))
    except XError:
        return False
    finally:
        display.close()
