"""Converts the content digest of an exemption (误报豁免) to and from groups with check characters, to be read out."""

from __future__ import annotations

from guard.util.spoken_code import grouped, read
from rules.judge.exempted import MARK_BYTES

_GROUP = 4


def content_code(mark: str) -> str:
    """Return the digest of a content as it is read out, each group with its check character."""
    return " ".join(grouped(bytes.fromhex(mark), _GROUP))


def read_content_code(untrusted_code: str) -> str:
    """Return the digest that was read out. Raises guard.util.spoken_code.CodeError."""
    return read(untrusted_code, MARK_BYTES, _GROUP).hex()
