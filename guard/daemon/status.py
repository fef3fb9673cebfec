"""Collects the guard's status: state, troubles and counts. Thread-safe; tells subscribers when it changes."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence

import msgspec

from guard.control.requests import AtWarning, GateState, State, Status
from guard.core.policy import Policy
from guard.core.reporting import Field
from guard.core.screen_mark import Marking
from guard.folders.watched import Watched
from guard.ipc.messages import Prepared
from guard.ordered.requests import Inspecting
from guard.sentences.catalogue import joined, sentence
from guard.supply.provenance import Provenance, SupplyState
from guard.util.clocks import elapsed
from rules.sentences.sentence import NOTHING, Sentence

_GUARDING = ("broker",)
"""The part whose trouble means that the clipboard is not well guarded."""

_STORING = ("vault", "quarantine", "sweep", "making room")
"""The parts whose trouble means that held items cannot be stored, opened or deleted in time."""


class StatusCollector:
    """Collects what the parts of the guard report about themselves into one Status."""

    def __init__(self, count_held: Callable[[], int], changed: Callable[[Status], None],
                 now: Callable[[], float] = time.time) -> None:
        """``changed`` is told, by one thread at a time, a status that differs from the one before in more than
        its counts; ``now`` is the wall clock, in seconds since the epoch.
        """
        self._now = now
        self._count_held = count_held
        self._changed = changed
        self._told: Status | None = None
        self._untold = self._telling = False
        self._lock = threading.Lock()
        self._counts: Counter[str] = Counter()
        self._troubles: dict[str, Sentence] = {}
        self._facts: dict[str, str] = {}
        self._reports: tuple[Field, ...] | None = None
        self._folders: tuple[Watched, ...] = ()
        self._folders_left_out = self._passed_over = self._windows_unread = 0
        self._gate = GateState()
        self._vault = NOTHING
        self._stored = 0
        self._armed = self._begun = self._mark_drawn = False
        self._stopped = False
        self._paused_until = self._pause_ends_at = 0.0
        self._security_office = ""
        self._pause_minutes = 0
        self._countdown_seconds = 0
        self._at_warning = AtWarning()
        self._without_extension: tuple[str, ...] = ()
        self._marking: Marking | None = None
        self._supply = SupplyState()
        self._answered = 0
        self._inspections: tuple[Inspecting, ...] = ()

    def policy(self, policy: Policy) -> None:
        """Set the policy in force."""
        def change() -> None:
            self._facts["mode"] = policy.mode.value
            self._facts["sensitivity"] = policy.sensitivity.value
            self._security_office = policy.security_office
            self._pause_minutes = policy.longest_pause
            self._countdown_seconds = policy.countdown_seconds
            self._at_warning = AtWarning(policy.notice, policy.pastes_for_user, policy.replies)

        self._update(change)

    def fact(self, **facts: str) -> None:
        """Set fields of Status by their names: broker, engine, sandbox, pack."""
        self._update(lambda: self._facts.update(facts))

    def vault(self, words: Sentence) -> None:
        """Set the description of where held content is stored."""
        self._update(lambda: setattr(self, "_vault", words))

    def reported(self) -> dict[str, str]:
        """Return what this computer says of itself with each record that leaves it."""
        with self._lock:
            found = self._supply.provenance
            return {"state": self._state().value, "mode": self._facts.get("mode", ""), "pack": str(found.number),
                    "label": found.label}

    def reports(self, fields: tuple[Field, ...] | None) -> None:
        """Set what of each record leaves this computer, None when nothing does."""
        self._update(lambda: setattr(self, "_reports", fields))

    def provenance(self, provenance: Provenance) -> None:
        """Set which release is in force, before anything is recorded under it."""
        self._update(lambda: setattr(self, "_supply", msgspec.structs.replace(self._supply, provenance=provenance)))

    def supply(self, supply: SupplyState) -> None:
        """Set where the rules come from."""
        self._update(lambda: setattr(self, "_supply", supply))

    def answered(self, count: int) -> None:
        """Set how many answers to feedback nobody has looked at."""
        self._update(lambda: setattr(self, "_answered", count))

    def inspections(self, inspections: tuple[Inspecting, ...]) -> None:
        """Set the unit's orders to inspect folders of this computer, and how far each is."""
        self._update(lambda: setattr(self, "_inspections", inspections))

    def stored(self, size: int) -> None:
        """Set how many bytes the held items take."""
        self._update(lambda: setattr(self, "_stored", size))

    def folders(self, folders: tuple[Watched, ...], left_out: int = 0) -> None:
        """Set the watched folders, and how many below them are not watched because there are too many."""
        def change() -> None:
            self._folders, self._folders_left_out = folders, left_out

        if (folders, left_out) != (self._folders, self._folders_left_out):
            self._update(change)

    def gate(self, gate: GateState) -> None:
        """Set what is known of the file gate."""
        if gate != self._gate:
            self._update(lambda: setattr(self, "_gate", gate))

    def browsers(self, without_extension: tuple[str, ...]) -> None:
        """Set the browsers whose pages are known by their titles alone."""
        if without_extension != self._without_extension:
            self._update(lambda: setattr(self, "_without_extension", without_extension))

    def marking(self, marking: Marking | None) -> None:
        """Set the mark on the screen, None for no mark."""
        self._update(lambda: setattr(self, "_marking", marking))

    def mark_drawn(self, drawn: bool) -> None:
        """Set whether a tray says that this mark is on the screen."""
        if drawn != self._mark_drawn:
            self._update(lambda: setattr(self, "_mark_drawn", drawn))

    def windows_unread(self, count: int) -> None:
        """Set how many open windows were looked at and could not be read."""
        if count != self._windows_unread:
            self._update(lambda: setattr(self, "_windows_unread", count))

    def passed_over(self) -> None:
        """Count one more picture that was not judged because too many came at once."""
        with self._lock:
            self._passed_over += 1

    def armed(self, armed: bool) -> None:
        """Set whether the broker guards the clipboard now."""
        self._update(lambda: setattr(self, "_armed", armed))

    def begun(self) -> None:
        """Note that all other sources are watched: folders, and the files that chat clients open and receive."""
        self._update(lambda: setattr(self, "_begun", True))

    def stopped(self) -> None:
        """Note that the guard is ending."""
        self._update(lambda: setattr(self, "_stopped", True))

    def paused(self, until: float) -> None:
        """Set the end of the pause (seconds since the epoch); 0 ends it."""
        def change() -> None:
            self._paused_until = until
            self._pause_ends_at = elapsed() + until - self._now()

        self._update(change)

    def is_armed(self) -> bool:
        """Return whether a broker guards the clipboard now. Reads nothing else."""
        with self._lock:
            return self._armed

    def is_paused(self) -> bool:
        """Return whether the guard is paused now. Reads nothing else."""
        with self._lock:
            return self._pausing() and not self._stopped

    def pause_over(self) -> bool:
        """Return whether the pause has ended: by the wall clock, or by the time elapsed since it began.

        So setting the clock back does not make it longer.
        """
        with self._lock:
            return self._paused_until > 0 and not self._pausing()

    def _pausing(self) -> bool:
        return self._paused_until > self._now() and self._pause_ends_at > elapsed()

    def reader(self, prepared: Prepared, wanted: str) -> None:
        """Set what the reader uses and what confines it; ``wanted`` is the engine of the policy."""
        confinement = prepared.confinement
        self.fact(engine=prepared.engine, sandbox=str(confinement.words) if prepared.engine else "")
        self.trouble("reader", prepared.stand_in(wanted) if prepared.engine
                     else sentence("guard.no-engine", why=prepared.why))
        if prepared.engine and not confinement.holds:
            self.trouble("sandbox", sentence("guard.not-confined", why=confinement.words))

    def trouble(self, part: str, words: Sentence) -> None:
        """Set what is wrong with a part, in words for people; NOTHING clears it."""
        def change() -> None:
            if words:
                self._troubles[part] = words
            else:
                self._troubles.pop(part, None)

        self._update(change)

    def count(self, what: str) -> None:
        """Add one to a counter; subscribers are not told of a change that is only a count."""
        with self._lock:
            self._counts[what] += 1

    def current(self) -> Status:
        """Return the complete status now."""
        held = self._count_held()
        with self._lock:
            return Status(
                state=self._state(),
                broker=self._facts.get("broker", ""),
                engine=self._facts.get("engine", ""),
                sandbox=self._facts.get("sandbox", ""),
                pack=self._facts.get("pack", ""),
                mode=self._facts.get("mode", ""),
                sensitivity=self._facts.get("sensitivity", ""),
                vault=self._vault,
                stored_bytes=self._stored,
                counts=dict(self._counts),
                held=held,
                troubles=tuple(dict.fromkeys(self._troubles.values())),
                paused_until=self._paused_until,
                folders=self._folders,
                folders_left_out=self._folders_left_out,
                passed_over=self._passed_over,
                gate=self._gate,
                security_office=self._security_office,
                pause_minutes=self._pause_minutes,
                countdown_seconds=self._countdown_seconds,
                at_warning=self._at_warning,
                without_extension=self._without_extension,
                marking=self._marking,
                mark_drawn=self._mark_drawn,
                windows_unread=self._windows_unread,
                reports=self._reports,
                supply=self._supply,
                answered=self._answered,
                inspections=self._inspections,
                guarding=self._wrong_with(_GUARDING),
                keeping=self._wrong_with(_STORING),
            )

    def _wrong_with(self, parts: Sequence[str]) -> Sentence:
        return joined(*dict.fromkeys(self._troubles[part] for part in parts if part in self._troubles))

    def _state(self) -> State:
        if self._stopped:
            return State.STOPPED
        if self._pausing():
            return State.PAUSED
        if self._troubles:
            return State.TROUBLE
        return State.WATCHING if self._armed and self._begun else State.STARTING

    def _update(self, change: Callable[[], None]) -> None:
        """Make a change and tell it, unless another thread is telling now: that one then tells this one's too.

        So one status is told after the other, and no lock is held while subscribers are told.
        """
        with self._lock:
            change()
            self._untold = True
            if self._telling:
                return
            self._telling = True
        try:
            while self._something_untold():
                self._tell(self.current())
        except BaseException:
            with self._lock:
                self._telling = False
            raise

    def _something_untold(self) -> bool:
        with self._lock:
            self._telling, self._untold = self._untold, False
            return self._telling

    def _tell(self, status: Status) -> None:
        compared = msgspec.structs.replace(status, counts={})
        if compared != self._told:
            self._told = compared
            self._changed(status)
