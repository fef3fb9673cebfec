"""Detects whether the desktop composites windows.

Without that a translucent margin is black, so the warning then has none.
"""

from __future__ import annotations

import os

from PySide6.QtGui import QGuiApplication

from guard.platform.errors import BrokerError


def composited() -> bool:
    """Return True when shadows and round corners can be shown (EWMH section _NET_WM_CM_Sn)."""
    if QGuiApplication.platformName() != "xcb" or "DISPLAY" not in os.environ:
        return True
    return _x11_manager()


def _x11_manager() -> bool:
    from guard.platform.x11.connection import Connection

    try:
        connection = Connection(urgent=False)
    except BrokerError:
        return False
    try:
        return bool(connection.owner(connection.atom(f"_NET_WM_CM_S{connection.screen}")))
    except BrokerError:
        return False
    finally:
        connection.close()
