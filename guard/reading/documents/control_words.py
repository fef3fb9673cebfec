"""Reads words on the controls of a form (ActiveX): each kind has its own format, but words are stored as UTF-16."""

from __future__ import annotations

import re

from guard.reading.documents.transcript import Transcript

_CHARACTERS = r"0-9A-Za-z\u2605\u2606\u3000-\u303f\u4e00-\u9fff\uff00-\uffef"
_RUN = re.compile(f"[{_CHARACTERS}][{_CHARACTERS} ]+")
_WORDS = re.compile(r"[\u4e00-\u9fff]{2}")


def write(untrusted_bytes: bytes, transcript: Transcript) -> None:
    """Write every run of characters that has two Chinese characters in a row."""
    for run in _RUN.findall(untrusted_bytes.decode("utf-16-le", "ignore")):
        if _WORDS.search(run):
            transcript.line(run.strip())
