"""Detects when a chat client opens a flagged file: the watch of this system."""

from __future__ import annotations

import sys

if sys.platform == "win32":
    from guard.channels.openings_windows import Openings
else:
    from guard.channels.openings_linux import Openings

__all__ = ["Openings"]
