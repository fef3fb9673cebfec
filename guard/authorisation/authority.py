"""The guard's side of authorisation codes: makes request codes, and spends the codes that answer them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from guard.authorisation.answering import SECRET_WORDS
from guard.authorisation.code_form import read_code
from guard.authorisation.ledger import Ledger
from guard.authorisation.pending import WRONG_LIMIT, Answered, Pending
from guard.authorisation.request import CodeRequest, Subject, valid_at, valid_until
from guard.core.locks import Lock
from guard.core.model import Case, CaseState, Release
from guard.ipc.replies import Refused
from guard.sentences.catalogue import sentence
from guard.util.spoken_code import CodeError

_NO_KEY = Refused("no-key", sentence("code.no-key"))
_NO_LEDGER = Refused("ledger", sentence("code.ledger-not-writable"))


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, and until when a code for it is valid: seconds since the epoch, by the clock that people see."""

    request: CodeRequest
    valid_until: float


@dataclass(frozen=True, slots=True)
class Authority:
    """Whose codes this computer accepts (``keys`` is called each time: they come with the policy), which requests wait
    and which were spent.

    ``ledger`` None: it could not be opened, and no code is accepted.
    """

    keys: Callable[[], Sequence[bytes]]
    ledger: Ledger | None
    pending: Pending

    @classmethod
    def here(cls, keys: Callable[[], Sequence[bytes]], ledger: Ledger | None) -> Authority:
        """Return the authority of a guard that has just been started: no request waits."""
        return cls(keys, ledger, Pending())

    def request(self, case: Case) -> Asked | Refused:
        """Return the request code for a held item, or why there is none."""
        return self._refusal(case) or self._ask(case.id, case.decision.nature)

    def request_act(self, act: Lock) -> Asked | Refused:
        """Return the request code for what the user wants to do with the guard, or why there is none."""
        return self._ask(act.value, act)

    def spend(self, case: Case, untrusted_code: str) -> Refused | None:
        """Spend a code for an item; return why that is not possible, or None. It is durably spent before this returns.
        """
        return self._refusal(case) or self._spend(case.id, case.decision.nature, untrusted_code)

    def spend_act(self, act: Lock, untrusted_code: str) -> Refused | None:
        """Spend a code for what the user wants to do with the guard; return why that is not possible, or None."""
        return self._spend(act.value, act, untrusted_code)

    def _ask(self, key: str, subject: Subject) -> Asked | Refused:
        if not self.keys():
            return _NO_KEY
        if self.ledger is None:
            return _NO_LEDGER
        try:
            public, hour = self.ledger.ask(key, self.pending.make, self.pending.waits)
        except sqlite3.Error:
            return _NO_LEDGER
        return Asked(CodeRequest(subject, public), valid_until(hour) - self.ledger.ahead())

    def _spend(self, key: str, subject: Subject, untrusted_code: str) -> Refused | None:
        if not self.keys():
            return _NO_KEY
        if self.ledger is None:
            return _NO_LEDGER
        try:
            return self._spent(key, subject, read_code(untrusted_code), self.ledger)
        except CodeError as error:
            return Refused("code", sentence("code.incomplete", why=error.words))
        except sqlite3.Error:
            return _NO_LEDGER

    def _spent(self, key: str, subject: Subject, code: bytes, ledger: Ledger) -> Refused | None:
        asked = ledger.asked(key)
        if asked is None:
            used = bool(ledger.used(key))
            return Refused("spent" if used else "not-asked",
                           sentence("code.used") if used
                           else sentence("code.not-requested"))
        public, hour = asked
        if not self.pending.waits(public):
            return Refused("not-asked", sentence("code.request-gone"))
        if not valid_at(hour, ledger.now()):
            return Refused("expired", sentence("code.expired"))
        found = self.pending.check(code, CodeRequest(subject, public), self.keys())
        if found is Answered.EXHAUSTED:
            return Refused("exhausted", sentence("code.exhausted", most=WRONG_LIMIT))
        if found is Answered.WRONG:
            return Refused("code", sentence("code.wrong"))
        if not ledger.spend(key, public):
            return Refused("spent", sentence("code.spent"))
        self.pending.forget(public)
        return None

    def _refusal(self, case: Case) -> Refused | None:
        if case.decision.release is Release.NEVER:
            return Refused("never", SECRET_WORDS)
        if case.decision.release is not Release.CODE:
            return Refused("no-code-needed", sentence("code.not-needed"))
        return Refused("destroyed", sentence("release.destroyed")) if case.state is CaseState.DESTROYED else None
