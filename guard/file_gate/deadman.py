"""The gate's deadman's switch: a timer of the kernel that ends the process unless the loop goes on.

The default action of SIGALRM (setitimer(2)) and no thread of ours: a thread would need the interpreter's lock, which
who stands may hold. The end of the process closes its group, and the kernel lets everything pass that waits.
"""

from __future__ import annotations

import signal

SECONDS = 2.0
"""Within so long the loop must come round while anybody waits; a timer that is off wakes nobody."""


def ready() -> None:
    """Let the timer end the process, whatever it has inherited."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGALRM})


def arm() -> None:
    """End the process SECONDS from now; arming again begins anew."""
    signal.setitimer(signal.ITIMER_REAL, SECONDS)


def disarm() -> None:
    """Nobody waits: no end."""
    signal.setitimer(signal.ITIMER_REAL, 0.0)
