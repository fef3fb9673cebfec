"""Makes entries of an X authority file (Xau(3)): keys to displays."""

from __future__ import annotations

LOCAL, ANY_HOST = 256, 65535
"""Families of addresses: of this computer by its name, and of any host."""


def entry(family: int, host: bytes, number: bytes, secret: bytes) -> bytes:
    """Return an entry of an authority file, the key to display ``number`` (b"": to any)."""
    parts = (host, number, b"MIT-MAGIC-COOKIE-1", secret)
    return family.to_bytes(2, "big") + b"".join(len(part).to_bytes(2, "big") + part for part in parts)
