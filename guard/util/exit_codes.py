"""Every exit code of this program: what scripts, services and the guard itself are told (docs/command-line.md)."""

from __future__ import annotations

OK = 0
"""Done, or the answer is yes: nothing is wrong, nothing differs, it was found. Of `check`: allow."""

NO = 1
"""The answer is no: something is wrong, fails, differs, expires soon or is not there."""

NOT_DONE = 1
"""Refused, failed, or not begun; the message or the log says why."""

USAGE = 2
"""Wrong usage: also a configuration or a pack that cannot be used, a file that cannot be read or is in the way."""

NOT_DELIVERED = 2
"""The answers or a report could not be written. As USAGE, it is never an answer."""

WARN = 3
"""Of `check`: warn is the first that occurs of block, unreadable, warn."""

BLOCK = 4
"""Of `check`: something is blocked."""

UNREADABLE = 5
"""Of `check` and `rules explain`: something could not be read, and nothing is blocked."""

ALREADY_RUNNING = 6
"""Of a guard: this user has one already."""

NOT_HERE = 69
"""What it needs is not here, and does not come by starting again: a display, or a kernel that asks about opens
(EX_UNAVAILABLE of sysexits.h). What starts trays and gates again gives up at it (packaging/linux).
"""

CRASHED = 70
"""An unexpected exception, of which the log has the place (EX_SOFTWARE of sysexits.h)."""

INTERRUPTED = 130
"""Ended by Ctrl+C, as shells say it: 128 + SIGINT."""

NO_READER = 141
"""Nobody saw the rest of what was written, so the exit code must not look like an answer: 128 + SIGPIPE."""

TERMINATED = 143
"""Ended by SIGTERM: 128 + SIGTERM."""
