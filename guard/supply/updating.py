"""Updates the rules while the guard runs: poll, verify, prove, activate, swap; on failure the last good rules stay.

The client of rule servers (TUF, TLS) is loaded at the first poll, seconds after the start: a guard that was killed must
guard again before that.
"""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from guard.ipc.replies import Done, Refused
from guard.sentences.catalogue import joined, sentence
from guard.supply.loader_start import NotInForceError
from guard.supply.provenance import SupplyState
from guard.supply.release_store import Store
from guard.supply.rules_in_force import InForce
from guard.supply.trusted_sources import Trust
from guard.util.growing_pauses import GrowingPause
from rules.sentences.sentence import NOTHING, Sentence

if TYPE_CHECKING:
    from guard.supply.verifying_new_release import Client, Offer

log = logging.getLogger(__name__)

_FIRST_SECONDS = (2.0, 30.0)
"""Delay of the first poll after the start, chosen at random: a whole office is switched on at eight."""

_LOOK_SECONDS = 1.0
"""After the start of a guard the expiry of the signatures seen last is read after this time."""

_JITTER = 0.2
"""Part of the interval by which each poll comes earlier or later."""

_MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class Means:
    """``load`` proves a stored release, or with "" what is in force; ``swap`` puts it in force in this guard."""

    load: Callable[[str], InForce]
    swap: Callable[[InForce], None]
    tell: Callable[[SupplyState], None]


def failure_pauses(interval: float) -> GrowingPause:
    """Return after which times a server that is down is asked again: sooner than as usual, but not for long."""
    return GrowingPause(first_seconds=interval / 8, longest_seconds=interval)


def spread(between: float) -> float:
    """Return a time by chance near one: not all computers of a unit poll at once."""
    return random.uniform(between * (1 - _JITTER), between * (1 + _JITTER))  # noqa: S311 - spreads load, hides nothing


def _ending(until: float) -> float:
    """Return how long to wait for the end of a suspension: by the wall clock, also on a computer that was suspended."""
    left = until - time.time()
    return min(left, _MINUTE) if left > 0 else _MINUTE


class Updates:
    """One thread that polls; ``update`` does the same at once for a person, from any thread."""

    def __init__(self, trust: Trust | None, packs: Path, means: Means, began_with: InForce) -> None:
        self._trust = trust
        self._store = Store(packs)
        self._means = means
        self._client: Client | None = None
        self._turn = threading.Lock()
        self._ended = threading.Event()
        self._woken = threading.Event()
        provenance = began_with.provenance
        self._state = SupplyState(bool(trust), provenance, refused=provenance.fallback)
        self._lacking = began_with.inexact
        """Why an index of a table is not in force: while there are words, the same release is looked at again."""

    def start(self) -> None:
        """Poll from now on, when an administrator has configured a source."""
        self._means.tell(self._state)
        if self._trust is not None:
            threading.Thread(target=self._poll, args=(self._trust,), name="updates", daemon=True).start()

    def stop(self) -> None:
        """Stop polling."""
        self._ended.set()
        self._woken.set()

    def lacks(self, words: Sentence) -> None:
        """Let the next update look again at the release in force: something of it is gone, as the words say. It may
        be called while an update puts rules in force."""
        self._lacking = words

    def update(self, archive: str = "") -> Done | Refused:
        """Take what is new from the servers, or from a file or folder that was carried here."""
        if self._trust is None:
            return Refused("no-source", sentence("update.no-source"))
        with self._turn:
            if self._client is None or self._lacking:
                from guard.supply.verifying_new_release import Client

                self._client = Client(self._trust, self._store)
            return self._from_any(self._client, (archive,) if archive else self._trust.settings.servers)

    def _poll(self, trust: Trust) -> None:
        seconds = random.uniform(*_FIRST_SECONDS)  # noqa: S311 - no secret
        interval, pause = trust.settings.poll_minutes * _MINUTE, 0.0
        if not self._wait(_LOOK_SECONDS):
            with self._turn:
                self._say_signed()
        while not self._wait(seconds):
            pause = 0.0 if isinstance(self.update(), Done) else failure_pauses(interval).after(pause)
            seconds = spread(pause or interval)

    def _wait(self, seconds: float) -> bool:
        """Wait for the next poll, and end a suspension on the way; return whether the thread must end."""
        then = time.monotonic() + seconds
        while not self._ended.is_set() and (left := then - time.monotonic()) > 0:
            until = self._state.provenance.suspended_until
            self._woken.wait(min(left, _ending(until)) if until else left)
            self._woken.clear()
            if until and until == self._state.provenance.suspended_until and time.time() >= until:
                self._restore()
        return self._ended.is_set()

    def _restore(self) -> None:
        """Block again: the suspension is over."""
        with self._turn:
            try:
                in_force = self._means.load("")
            except NotInForceError as error:
                log.error("the suspension is over and the rules cannot be loaded (%s)", type(error).__name__)
                return
            self._swap(in_force)
            self._state = msgspec.structs.replace(self._state, provenance=in_force.provenance)
            self._means.tell(self._state)

    def _from_any(self, client: Client, addresses: tuple[str, ...]) -> Done | Refused:
        from guard.supply.refusal_words import ERRORS, refusal_words

        words: list[Sentence] = []
        for address in addresses:
            try:
                reply = self._take(client.ask(address))
            except ERRORS as error:
                words.append(refusal_words(error))
                log.warning("no rules from %s: %s", address, type(error).__name__)
                continue
            self._say(polled_at=time.time(), reached_at=time.time(), refused=NOTHING)
            return reply
        self._say(polled_at=time.time(), refused=words[-1])
        return Refused("not-updated", joined(words[-1], sentence("update.rules-stay")))

    def _take(self, offer: Offer) -> Done | Refused:
        """Prove, then store, then swap: whenever this is interrupted, either the old or the new one is in force."""
        now = self._store.active()
        same = offer.slot == now.slot and not self._state.provenance.fallback
        if same and not self._lacking:
            return Done(sentence("update.newest-already", which=self._words()))
        if offer.slot:
            in_force = self._means.load(offer.slot)
            if same and in_force.inexact == self._lacking:
                return Done(sentence("update.newest-already", which=self._words()))
            self._store.activate(offer.slot)
        else:  # withdrawn, and nothing older is left for this computer: use the rules of the program
            self._store.activate("")
            in_force = self._means.load("")
        self._swap(in_force)
        self._state = SupplyState(True, in_force.provenance)
        self._woken.set()
        return Done(sentence("update.renewed", which=self._words()))

    def _swap(self, in_force: InForce) -> None:
        self._lacking = in_force.inexact
        self._means.swap(in_force)

    def _words(self) -> Sentence:
        found = self._state.provenance
        if found.suspended_until:
            return sentence("update.suspended", number=found.number, why=found.suspended)
        if not found.number:
            return sentence("update.own-rules")
        return sentence("update.release", number=found.number, label=found.label)

    def _say(self, *, polled_at: float, refused: Sentence, reached_at: float = 0.0) -> None:
        old = self._state
        self._state = SupplyState(old.managed, old.provenance, polled_at, reached_at or old.reached_at, refused,
                                  old.signed_until)
        self._say_signed()

    def _say_signed(self) -> None:
        from guard.supply.signature_expiry import signed_until

        self._state = msgspec.structs.replace(self._state, signed_until=signed_until(self._store.cache))
        self._means.tell(self._state)
