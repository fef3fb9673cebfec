"""The guard's side of authorisation codes: makes request codes, and spends the codes that answer them."""

from __future__ import annotations

import getpass
import os
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from guard.authorisation.ledger import Ledger
from guard.authorisation.request import CodeRequest, bind
from guard.authorisation.signing import CODE_BYTES, CODE_GROUP, SECRET_WORDS
from guard.core.model import Case, CaseState, Release
from guard.ipc.replies import Refused
from guard.platform.machine import device_id
from guard.sentences.catalogue import sentence
from guard.util.spoken_code import CodeError, read

_NO_KEY = Refused("no-key", sentence("code.no-key"))
_NO_LEDGER = Refused("ledger", sentence("code.ledger-not-writable"))


@dataclass(frozen=True, slots=True)
class Authority:
    """Whose codes this computer accepts (``keys`` is called each time: they come with the policy) and which were spent.

    ``ledger`` None: it could not be opened, and no code is accepted.
    """

    keys: Callable[[], Sequence[bytes]]
    ledger: Ledger | None
    device: str
    user: str

    @classmethod
    def here(cls, keys: Callable[[], Sequence[bytes]], ledger: Ledger | None) -> Authority:
        """Return the authority of this computer and account."""
        return cls(keys, ledger, device_id(), _account())

    def request(self, case: Case) -> CodeRequest | Refused:
        """Return the request code for a held item, or why there is none."""
        refusal = self._refusal(case)
        if refusal is not None or self.ledger is None:
            return refusal or _NO_LEDGER
        try:
            nonce, hour = self.ledger.ask(case.id)
        except sqlite3.Error:
            return _NO_LEDGER
        return self._request(case, nonce, hour)

    def spend(self, case: Case, untrusted_code: str) -> Refused | None:
        """Spend a code for an item; return why that is not possible, or None. It is durably spent before this returns.
        """
        refusal = self._refusal(case)
        if refusal is not None or self.ledger is None:
            return refusal or _NO_LEDGER
        try:
            code = read(untrusted_code, CODE_BYTES, CODE_GROUP)
            return self._spend(case, code, self.ledger)
        except CodeError as error:
            return Refused("code", sentence("code.incomplete", why=error.words))
        except sqlite3.Error:
            return _NO_LEDGER

    def _spend(self, case: Case, code: bytes, ledger: Ledger) -> Refused | None:
        asked = ledger.asked(case.id)
        if asked is None:
            used = bool(ledger.used(case.id))
            return Refused("spent" if used else "not-asked",
                           sentence("code.used") if used
                           else sentence("code.not-requested"))
        request = self._request(case, *asked)
        if not any(_signed(key, code, request) for key in self.keys()):
            return Refused("code", sentence("code.wrong"))
        if not request.valid_at(ledger.now()):
            return Refused("expired", sentence("code.expired"))
        return None if ledger.spend(case.id, asked[0]) else Refused("spent", sentence("code.spent"))

    def _refusal(self, case: Case) -> Refused | None:
        if case.decision.release is Release.NEVER:
            return Refused("never", SECRET_WORDS)
        if case.decision.release is not Release.CODE:
            return Refused("no-code-needed", sentence("code.not-needed"))
        if case.state is CaseState.DESTROYED:
            return Refused("destroyed", sentence("release.destroyed"))
        return None if self.keys() else _NO_KEY

    def _request(self, case: Case, nonce: bytes, hour: int) -> CodeRequest:
        return CodeRequest(case.decision.nature, hour, bind(case.id, self.device, self.user, nonce))


def _signed(key: bytes, code: bytes, request: CodeRequest) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(code, request.signed_bytes())
    except (InvalidSignature, ValueError):
        return False
    return True


def _account() -> str:
    return getpass.getuser() if os.name == "nt" else str(os.getuid())
