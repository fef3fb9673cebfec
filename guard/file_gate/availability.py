"""Tells whether this computer can have a file gate, and whether one is running, for `mishao doctor`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from guard.file_gate.packets import connect
from guard.platform import kernel_settings, proc
from guard.util.os_errors import why

_OPTION = "CONFIG_FANOTIFY_ACCESS_PERMISSIONS"
_UNITS = tuple(Path(folder, "mishao-gate.service") for folder in
               ("/usr/lib/systemd/system", "/lib/systemd/system", "/etc/systemd/system"))


def kernel_allows() -> bool | None:
    """Return whether the kernel has permission events; None where it does not say how it was built."""
    return kernel_settings.built_with(_OPTION) if sys.platform == "linux" else False


def shows_who_waits(process: Path = proc.ROOT / "self") -> bool:
    """Return whether the kernel shows where a thread waits (CONFIG_STACKTRACE, proc_pid_stack(5)): without it, what a
    program opens on behalf of a chat client in a sandbox is not known as the chat client's.
    """
    return (process / "stack").exists()


def trouble(socket: Path, units: Sequence[Path] = _UNITS) -> tuple[str, str]:
    """Return why no gate can be reached, and what would help, in words for people, or twice "". ``units`` is where
    its service may be installed.
    """
    try:
        connect(socket).close()
    except OSError as error:
        if not any(unit.exists() for unit in units):
            return "这样安装的密哨没有这项服务", "要拦，请管理员换成单位发的 deb 或 rpm 安装包。"
        wrong = "服务没有在运行" if isinstance(error, FileNotFoundError) else f"服务没有应答（{why(error)}）"
        return wrong, "请管理员运行 systemctl enable --now mishao-gate。"
    return "", ""
