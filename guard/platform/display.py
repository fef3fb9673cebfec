"""Tells whether there is a desktop to show a window on, and whether that of this session has gone.

Checked before Qt starts, which ends the process without one.
"""

from __future__ import annotations

import socket
import sys
from collections.abc import Mapping
from pathlib import Path

_PROBE_SECONDS = 1.0
"""How long a display may take for each answer before it counts as there, but busy."""


def display_problem(environment: Mapping[str, str]) -> str | None:
    """Return why no window can be shown, in words for people, or None when one can, as always on Windows."""
    if sys.platform == "win32":
        return None
    if environment.get("QT_QPA_PLATFORM", "xcb").split(":")[0] not in ("", "xcb"):
        return None
    wayland, name = environment.get("WAYLAND_DISPLAY", ""), environment.get("DISPLAY", "")
    if wayland and not _wayland_gone(environment):
        return None
    if not name and wayland:
        return _not_reached(wayland)
    if not name:
        return "没有图形桌面（DISPLAY 没有设置），托盘打不开。可以运行 mishao demo 看演示，或用 mishao check 检查文件。"
    from guard.platform.errors import BrokerError
    from guard.platform.x11.setup import connect

    try:
        connect(name)[0].close()
    except BrokerError:
        return _not_reached(name)
    return None


def _not_reached(name: str) -> str:
    return f"连接不到图形桌面 {name}，托盘打不开。请在桌面里启动，或检查 DISPLAY 和授权。"


def displays_gone(environment: Mapping[str, str]) -> bool:
    """Return whether displays are named here and all of them have gone, or refuse us: another session is there now.

    One that does not answer counts as there. Where none is named, nothing can have gone. On Windows DISPLAY names an X
    server beside the desktop, which goes and comes as it likes.
    """
    if sys.platform == "win32":
        return False
    named = [gone for name, gone in (("WAYLAND_DISPLAY", _wayland_gone), ("DISPLAY", _x11_gone))
             if environment.get(name)]
    return bool(named) and all(gone(environment) for gone in named)


def displays_missing(environment: Mapping[str, str]) -> bool:
    """Return whether no display is named, or those that are have gone: another try finds none either. One that is busy
    may have room soon.
    """
    return not (environment.get("WAYLAND_DISPLAY") or environment.get("DISPLAY")) or displays_gone(environment)


def wayland_socket(environment: Mapping[str, str]) -> Path:
    """Return the socket of the compositor that WAYLAND_DISPLAY names, which may be an absolute path."""
    return Path(environment.get("XDG_RUNTIME_DIR", "/nonexistent")) / environment["WAYLAND_DISPLAY"]


def _wayland_gone(environment: Mapping[str, str]) -> bool:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(_PROBE_SECONDS)
        try:
            connection.connect(str(wayland_socket(environment)))
        except (FileNotFoundError, NotADirectoryError, ConnectionRefusedError):
            return True
        except OSError:
            return False
    return False


def _x11_gone(environment: Mapping[str, str]) -> bool:
    from guard.platform.errors import BrokerError, DisplayGoneError
    from guard.platform.x11.setup import connect

    try:
        connect(environment["DISPLAY"], _PROBE_SECONDS)[0].close()
    except DisplayGoneError:
        return True
    except BrokerError:
        return False
    return False
