"""Starts the guard and, when it was killed, restarts it at once: until then nothing is guarded."""

from __future__ import annotations

import contextlib
import subprocess
from collections.abc import Sequence

from guard.ipc.restarts import BackOff, Restarts

RESTART = BackOff(first_seconds=0.5, longest_seconds=15.0, healthy_seconds=5.0)
"""Pauses before a restart: none for a guard that lived longer than ``healthy_seconds``, or that was killed."""

_ENDING_SECONDS = 0.2


class Starting:
    """Starts the guard so that it outlives the tray; while a guard started before is running, no second one."""

    def __init__(self, command: Sequence[str], back_off: BackOff = RESTART) -> None:
        self._command = command
        self._restarts = Restarts(back_off)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, unless it is being started already, or ended too soon too often. Raises OSError.

        Returns at once or after a moment; callers that still find no guard call again.
        """
        if self._process is not None:
            # A killed guard closes its connections a moment before it counts as ended.
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(_ENDING_SECONDS)
            code = self._process.poll()
            if code is None:
                return
            self._restarts.ended(code)
            if self._restarts.wait():
                return
        self._restarts.started()
        self._process = subprocess.Popen(self._command, start_new_session=True, stdin=subprocess.DEVNULL)

    def ended(self) -> bool:
        """Return whether no guard that was started here is still running."""
        return self._process is None or self._process.poll() is not None
