"""Finds processes that are chat clients, and the files they have open (proc(5)); only those of this user are visible.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable

from guard.core.destination_kinds import classify, name_around
from guard.core.model import DestinationKind
from guard.core.policy import Policy
from guard.platform import proc
from guard.platform.processes_linux import executable_of, names_around, started_at

File = tuple[int, int]
"""Device and inode."""



class ChatProcesses:
    """Chat clients by process. A process is examined once, and again when it runs another program."""

    def __init__(self, policy: Callable[[], Policy]) -> None:
        self._policy = policy
        self._lock = threading.Lock()
        self._known: dict[int, tuple[str, str]] = {}

    def who_has(self, file: File) -> str:
        """Return the name of a chat client that has this file open, "" when none has.

        Known clients are examined first: a program that opens a file only to read it closes it soon.
        """
        return self._having(file) or (self._having(file) if self.refresh() else "")

    def refresh(self) -> bool:
        """Look for new processes; return whether there is a new chat client."""
        new = False
        with self._lock:
            running = set(proc.everyone())
            self._known = {pid: known for pid, known in self._known.items() if pid in running}
            for pid in running:
                executable = proc.called(pid)
                if executable and self._known.get(pid, ("", ""))[0] != executable:
                    program = self._chat_program(pid)
                    self._known[pid] = executable, program
                    new = new or program != ""
        return new

    def _chat_program(self, pid: int) -> str:
        executable = executable_of(pid)
        if started_at(pid) == 0 or pid == os.getpid():
            return ""
        names, policy = names_around(pid, executable), self._policy()
        kind = classify(executable, names, (), policy)
        return name_around(executable, names, policy) if kind is DestinationKind.CHAT else ""

    def _having(self, file: File) -> str:
        with self._lock:
            chats = [(pid, program) for pid, (_, program) in self._known.items() if program]
        return next((program for pid, program in chats if _has_open(pid, file)), "")


def _has_open(pid: int, file: File) -> bool:
    newest_first = sorted(proc.descriptors(pid), key=lambda entry: -int(entry.name))
    return any(_is(entry, file) for entry in newest_first)


def _is(entry: os.DirEntry[str], file: File) -> bool:
    try:
        facts = entry.stat()
    except OSError:
        return False
    return (facts.st_dev, facts.st_ino) == file
