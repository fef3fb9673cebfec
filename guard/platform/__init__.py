"""What differs between systems: one file per system and one line in the table here."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from guard.platform.linux import LinuxPlatform
from guard.platform.windows import WindowsPlatform

if TYPE_CHECKING:  # a starting guard needs this folder before it starts the loader, and the messages only later
    from guard.core.ports import Platform

PLATFORMS: Mapping[str, Callable[[], Platform]] = {
    "linux": LinuxPlatform,
    "win32": WindowsPlatform,
}
"""``sys.platform`` → its implementation."""


class UnsupportedPlatformError(Exception):
    """The guard does not run on this system."""


def this_platform(name: str = sys.platform) -> Platform:
    """Return the implementation for this system. Raises UnsupportedPlatformError."""
    make = PLATFORMS.get(name)
    if make is None:
        raise UnsupportedPlatformError(f"密哨目前只支持 Linux 和 Windows，这台电脑的系统是 {name}。")
    return make()
