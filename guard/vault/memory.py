"""Keeping for the policy 仅记录: content in memory only, gone when the guard ends."""

from __future__ import annotations

from dataclasses import dataclass, replace
from threading import RLock

from guard.model import Case, CaseState, CaseSummary, Keeping
from guard.ports import Vault
from guard.vault.errors import VaultCode, VaultError
from guard.vault.retention import DAY_SECONDS, waits_for_office


@dataclass(slots=True)
class _Held:
    case: Case
    content: bytearray


class MemoryVault:
    """guard.ports.Vault without a copy on disk; safe to call from several threads.

    A file held in place keeps its content on disk under its owner's name, so its path and permission bits must outlive
    this process: with ``behind``, such a case is also stored there, without text and without payload. Items that
    ``behind`` already has (the policy was 加密暂存 before) stay reachable.
    """

    def __init__(self, behind: Vault | None = None) -> None:
        self._behind = behind
        self._held: dict[str, _Held] = {}
        self._lock = RLock()

    @property
    def trouble(self) -> VaultError | None:
        """Why nothing can be kept: never."""
        return None

    def describe(self) -> str:
        """Return the vault's state in words for people, for ``status`` and ``doctor``."""
        return "仅记录：被拦截的内容只在内存里，退出密哨后就没有了"

    def put(self, case: Case, payload: bytes) -> None:
        """Keep a case until ``close``. Raises VaultError when the id is taken or its record cannot be stored."""
        with self._lock:
            if case.id in self._held:
                raise VaultError(VaultCode.EXISTS, f"编号 {case.id} 已经暂存，没有覆盖它。")
            if case.keeping is Keeping.IN_PLACE and self._behind is not None:
                self._behind.put(_without_content(case), b"")
            self._held[case.id] = _Held(case, bytearray(payload))

    def payload(self, case_id: str) -> bytes:
        """Return the held bytes. Raises VaultError."""
        with self._lock:
            held = self._held.get(case_id)
            if held is None:
                return self._elsewhere(case_id).payload(case_id)
            return bytes(_alive(held).content)

    def case(self, case_id: str) -> Case:
        """Return one case with its content; after a restart a file held in place has no text. Raises VaultError."""
        with self._lock:
            held = self._held.get(case_id)
            return self._elsewhere(case_id).case(case_id) if held is None else _alive(held).case

    def update(self, case: Case) -> None:
        """Store the changed state of a case. Raises VaultError."""
        with self._lock:
            held = self._held.get(case.id)
            if held is None:
                self._elsewhere(case.id).update(case)
                return
            _alive(held)
            if case.keeping is Keeping.IN_PLACE and self._behind is not None:
                self._behind.update(_without_content(case))
            held.case = case

    def summaries(self) -> tuple[CaseSummary, ...]:
        """Return every case, newest first, without content."""
        with self._lock:
            behind = () if self._behind is None else self._behind.summaries()
            every = {summary.id: summary for summary in behind}
            every.update((item, CaseSummary.of(held.case)) for item, held in self._held.items())
            return tuple(sorted(every.values(), key=lambda summary: (summary.opened_at, summary.id), reverse=True))

    def destroy(self, case_id: str) -> None:
        """Wipe the held bytes and keep the summary. Raises VaultError."""
        with self._lock:
            held = self._held.get(case_id)
            if held is None:
                self._elsewhere(case_id).destroy(case_id)
                return
            if held.case.keeping is Keeping.IN_PLACE and self._behind is not None:
                self._behind.destroy(case_id)
            _wipe(held)

    def expire(self, now: float, days: int) -> tuple[str, ...]:
        """Wipe what was opened more than ``days`` before ``now`` (wall clock), as EncryptedVault.expire does.

        A file held in place is no copy: it stays until somebody decides. The vault behind is its owner's to expire.
        """
        with self._lock:
            gone = [item for item, held in self._held.items()
                    if held.case.opened_at < now - days * DAY_SECONDS and held.case.state is not CaseState.DESTROYED
                    and held.case.keeping is not Keeping.IN_PLACE and not waits_for_office(held.case)]
            for item in gone:
                _wipe(self._held[item])
            return tuple(gone)

    def close(self) -> None:
        """Wipe every content. The vault behind is its owner's to close."""
        with self._lock:
            for held in self._held.values():
                _wipe(held)
            self._held.clear()

    def _elsewhere(self, case_id: str) -> Vault:
        if self._behind is None:
            raise VaultError(VaultCode.MISSING, f"没有编号 {case_id}；“仅记录”方式下，退出密哨后内容不保留。")
        return self._behind


def _alive(held: _Held) -> _Held:
    if held.case.state is CaseState.DESTROYED:
        raise VaultError(VaultCode.MISSING, f"编号 {held.case.id} 的内容已经销毁，取不回来了。")
    return held


def _wipe(held: _Held) -> None:
    """Overwrite the bytes: freed memory keeps its content until somebody else gets it."""
    held.content[:] = bytes(len(held.content))
    held.content.clear()
    held.case = replace(_without_content(held.case), state=CaseState.DESTROYED)


def _without_content(case: Case) -> Case:
    return replace(case, title="", judged=(), destination=None)
