"""Replaces a vault that cannot be opened: it refuses to store anything, until the vault can be opened after all."""

from __future__ import annotations

from collections.abc import Callable

from guard.core.model import Case, CaseSummary, Origin
from guard.core.ports import Vault
from guard.sentences.catalogue import sentence
from guard.vault.errors import VaultError
from rules.sentences.sentence import Sentence


class LateVault:
    """guard.core.ports.Vault that answers with the reason why there is none, until ``try_again`` opens the real one."""

    def __init__(self, reason: VaultError, make: Callable[[], Vault]) -> None:
        """``make`` opens the vault, or raises VaultError."""
        self._reason = reason
        self._make = make
        self._vault: Vault | None = None

    @property
    def trouble(self) -> VaultError | None:
        """Why there is no vault, or None."""
        return self._reason if self._vault is None else None

    def try_again(self) -> bool:
        """Try to open the vault; return whether that has just succeeded. Nobody else may call this at the same time."""
        if self._vault is not None:
            return False
        try:
            self._vault = self._make()
        except VaultError as error:
            self._reason = error
            return False
        return True

    def describe(self) -> Sentence:
        """Return the vault's state, or why there is none, in words for people."""
        return sentence("vault.not-usable", why=self._reason.words) if self._vault is None else self._vault.describe()

    def put(self, case: Case, payload: bytes) -> None:
        """Raise VaultError without a vault: a file whose copy is not on disk must stay where it is."""
        self._there().put(case, payload)

    def payload(self, case_id: str) -> bytes:
        """Return the held bytes. Raises VaultError."""
        return self._there().payload(case_id)

    def case(self, case_id: str) -> Case:
        """Return one case. Raises VaultError."""
        return self._there().case(case_id)

    def update(self, case: Case) -> None:
        """Store a changed case. Raises VaultError."""
        self._there().update(case)

    def summaries(self) -> tuple[CaseSummary, ...]:
        """Return every case; none without a vault: its content cannot be read now."""
        return () if self._vault is None else self._vault.summaries()

    def summary(self, case_id: str) -> CaseSummary | None:
        """Return one case without content; None without a vault."""
        return None if self._vault is None else self._vault.summary(case_id)

    def count_held(self) -> int:
        """Return how many cases are held; none without a vault."""
        return 0 if self._vault is None else self._vault.count_held()

    def latest_held(self, origin: Origin) -> CaseSummary | None:
        """Return the held case of this origin that was opened last; None without a vault."""
        return None if self._vault is None else self._vault.latest_held(origin)

    def destroy(self, case_id: str) -> None:
        """Destroy an item. Raises VaultError."""
        self._there().destroy(case_id)

    def size(self) -> int:
        """Return the stored bytes."""
        return 0 if self._vault is None else self._vault.size()

    def size_of(self, case_id: str) -> int:
        """Return the stored bytes of an item."""
        return 0 if self._vault is None else self._vault.size_of(case_id)

    def opened_before(self, moment: float) -> tuple[str, ...]:
        """Return the items opened before this; none without a vault."""
        return () if self._vault is None else self._vault.opened_before(moment)

    def unlisted_before(self, moment: float) -> tuple[str, ...]:
        """Return the items that no list shows; none without a vault."""
        return () if self._vault is None else self._vault.unlisted_before(moment)

    def _there(self) -> Vault:
        if self._vault is None:
            raise self._reason
        return self._vault
