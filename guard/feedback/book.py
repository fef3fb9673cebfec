"""Stores the feedback of this user and the answers to it: numbers, rules and times, nothing of what was held."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from guard.core.model import Case
from guard.feedback.answers import FeedbackAnswer, Given, number_of
from guard.platform import atomic_file

KEPT = 200
"""Feedbacks at most; the oldest are forgotten first."""

_LIMIT = 1024 * 1024
"""Bytes of the file at most."""

_ENTRIES = msgspec.msgpack.Decoder(tuple[Given, ...])


class FeedbackBook:
    """One file of the user's; thread-safe. A damaged file counts as empty. Writing raises OSError."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()

    def entries(self) -> tuple[Given, ...]:
        """Return every feedback, oldest first."""
        return atomic_file.read(self.path, _LIMIT, _ENTRIES) or ()

    def damaged(self) -> bool:
        """Tell whether there is a file that cannot be read; what is added then replaces it."""
        return atomic_file.is_damaged(self.path, _LIMIT, _ENTRIES)

    def add(self, case: Case, *, check: bool = False) -> Given:
        """Note a feedback and return it; one that was given before stays as it is. ``check``: see Given."""
        number = number_of(case.id)
        with self._lock:
            entries = self.entries()
            known = next((entry for entry in entries if entry.number == number), None)
            if known is not None:
                return known
            made = Given(number, case.id, case.decision.rule, time.time(), check=check)
            self._write((*entries, made)[-KEPT:])
            return made

    def answered(self, answers: Sequence[FeedbackAnswer]) -> tuple[Given, ...]:
        """Note what was answered; return the feedbacks whose answer is new."""
        by_number = {answer.number: answer for answer in answers}

        def with_answer(entry: Given) -> Given:
            answer = by_number.get(entry.number)
            if answer is None or answer == entry.answer:
                return entry
            return msgspec.structs.replace(entry, answer=answer, seen=False)

        return self._change(with_answer)

    def see(self) -> None:
        """Note that every answer was looked at."""
        self._change(lambda entry: msgspec.structs.replace(entry, seen=True) if entry.answer else entry)

    def unseen(self) -> int:
        """Return how many answers nobody has looked at."""
        return sum(entry.answer is not None and not entry.seen for entry in self.entries())

    def _change(self, change: Callable[[Given], Given]) -> tuple[Given, ...]:
        with self._lock:
            before = self.entries()
            after = tuple(map(change, before))
            if after != before:
                self._write(after)
            return tuple(new for new, old in zip(after, before, strict=True) if new != old)

    def _write(self, entries: tuple[Given, ...]) -> None:
        atomic_file.replace(self.path, msgspec.msgpack.encode(entries))
