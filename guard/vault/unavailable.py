"""Stands where a vault cannot be opened: it refuses to keep anything, so that nobody believes something was kept."""

from __future__ import annotations

from guard.model import Case, CaseSummary
from guard.vault.errors import VaultError


class UnavailableVault:
    """guard.ports.Vault that answers everything with the reason why there is no vault."""

    def __init__(self, reason: VaultError) -> None:
        self._reason = reason

    def describe(self) -> str:
        """Return why there is no vault, in words for people."""
        return f"不可用：{self._reason.words}"

    def put(self, case: Case, payload: bytes) -> None:
        """Raise VaultError: a file whose copy is not on disk must stay where it is."""
        raise self._reason

    def payload(self, case_id: str) -> bytes:
        """Raise VaultError."""
        raise self._reason

    def case(self, case_id: str) -> Case:
        """Raise VaultError."""
        raise self._reason

    def update(self, case: Case) -> None:
        """Raise VaultError."""
        raise self._reason

    def summaries(self) -> tuple[CaseSummary, ...]:
        """Return nothing: what the vault holds cannot be read now."""
        return ()

    def destroy(self, case_id: str) -> None:
        """Raise VaultError."""
        raise self._reason

    def size(self) -> int:
        """Return 0: nothing is kept."""
        return 0

    def shrink(self, now: float, limit: int) -> tuple[str, ...]:
        """Return nothing: nothing is kept."""
        return ()

    def expire(self, now: float, days: int) -> tuple[str, ...]:
        """Return nothing: nothing was destroyed."""
        return ()
