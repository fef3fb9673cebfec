"""The vault for the policy 仅记录: content in memory only, gone when the guard ends."""

from __future__ import annotations

from dataclasses import dataclass, replace
from threading import RLock

from guard.core.model import Case, CaseState, CaseSummary, Origin
from guard.sentences.catalogue import sentence
from guard.vault.errors import VaultCode, VaultError
from rules.sentences.sentence import NOTHING, Sentence


@dataclass(slots=True)
class _Held:
    case: Case
    content: bytearray
    was_released: bool = False
    """It was when it was destroyed."""

    def summary(self) -> CaseSummary:
        summary = CaseSummary.of(self.case)
        return replace(summary, released=summary.released or self.was_released)


class MemoryVault:
    """guard.core.ports.Vault without a copy on disk; safe to call from several threads."""

    def __init__(self) -> None:
        self._held: dict[str, _Held] = {}
        self._lock = RLock()

    @property
    def trouble(self) -> VaultError | None:
        """Why nothing can be stored: None, storing is always possible."""
        return None

    def describe(self) -> Sentence:
        """Return the vault's state in words for people, for ``status`` and ``doctor``."""
        return sentence("vault.in-memory-alone")

    def put(self, case: Case, payload: bytes) -> None:
        """Store a case until ``close``. Raises VaultError when the id is taken by one that was not destroyed."""
        with self._lock:
            if case.id in self._held and self._held[case.id].case.state is not CaseState.DESTROYED:
                raise VaultError(VaultCode.EXISTS, sentence("vault.held-already", case=case.id))
            self._held[case.id] = _Held(case, bytearray(payload))

    def payload(self, case_id: str) -> bytes:
        """Return the held bytes. Raises VaultError."""
        with self._lock:
            return bytes(self._alive(case_id).content)

    def case(self, case_id: str) -> Case:
        """Return one case with its content. Raises VaultError, MISSING also when it was destroyed."""
        with self._lock:
            return self._alive(case_id).case

    def update(self, case: Case) -> None:
        """Store the changed state of a case. Raises VaultError."""
        with self._lock:
            self._alive(case.id).case = case

    def summaries(self) -> tuple[CaseSummary, ...]:
        """Return every case, newest first, without content."""
        with self._lock:
            every = [held.summary() for held in self._held.values()]
        return tuple(sorted(every, key=lambda summary: (summary.opened_at, summary.id), reverse=True))

    def summary(self, case_id: str) -> CaseSummary | None:
        """Return one case without content, None when there is none."""
        with self._lock:
            held = self._held.get(case_id)
            return held.summary() if held is not None else None

    def count_held(self) -> int:
        """Return how many listed cases are held."""
        with self._lock:
            return sum(held.case.state is CaseState.HELD and held.case.listed for held in self._held.values())

    def latest_held(self, origin: Origin) -> CaseSummary | None:
        """Return the held case of this origin that was opened last, None when there is none."""
        return next((summary for summary in self.summaries()
                     if summary.state is CaseState.HELD and summary.origin is origin), None)

    def destroy(self, case_id: str) -> None:
        """Wipe the held bytes and keep the summary; does nothing for one already destroyed. Raises VaultError."""
        with self._lock:
            _wipe(self._known(case_id))

    def forget(self, case_id: str) -> None:
        """Wipe the held bytes and forget the case."""
        with self._lock:
            _wipe(self._known(case_id))
            del self._held[case_id]

    def opened_before(self, moment: float) -> tuple[str, ...]:
        """Return the items with content opened before this, released ones first. See guard.core.ports.Vault."""
        with self._lock:
            old = [(held.case.state is not CaseState.RELEASED, held.case.opened_at, item)
                   for item, held in self._held.items()
                   if held.case.opened_at < moment and held.case.state is not CaseState.DESTROYED]
        return tuple(item for _, _, item in sorted(old))

    def unlisted_before(self, moment: float) -> tuple[str, ...]:
        """Return the items with content that no list shows. See guard.core.ports.Vault."""
        with self._lock:
            return tuple(item for item in self.opened_before(moment) if not self._held[item].case.listed)

    def size(self) -> int:
        """Return the size of the held contents in bytes."""
        with self._lock:
            return sum(len(held.content) for held in self._held.values())

    def size_of(self, case_id: str) -> int:
        """Return the size of one item's held content in bytes, 0 without any."""
        with self._lock:
            return len(self._held[case_id].content) if case_id in self._held else 0

    def close(self) -> None:
        """Wipe every content and forget every case."""
        with self._lock:
            for held in self._held.values():
                _wipe(held)
            self._held.clear()

    def _known(self, case_id: str) -> _Held:
        held = self._held.get(case_id)
        if held is None:
            raise VaultError(VaultCode.MISSING, sentence("vault.not-in-memory", case=case_id))
        return held

    def _alive(self, case_id: str) -> _Held:
        held = self._known(case_id)
        if held.case.state is CaseState.DESTROYED:
            raise VaultError(VaultCode.MISSING, sentence("vault.destroyed", case=case_id))
        return held


def _wipe(held: _Held) -> None:
    """Overwrite the bytes: freed memory keeps its content until it is used again."""
    held.content[:] = bytes(len(held.content))
    held.content = bytearray()
    held.was_released = held.summary().released
    held.case = replace(held.case, title=NOTHING, judged=(), file=None, state=CaseState.DESTROYED)
