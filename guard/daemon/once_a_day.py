"""Asks about the same content for the same program, or browser page, once per day: an answer is valid for that day.

Kept in memory only, as keyed hashes under a key that ends with the process: nothing can be guessed from them later.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from guard.core.model import Case, Destination, Judged, Kind, Release
from guard.vault import VaultError

REMEMBERED = 1000
"""Number of questions remembered; the oldest are forgotten, and asked again."""

_VALID_ALL_DAY = (Release.REASON, Release.APPROVER, Release.FAMILY, Release.FREE)
"""The user's own answers that are valid for the day; an authorisation code is valid only once."""


class Daily:
    """Remembers what was asked and what was released today. Thread-safe. ``now`` is the wall clock in seconds."""

    def __init__(self, pictures: Callable[[Case], tuple[bytes, ...]], now: Callable[[], float] = time.time) -> None:
        """``pictures`` returns the held pictures of a case."""
        self._pictures = pictures
        self._now = now
        self._key = secrets.token_bytes(32)
        self._lock = threading.Lock()
        self._asked: OrderedDict[tuple[str, bytes, str], Destination | None] = OrderedDict()
        self._not_given: set[tuple[str, bytes, str]] = set()
        """What was released today and could not be given again: its refusal is a question all the same."""

    def first(self, case: Case, destination: Destination) -> bool:
        """Note that this content was refused to this program; return True for the first time today."""
        key = self._place(case, destination)
        with self._lock:
            if key in self._not_given:
                self._not_given.remove(key)
                return True
            if key in self._asked:
                return False
            self._put(key, None)
            return True

    def released(self, case: Case) -> None:
        """Note that the user released a clipboard item to the program that was refused. An answer about a program of
        which nobody knows what it is is good once: the next one may be another.
        """
        destination = case.destination
        if destination is None or case.decision.release not in _VALID_ALL_DAY or not _wholly_read(case):
            return
        place = self._place(case, destination)
        with self._lock:
            if destination.executable:
                self._put(place, destination)
            else:
                self._asked.pop(place, None)

    def given_again(self, case: Case, destination: Destination, *, given: bool) -> None:
        """Note whether this program could be given again what was released to it today."""
        place = self._place(case, destination)
        with self._lock:
            if given:
                self._not_given.discard(place)
            else:
                self._not_given.add(place)

    def released_to(self, case: Case) -> Destination | None:
        """Return the program that this content was released to today, or None."""
        if case.decision.release not in _VALID_ALL_DAY or not _wholly_read(case):
            return None
        day, content = self._day(), self.fingerprint(case)
        with self._lock:
            return next((given for (then, known, _), given in reversed(self._asked.items())
                         if then == day and known == content and given is not None), None)

    def _put(self, key: tuple[str, bytes, str], given: Destination | None) -> None:
        self._asked[key] = given
        self._asked.move_to_end(key)
        if len(self._asked) > REMEMBERED:
            self._not_given.discard(self._asked.popitem(last=False)[0])

    def _place(self, case: Case, destination: Destination) -> tuple[str, bytes, str]:
        program = destination.executable or destination.program
        place = program if destination.page is None else f"{destination.page.name}（{program}）"
        return self._day(), self.fingerprint(case), place

    def _day(self) -> str:
        return datetime.fromtimestamp(self._now()).astimezone().date().isoformat()

    def fingerprint(self, case: Case) -> bytes:
        """Identify the held content and the rule that held it: under new rules the same words are a new question."""
        content = hashlib.blake2b(f"{case.kind} {case.decision.rule} {case.decision.release}".encode(), key=self._key)
        for part in self._parts(case):
            content.update(len(part).to_bytes(8, "big") + part)
        return content.digest()

    def _parts(self, case: Case) -> tuple[bytes, ...]:
        if case.kind is Kind.PICTURE:
            with suppress(VaultError):
                if pictures := self._pictures(case):
                    return pictures
            return (case.id.encode(),)  # what cannot be compared equals nothing else
        return tuple(part.encode("utf-8", "replace") for judged in case.judged for part in _known_by(judged, case))


def _known_by(judged: Judged, case: Case) -> tuple[str, ...]:
    """Return what one part of an item is recognised by: its text, and of a file that was not read whole how it was.
    Anything else that was not is like nothing else.
    """
    text = judged.text.original if judged.text is not None else ""
    return (text,) if judged.whole else (text, str(judged.mark or case.id))


def _wholly_read(case: Case) -> bool:
    """Return whether all was read: a file of the same name may change until tomorrow, unread content cannot be
    recognised.
    """
    return case.kind is not Kind.FILES and all(judged.whole for judged in case.judged)
