"""Envelope encryption: AES-256-GCM with one key per item, wrapped by the master key (NIST SP 800-38D).

Every ciphertext is nonce (12 bytes) + ciphertext + tag. Associated data is the item id with the purpose, so that
neither two items nor the two parts of one item can be exchanged.
"""

from __future__ import annotations

import os
from enum import StrEnum

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE_BYTES = 12


class Part(StrEnum):
    """The part of an item that a ciphertext contains."""

    KEY = "key"
    CASE = "case"
    PAYLOAD = "payload"


class Seal:
    """Encrypts and decrypts with one key."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def close(self, item: str, part: Part, content: bytes) -> bytes:
        """Return the ciphertext of one part of an item."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, content, _associated(item, part))

    def open(self, item: str, part: Part, ciphertext: bytes) -> bytes | None:
        """Return the content, or None when the key is another one or the ciphertext was changed."""
        nonce, body = ciphertext[:_NONCE_BYTES], ciphertext[_NONCE_BYTES:]
        if len(nonce) < _NONCE_BYTES:
            return None
        try:
            return self._cipher.decrypt(nonce, body, _associated(item, part))
        except InvalidTag:
            return None


def new_item_key() -> bytes:
    """Return a new AES-256 key."""
    return AESGCM.generate_key(256)


def _associated(item: str, part: Part) -> bytes:
    return f"mishao-vault-1:{item}:{part}".encode()
