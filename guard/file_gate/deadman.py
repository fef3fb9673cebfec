"""The gate's deadman's switch: a timer of the kernel that ends the process unless the loop goes on.

It uses the default action of SIGALRM (setitimer(2)) and no thread of ours: a thread would need the interpreter's lock,
which the blocked code may hold. The end of the process closes its fanotify group, and the kernel then allows every
waiting open.
"""

from __future__ import annotations

import signal

SECONDS = 2.0
"""The loop must come round within this time while an open waits; a timer that is off wakes nobody."""


def ready() -> None:
    """Let the timer end the process, whatever signal handling it has inherited."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGALRM})


def arm() -> None:
    """End the process SECONDS from now; arming again restarts the time."""
    signal.setitimer(signal.ITIMER_REAL, SECONDS)


def disarm() -> None:
    """Cancel the end: nobody waits."""
    signal.setitimer(signal.ITIMER_REAL, 0.0)
