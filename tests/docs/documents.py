"""Finds the documents of the repository, and the code in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tests.support.program import ROOT

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])

_BLOCK = re.compile(r"(?ms)^```\w*\n(.*?)^```$|^((?:    .*\n?)+)")
_SPAN = re.compile(r"`([^`]+)`")


def code(document: Path) -> Iterator[str]:
    """Yield every line of a block of code, without its comments, and every word set as code, joined."""
    text = document.read_text("utf-8")
    for fenced, indented in _BLOCK.findall(text):
        for line in (fenced or indented).splitlines():
            yield line.split("  #")[0].strip()
    for span in _SPAN.findall(_BLOCK.sub("", text)):
        yield " ".join(span.split())


def named(document: Path) -> str:
    """Return the name of a document among parameters of tests."""
    return str(document.relative_to(ROOT))
