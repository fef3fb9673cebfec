"""Runs a program on one side, with its file, and operates it."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.harm.hands import Hands, Window
from tests.harm.pasting import Arrival, Paster
from tests.harm.programs.program import Program
from tests.harm.side import Side
from tests.support.guarding import wait_for

START_SECONDS = 60.0
_TRY_SECONDS = 3.0
_TRIES = 8
_PASTE_SECONDS = 6.0
_END_SECONDS = 20.0


class NotPossibleError(AssertionError):
    """The program cannot be brought to the start of the action; the message says what was seen."""


@dataclass
class Running:
    """``paster`` is the second program: an unlisted one for clean content, an office program otherwise."""

    side: Side
    program: Program
    file: Path
    process: subprocess.Popen[bytes]
    hands: Hands
    paster: Paster
    window: Window = field(init=False)

    def get_ready(self) -> None:
        """Wait for the window with the file, and until a copy from it arrives. Raises NotPossibleError."""
        try:
            self.window = wait_for(self._shown, f"{self.program.name} to show its file", START_SECONDS)
        except AssertionError as error:
            raise NotPossibleError(f"{error}; there were {self._titles()}") from error
        self.program.ready(self.hands, self.window, self.file)
        for _ in range(_TRIES):  # keys are lost while a program is still opening
            self.paster.forget()
            self.hands.keys(*self.program.select, *self.program.copy)
            if self._owned(_TRY_SECONDS) and self.hands.are_at(self.window):
                break
            self.hands.activate(self.window)  # another program came to the front by itself, and had the keys
        else:
            raise NotPossibleError(f"nothing was copied; there were {self._titles()}")
        self.paster.paste()  # everything created at the first paste is created now
        self.paster.forget()

    def copy(self) -> float:
        """Press the keys of a copy; return the monotonic time before them."""
        return self.hands.keys(*self.program.copy)

    def timed_copy(self) -> tuple[float, Arrival]:
        """Copy, and wait for it; return the time of the keys, too."""
        self.paster.await_copy()
        began = self.copy()
        return began, self.paster.arrival()

    def paste(self) -> None:
        """Paste in the program itself, where that is supported."""
        self.hands.keys(*self.program.go_to_paste)
        if self.program.pastes_into:
            place = wait_for(lambda: self.hands.titled(self.program.pastes_into), "a place to paste into")
            self.program.ready(self.hands, place, self.file)
        before = self._titles()
        self.hands.keys(*self.program.paste)
        with suppress(AssertionError):  # some programs show it in no title
            wait_for(lambda: self._titles() != before, "a title that tells of the paste", _PASTE_SECONDS)

    def go_to_other(self) -> None:
        """Go to the place of the second copy, if it is a different one; return once it has loaded."""
        if self.program.go_to_other:  # keys pressed while a tab still changes go to the previous tab
            self.hands.keys(*self.program.go_to_other)
            self.hands.picture()

    def undo(self) -> None:
        """Undo the last step."""
        self.hands.keys(*self.program.undo)

    def gone(self) -> bool:
        """Return whether the program's own window has closed."""
        return self.window.number not in {window.number for window in self.hands.windows()}

    def await_end_of_deed(self) -> None:
        """Wait until the window has closed, or something asks its user."""
        before = {window.number for window in self.hands.windows()}

        def over() -> bool:
            now = {window.number for window in self.hands.windows()}
            return self.process.poll() is not None or self.gone() or bool(now - before) or self._retitled()

        with suppress(AssertionError):  # then the screen shows it
            wait_for(over, "the end", _END_SECONDS)

    def ended(self) -> int | None:
        """Return the exit code of a program that has ended, otherwise None."""
        return self.process.poll()

    def await_exit(self, seconds: float) -> None:
        """Give a program that quits time to end."""
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(seconds)

    def _owned(self, seconds: float) -> bool:
        with suppress(AssertionError):
            return bool(wait_for(self.paster.owned, "an owner", seconds))
        return False

    def _shown(self) -> Window | None:
        if self.process.poll() is not None:
            raise AssertionError(f"{self.program.name} ended with {self.process.returncode}")
        return next((window for window in self.hands.windows() if self.program.shows(self.file, window.title)), None)

    def _titles(self) -> list[str]:
        return [window.title for window in self.hands.windows()]

    def _retitled(self) -> bool:
        return any(window.number == self.window.number and window.title != self.window.title
                   for window in self.hands.windows())


@contextmanager
def running(side: Side, program: Program, file: Path, *, marked: bool) -> Iterator[Running]:
    """Start the program with its file in an empty home, prepare it, and end it and everything it started."""
    home = side.fresh_home(program.name)
    program.prepare(home)
    environment = {**side.display.environment, "HOME": str(home), **program.environment}
    process = subprocess.Popen(program.command(home, file), env=environment, start_new_session=True, cwd=home,
                               stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    hands = Hands(side.display)
    known = {window.number for window in hands.windows()}
    try:
        started = Running(side, program, file, process, hands, side.office if marked else side.unlisted)
        started.get_ready()
        yield started
    finally:
        _end_all(process)
        _await_gone(hands, known)
        hands.close()


def _end_all(process: subprocess.Popen[bytes]) -> None:
    for number in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        with suppress(subprocess.TimeoutExpired):
            process.wait(1)


def _await_gone(hands: Hands, known: set[int]) -> None:
    """Wait until only the windows from before are left."""
    with suppress(AssertionError):
        wait_for(lambda: {window.number for window in hands.windows()} <= known, "its windows to go", _END_SECONDS)
