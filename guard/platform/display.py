"""Tells whether there is a desktop to show a window on; checked before Qt starts, which ends the process without one.
"""

from __future__ import annotations

from collections.abc import Mapping


def display_problem(environment: Mapping[str, str]) -> str | None:
    """Return why no window can be shown, in words for people, or None when one can."""
    if environment.get("QT_QPA_PLATFORM", "xcb").split(":")[0] not in ("", "xcb") or environment.get("WAYLAND_DISPLAY"):
        return None
    name = environment.get("DISPLAY", "")
    if not name:
        return "没有图形桌面（DISPLAY 没有设置），托盘打不开。可以运行 mishao demo 看演示，或用 mishao check 检查文件。"
    try:
        from guard.platform.errors import BrokerError
        from guard.platform.x11.setup import connect
    except ImportError:
        return None
    try:
        connect(name)[0].close()
    except BrokerError:
        return f"连接不到图形桌面 {name}，托盘打不开。请在桌面里启动，或检查 DISPLAY 和授权。"
    return None
