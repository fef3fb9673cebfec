"""Encodes the odd bytes of file names that are not UTF-8 as characters that messages can carry, and back.

Python represents the odd bytes of such a name as lone surrogates (PEP 383), which no UTF-8 encoder accepts. Here each
becomes a character of a private-use plane (U+10FE80 to U+10FEFF), which no real name contains.
"""

from __future__ import annotations

_SHIFT = 0x10FE80 - 0xDC80
_TO_TEXT = {code: code + _SHIFT for code in range(0xDC80, 0xDD00)}
_TO_NAME = {text: code for code, text in _TO_TEXT.items()}


def carried(name: str) -> str:
    """Return a name of the file system as text that encodes in UTF-8."""
    return name.translate(_TO_TEXT)


def brought_back(text: str) -> str:
    """Return the name from which ``carried`` made this text."""
    return text.translate(_TO_NAME)
