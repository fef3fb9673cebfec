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
from guard.util.spoken_code import CodeError, read

_NO_KEY = Refused("no-key", "这台电脑还没有配置授权公钥，不能核验授权码。请联系保密办。")
_NO_LEDGER = Refused("ledger", "授权记录写不进去，不能用授权码放行。请检查磁盘空间和暂存目录的权限，再重新启动密哨。")


@dataclass(frozen=True, slots=True)
class Authority:
    """Whose codes this computer takes (``keys`` is asked each time: they come with the policy) and what it has spent.

    ``ledger`` None: it could not be opened, and no code is taken.
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
        """Spend a code for an item; return why it cannot be, or None. It is spent for good before this returns."""
        refusal = self._refusal(case)
        if refusal is not None or self.ledger is None:
            return refusal or _NO_LEDGER
        try:
            code = read(untrusted_code, CODE_BYTES, CODE_GROUP)
            return self._spend(case, code, self.ledger)
        except CodeError as error:
            return Refused("code", f"授权码不完整：{error}")
        except sqlite3.Error:
            return _NO_LEDGER

    def _spend(self, case: Case, code: bytes, ledger: Ledger) -> Refused | None:
        asked = ledger.asked(case.id)
        if asked is None:
            used = bool(ledger.used(case.id))
            return Refused("spent" if used else "not-asked",
                           "这一项的授权码已经用过，每个码只能用一次。请重新取请求码，再要一个。" if used
                           else "这一项还没有请求码。请先取请求码，念给保密办。")
        request = self._request(case, *asked)
        if not any(_signed(key, code, request) for key in self.keys()):
            return Refused("code", "授权码不对：它不是保密办为这一项、这台电脑、这次的请求码签的。请核对请求码。")
        if not request.valid_at(ledger.now()):
            return Refused("expired", "授权码过期了，每个码在一到两小时内有效。请重新取请求码，再向保密办要一个。")
        return None if ledger.spend(case.id, asked[0]) else Refused("spent", "这个授权码刚刚用过了。")

    def _refusal(self, case: Case) -> Refused | None:
        if case.decision.release is Release.NEVER:
            return Refused("never", SECRET_WORDS)
        if case.decision.release is not Release.CODE:
            return Refused("no-code-needed", "这一项放行不需要授权码。")
        if case.state is CaseState.DESTROYED:
            return Refused("destroyed", "这一项已经销毁，取不回来了。")
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
