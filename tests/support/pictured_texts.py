"""Reads texts of the writers as OCR read them from pictures (``python -m tests.corpus_pictures`` makes them anew)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from rules.model import Box
from rules.text import Piece, Text, Trait
from tests.support.writers import WrittenText, texts_of

FOLDER = Path(__file__).parents[1] / "corpus" / "pictured"


@dataclass(frozen=True, slots=True)
class PicturedText:
    """The reading of ``written`` from a picture in this look (tests.support.drawn_texts), as the judge gets it.

    ``read`` has a box for each line, and all traits. It lacks what judging never uses: the positions of letters in
    their line, and the engine's score.
    """

    written: WrittenText
    look: str
    read: Text


def pictured(writer: str) -> tuple[PicturedText, ...]:
    """Return the drawn and read texts of one writer; none if they were not drawn yet."""
    if not (FOLDER / f"{writer}.jsonl").exists():
        return ()
    by_id = {written.id: written for written in texts_of(writer)}
    lines = (FOLDER / f"{writer}.jsonl").read_text("utf-8").split("\n")
    return tuple(of_line(line, by_id) for line in lines if line)


def of_line(line: str, by_id: Mapping[str, WrittenText]) -> PicturedText:
    """Return the text from one line of a file; ``by_id`` are the texts of its writer."""
    entry = json.loads(line)
    return PicturedText(by_id[entry["id"]], entry["look"], _text(entry))


def as_line(one: PicturedText) -> str:
    """Return one text as a line of a file; ``of_line`` reads it back."""
    pieces = one.read.pieces
    # Only the lengths of the pieces are stored.
    assert all(after.start == before.end + 1 for before, after in pairwise(pieces))
    entry = {
        "id": one.written.id, "look": one.look, "text": one.read.original,
        "lines": [[piece.end - piece.start, *_sides(piece.box)] for piece in pieces],
        "traits": [[trait.kind, round(trait.confidence, 4), *_sides(trait.box)] for trait in one.read.traits],
    }
    return json.dumps(entry, ensure_ascii=False, separators=(",", ":"))


def _sides(box: Box | None) -> tuple[int, ...]:
    return () if box is None else (box.x, box.y, box.width, box.height)


def _box(sides: list[int]) -> Box | None:
    return Box(*sides) if sides else None


def _text(entry: dict[str, Any]) -> Text:
    pieces, start = list[Piece](), 0
    for length, *sides in entry["lines"]:
        pieces.append(Piece(start, start + length, 1, _box(sides)))
        start += length + 1
    traits = tuple(Trait(kind, 1, _box(sides), confidence) for kind, confidence, *sides in entry["traits"])
    return Text(entry["text"], tuple(pieces), traits, from_picture=True)
