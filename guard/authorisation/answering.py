"""The 保密办's side: answers a request code with a code. What may not be released is refused here too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from guard.authorisation.agreement import code_of, private_of_office
from guard.authorisation.request import CodeRequest
from guard.sentences.catalogue import sentence
from guard.util.spoken_code import CodeError
from rules.model import Nature

if TYPE_CHECKING:
    from securesystemslib.signer import CryptoSigner

ROLE = "authorise"
"""The role of the key, as key files name it."""

SECRET_WORDS = (sentence("release.secret"))
"""Why nothing with a state-secret mark is released, and what to do instead."""


class SecretError(Exception):
    """A code was requested for something with a state-secret mark; the message says what to do instead."""


def answer(request: CodeRequest, key: CryptoSigner) -> bytes:
    """Return the code. Raises SecretError, and CodeError for a request that no guard has made."""
    if request.subject is Nature.STATE_SECRET:
        raise SecretError(SECRET_WORDS)
    private = load_pem_private_key(key.private_bytes, None)
    if not isinstance(private, Ed25519PrivateKey):
        raise TypeError(type(private))
    try:
        public = X25519PublicKey.from_public_bytes(request.public)
        return code_of(private_of_office(private.private_bytes_raw()), public, request)
    except ValueError as error:
        raise CodeError(sentence("code.request-of-nobody")) from error
