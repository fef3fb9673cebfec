"""Finds who reads the clipboard: the program that has it open, else the one in the foreground.

A reader that opens the clipboard without a window of its own (OLE) is not visible. A person pastes in the window in
front, so that program is taken.
"""

from __future__ import annotations

import os

from guard.clipboard.holding import Asker
from guard.clipboard.windows.window import CLASS
from guard.core.destination_kinds import classify, page_shown, program_name
from guard.core.model import Destination
from guard.core.policy import Policy
from guard.core.tickets import Client
from guard.platform.processes_windows import (
    ancestors,
    classes_of,
    executable_of,
    pid_of,
    process_of,
    processes,
    titles_in_front,
)
from guard.platform.win32 import user32


def identify(policy: Policy) -> Asker:
    """Return who reads now; what cannot be found out is left empty, which allows nothing."""
    window = user32.GetOpenClipboardWindow() or user32.GetForegroundWindow() or 0
    pid = pid_of(window)
    executable, born = process_of(pid)
    page = page_shown(executable, lambda: titles_in_front(pid), policy)
    kind = classify(executable, tuple(ancestors(pid, processes())), classes_of(window), policy, page)
    destination = Destination(kind, program_name(executable, ()), pid, executable).on(page)
    return Asker(destination, Client(executable, pid, born, page=page.name if page is not None else ""))


def is_of_successor() -> bool:
    """Tell whether another broker of this program reads now: the one that succeeds this one."""
    window = user32.GetOpenClipboardWindow() or 0
    pid = pid_of(window)
    broker = any(name.startswith(CLASS) for name in classes_of(window))
    return broker and pid != os.getpid() and executable_of(pid) == executable_of(os.getpid())
