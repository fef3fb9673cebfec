"""The form of an authorisation code: how long it is, and how it is read out, pasted and typed."""

from __future__ import annotations

from guard.util.spoken_code import grouped, plain, read

CODE_BYTES = 7
"""Bytes of a code, 56 bits: it can only be guessed at a guard, which counts the attempts (ADR 49)."""

CODE_GROUP = 4
"""Characters per group of a code, without its check character."""


def code_text(code: bytes) -> str:
    """Return the twelve characters of a code, to be pasted or sent as a file."""
    return plain(code)


def code_groups(code: bytes) -> tuple[str, ...]:
    """Return a code in three groups, to be read out."""
    return grouped(code, CODE_GROUP)


def read_code(untrusted_text: str) -> bytes:
    """Return the code that was typed or pasted. Raises CodeError."""
    return read(untrusted_text, CODE_BYTES, CODE_GROUP)
