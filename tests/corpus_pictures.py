"""Draws a share of the writers' texts and reads the pictures: ``python -m tests.corpus_pictures [WRITER…]``.

One text in thirteen of each of these writers, or of all if none is named, becomes a picture, our own OCR reads it,
and the judge's input is written to tests/corpus/pictured. Run it again when texts, looks or the reading have changed.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Sequence

import cv2

from guard.reading import pictures
from guard.reading.ocr.cascade import Cascade
from rules.text import Text
from tests.support.drawn_texts import draw, look_of, share
from tests.support.pictured_texts import FOLDER, PicturedText, as_line
from tests.support.writers import texts_of, writers

SHARE = 13


def read(picture: bytes, engine: Cascade) -> Text:
    """Return the reading of a picture, however long it takes, without anything cached."""
    engine.forget()
    reading = pictures.read(picture, engine, lambda: 0.0)
    assert isinstance(reading, Text), reading
    return reading


def _pictured(writer: str, engine: Cascade) -> Iterator[PicturedText]:
    for written in share(texts_of(writer), SHARE):
        look = look_of(written)
        yield PicturedText(written, look, read(draw(written, look), engine))


def main(chosen: Sequence[str]) -> None:
    """Write a file for each of these writers and print how long it took."""
    os.environ["OMP_NUM_THREADS"] = "1"
    cv2.setNumThreads(1)
    engine = Cascade()
    FOLDER.mkdir(exist_ok=True)
    for writer in chosen:
        began = time.monotonic()
        lines = [as_line(one) for one in _pictured(writer, engine)]
        (FOLDER / f"{writer}.jsonl").write_text("\n".join([*lines, ""]), "utf-8")
        print(f"{writer}: {len(lines)} pictures, {time.monotonic() - began:.1f} s", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:] or writers())
