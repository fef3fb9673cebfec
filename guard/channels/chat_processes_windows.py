"""Finds processes that are chat clients on Windows; only those of this user are visible."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping

from guard.core.destination_kinds import classify, program_name
from guard.core.model import DestinationKind
from guard.core.policy import Policy
from guard.platform.processes_windows import ancestors, process_of, processes


class ChatProcesses:
    """Chat clients by process. A process is examined once; another process with the same number later is examined
    again.
    """

    def __init__(self, policy: Callable[[], Policy]) -> None:
        self._policy = policy
        self._known: dict[int, tuple[int, str]] = {}

    def running(self) -> Mapping[int, str]:
        """Return the chat clients that run now: process number → name."""
        before, self._known = self._known, {}
        running = processes()
        for pid in running:
            executable, born = process_of(pid)
            known = before.get(pid)
            if known is None or known[0] != born:
                known = born, self._chat_program(pid, executable, running)
            self._known[pid] = known
        return {pid: program for pid, (_, program) in self._known.items() if program}

    def _chat_program(self, pid: int, executable: str, running: Mapping[int, tuple[int, str]]) -> str:
        if not executable or pid == os.getpid():
            return ""
        kind = classify(executable, tuple(ancestors(pid, running)), (), self._policy())
        return program_name(executable, ()) if kind is DestinationKind.CHAT else ""
