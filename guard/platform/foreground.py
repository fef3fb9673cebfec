"""Reports which program came to the foreground: the watch of this system."""

from __future__ import annotations

import sys

if sys.platform == "win32":
    from guard.platform.foreground_windows import ForegroundWatch
else:
    from guard.platform.foreground_x11 import ForegroundWatch

__all__ = ["ForegroundWatch"]
