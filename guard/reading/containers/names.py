"""Names of members as their archives store them → text. Old Chinese programs write GBK and do not say so."""

from __future__ import annotations


def text_of(name: bytes) -> str:
    """Return a stored name as text: UTF-8 when it is valid, else GB 18030, which maps nearly every byte."""
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        return name.decode("gb18030", "replace")


def of_surrogates(name: str) -> str:
    """Return a name that a library decoded with ``surrogateescape`` as text."""
    return text_of(name.encode("utf-8", "surrogateescape"))
