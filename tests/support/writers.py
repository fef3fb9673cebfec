"""Reads texts by many writers, one file each (tests/corpus/writers/GUIDE.md explains the labels)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rules.model import Action

FOLDER = Path(__file__).parents[1] / "corpus" / "writers"
LABELS = {"block": Action.BLOCK, "warn": Action.WARN, "allow": None}
KINDS = frozenset({"doc", "chat", "table", "snippet", "filename", "ocr", "mail", "code", "other"})
NATURES = frozenset({"国家秘密", "工作秘密", "批示", "聊天记录", "个人信息", "过程稿", "不实信息", "口令/商业秘密",
                     "none"})
_KEPT_APART = 10
"""One writer in this many is never learnt from."""


@dataclass(frozen=True, slots=True)
class WrittenText:
    """``action`` is the required action, None when the text may be sent; ``hits`` are the deciding words, verbatim."""

    id: str
    writer: str
    kind: str
    action: Action | None
    nature: str
    text: str
    hits: tuple[str, ...]


def writers() -> tuple[str, ...]:
    """Return the names of all writers."""
    return tuple(sorted(path.stem for path in FOLDER.glob("w*.jsonl")))


def is_kept_apart(writer: str) -> bool:
    """Return whether a writer is for measuring alone: nothing is learnt from these texts, nor tuned by them."""
    return int(writer.removeprefix("w")) % _KEPT_APART == 0


def texts_of(writer: str) -> tuple[WrittenText, ...]:
    """Return what one writer wrote."""
    return tuple(_texts((FOLDER / f"{writer}.jsonl").read_text("utf-8"), writer))


def _texts(lines: str, writer: str) -> Iterator[WrittenText]:
    for line in lines.split("\n"):
        if line:
            entry = json.loads(line)
            yield WrittenText(entry["id"], writer, entry["kind"], LABELS[entry["label"]], entry["nature"],
                              entry["text"], tuple(entry["hit"]))
