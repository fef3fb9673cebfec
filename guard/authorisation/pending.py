"""Keeps the private keys of the requests that wait for their codes: in the guard's memory alone, never in a file."""

from __future__ import annotations

import hmac
import threading
from collections.abc import Iterable
from enum import Enum

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from guard.authorisation.agreement import code_of, public_of_office
from guard.authorisation.request import CodeRequest

WRONG_LIMIT = 10
"""Wrong codes that one request takes; then it must be made again."""


class Answered(Enum):
    """What a code was for a request. EXHAUSTED: it was wrong, and no further one is taken for this request."""

    RIGHT = "right"
    WRONG = "wrong"
    EXHAUSTED = "exhausted"


class Pending:
    """Thread-safe. A key is gone once its request was answered, was guessed at too often, or the guard has ended."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._keys: dict[bytes, X25519PrivateKey] = {}
        self._wrong: dict[bytes, int] = {}

    def make(self) -> bytes:
        """Make the key of a new request; return its public half."""
        private = X25519PrivateKey.generate()
        public = private.public_key().public_bytes_raw()
        with self._lock:
            self._keys[public] = private
        return public

    def waits(self, public: bytes) -> bool:
        """Return whether a code is still taken for the request of this key."""
        with self._lock:
            return public in self._keys

    def forget(self, public: bytes) -> None:
        """Take no further code for the request of this key."""
        with self._lock:
            self._keys.pop(public, None)
            self._wrong.pop(public, None)

    def check(self, code: bytes, request: CodeRequest, office_keys: Iterable[bytes]) -> Answered:
        """Return what a code is for a request, and count it when it is wrong. ``office_keys`` are Ed25519 keys."""
        with self._lock:
            private = self._keys.get(request.public)
            if private is None:
                return Answered.EXHAUSTED
            if any(_is_code(code, private, key, request) for key in office_keys):
                return Answered.RIGHT
            wrong = self._wrong[request.public] = self._wrong.get(request.public, 0) + 1
        if wrong < WRONG_LIMIT:
            return Answered.WRONG
        self.forget(request.public)
        return Answered.EXHAUSTED


def _is_code(code: bytes, private: X25519PrivateKey, office_key: bytes, request: CodeRequest) -> bool:
    try:
        return hmac.compare_digest(code, code_of(private, public_of_office(office_key), request))
    except ValueError:  # no key with which anything can be agreed on
        return False
