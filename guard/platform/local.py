"""The local connection between guard and clients: the kind this system has."""

from __future__ import annotations

import sys

if sys.platform == "win32":
    from guard.platform.local_token import TokenListener as Listener
    from guard.platform.local_token import connect
else:
    from guard.platform.local_unix import UnixListener as Listener
    from guard.platform.local_unix import connect

__all__ = ["Listener", "connect"]
