"""Computes the code that the guard and the 保密办 both find: from a key agreement (X25519), bound to the request.

The 保密办's key is an Ed25519 key, as its files and the computers have it. The same key in the form of X25519 is used
here, by the map between the two curves (RFC 7748, section 4.1).
"""

from __future__ import annotations

import hashlib

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from guard.authorisation.code_form import CODE_BYTES
from guard.authorisation.request import CodeRequest

_PRIME = 2**255 - 19
_SEED_BYTES = 32


def code_of(private: X25519PrivateKey, public: X25519PublicKey, request: CodeRequest) -> bytes:
    """Return the code of a request, from either side's private and the other's public key. Raises ValueError for a
    public key with which every private one would agree on the same.
    """
    shared = private.exchange(public)
    return HKDF(SHA256(), CODE_BYTES, salt=None, info=request.bound_bytes()).derive(shared)


def public_of_office(ed25519_public: bytes) -> X25519PublicKey:
    """Return the 保密办's public key for an agreement. Raises ValueError when there is none."""
    height = int.from_bytes(ed25519_public, "little") & ((1 << 255) - 1)
    other = (1 + height) * pow(1 - height, -1, _PRIME) % _PRIME
    return X25519PublicKey.from_public_bytes(other.to_bytes(_SEED_BYTES, "little"))


def private_of_office(ed25519_seed: bytes) -> X25519PrivateKey:
    """Return the 保密办's private key for an agreement, from the 32 bytes of its Ed25519 key (RFC 8032, 5.1.5)."""
    return X25519PrivateKey.from_private_bytes(hashlib.sha512(ed25519_seed).digest()[:_SEED_BYTES])
