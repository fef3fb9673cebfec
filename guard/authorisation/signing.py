"""The 保密办's side: answers a request code with a signature. What may not be released is refused here too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guard.authorisation.request import CodeRequest
from guard.sentences.catalogue import sentence
from guard.util.spoken_code import grouped, plain
from rules.model import Nature

if TYPE_CHECKING:
    from securesystemslib.signer import CryptoSigner

ROLE = "authorise"
"""The role of the key, as key files name it."""

CODE_BYTES = 64
"""Bytes of a code: a complete Ed25519 signature."""

CODE_GROUP = 8
"""Characters per group of a code, without its check character."""

SECRET_WORDS = (sentence("release.secret"))
"""Why nothing with a state-secret mark is released, and what to do instead."""


class SecretError(Exception):
    """A code was requested for something with a state-secret mark; the message says what to do instead."""


def sign(request: CodeRequest, key: CryptoSigner) -> bytes:
    """Return the code. Raises SecretError."""
    if request.nature is Nature.STATE_SECRET:
        raise SecretError(SECRET_WORDS)
    return bytes.fromhex(key.sign(request.signed_bytes()).signature)


def code_text(code: bytes) -> str:
    """Return the 103 characters of a code, to be pasted or sent as a file."""
    return plain(code)


def code_groups(code: bytes) -> tuple[str, ...]:
    """Return a code in thirteen groups, to be read out."""
    return grouped(code, CODE_GROUP)
