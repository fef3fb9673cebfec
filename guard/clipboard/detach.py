"""Detaches a process that goes on serving when the guard ends: clean content that we own must still paste.

On X11 and on Wayland a selection lives as long as its owner, and it cannot be given back to the owner we took it from.
So the last thing a broker does is to leave a small process behind that serves the picture until the next copy.
"""

from __future__ import annotations

import os


def detach() -> bool:
    """Split the process. Return True in the one that goes on, with its own session and no standard streams.

    The caller's process gets False once the other can no longer be ended together with it. Only the calling thread goes
    on: it must neither judge nor report.
    """
    ready, says_ready = os.pipe()
    if os.fork():
        os.close(says_ready)
        os.read(ready, 1)  # returns at its first byte, or when it ends
        os.close(ready)
        return False
    os.setsid()
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    os.write(says_ready, b"\0")
    os.close(says_ready)
    os.close(ready)
    return True
