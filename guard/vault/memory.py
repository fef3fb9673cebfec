"""The vault for the policy 仅记录: content in memory only, gone when the guard ends."""

from __future__ import annotations

from dataclasses import dataclass, replace
from threading import RLock

from guard.core.kept_from_deletion import DAY_SECONDS, may_make_room, waits_for_office
from guard.core.model import Case, CaseState, CaseSummary, Origin
from guard.sentences.catalogue import sentence
from guard.vault.errors import VaultCode, VaultError
from rules.sentences.sentence import NOTHING, Sentence


@dataclass(slots=True)
class _Held:
    case: Case
    content: bytearray


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
        """Store a case until ``close``. Raises VaultError when the id is taken."""
        with self._lock:
            if case.id in self._held:
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
            every = [CaseSummary.of(held.case) for held in self._held.values()]
        return tuple(sorted(every, key=lambda summary: (summary.opened_at, summary.id), reverse=True))

    def summary(self, case_id: str) -> CaseSummary | None:
        """Return one case without content, None when there is none."""
        with self._lock:
            held = self._held.get(case_id)
            return CaseSummary.of(held.case) if held is not None else None

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

    def expire(self, now: float, days: int) -> tuple[str, ...]:
        """Wipe what was opened more than ``days`` before ``now`` (wall clock) and return the ids.

        Items of 国家秘密 wait for the 保密办, as in EncryptedVault.expire.
        """
        with self._lock:
            gone = tuple(item for item, held in self._held.items()
                         if held.case.opened_at < now - days * DAY_SECONDS
                         and held.case.state is not CaseState.DESTROYED and not waits_for_office(held.case))
            for item in gone:
                _wipe(self._held[item])
            return gone

    def drop_unlisted(self, now: float, but: str) -> tuple[str, ...]:
        """Wipe what no list shows a day after it was opened; return the ids. See guard.core.ports.Vault."""
        with self._lock:
            gone = tuple(item for item, held in self._held.items()
                         if held.case.opened_at < now - DAY_SECONDS and not held.case.listed and item != but)
            for item in gone:
                _wipe(self._held[item])
            return gone

    def size(self) -> int:
        """Return the size of the held contents in bytes."""
        with self._lock:
            return sum(len(held.content) for held in self._held.values())

    def shrink(self, now: float, limit: int) -> tuple[str, ...]:
        """Wipe contents until at most ``limit`` bytes are left, or none that may be destroyed; return the ids.

        In the same order as EncryptedVault.shrink.
        """
        with self._lock:
            old = [(held.case.state is not CaseState.RELEASED, held.case.opened_at, item)
                   for item, held in self._held.items() if held.case.opened_at < now - DAY_SECONDS
                   and held.case.state is not CaseState.DESTROYED and may_make_room(held.case)]
            gone: list[str] = []
            for _, _, item in sorted(old):
                if self.size() <= limit:
                    break
                _wipe(self._held[item])
                gone.append(item)
            return tuple(gone)

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
    held.case = replace(held.case, title=NOTHING, judged=(), file=None, state=CaseState.DESTROYED)
