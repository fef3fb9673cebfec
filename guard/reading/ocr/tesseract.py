"""The engine ``tesseract``: the Tesseract program of the system, located through pytesseract.

The picture goes in and the table comes out through pipes. pytesseract's own way writes both to temporary files, which
would leave what the user copied on the disk when the reader is killed.
"""

from __future__ import annotations

import io
import os
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from PIL import Image

from guard.reading import limits
from guard.reading.model import EngineError, Line, Pixels
from guard.sentences.catalogue import sentence
from guard.util.os_errors import why
from rules.model import Box
from rules.sentences.sentence import Sentence

_LANGUAGES = ("chi_sim", "eng")

_INSTALL = sentence("engine.install-tesseract")

_COLUMNS = 12
"""Columns of Tesseract's table: level, page, block, paragraph, line, word, left, top, width, height, conf, text."""

_WORD_LEVEL = "5"


class Tesseract:
    """The OcrEngine ``tesseract``."""

    name = "tesseract"

    def unavailable(self) -> Sentence | None:
        """Return how to install what is missing, or None."""
        try:
            import pytesseract
        except ImportError:
            return sentence("engine.no-pytesseract")
        try:
            installed = set(pytesseract.get_languages())
        except OSError:
            return sentence("engine.no-tesseract", then=_INSTALL)
        missing = [language for language in _LANGUAGES if language not in installed]
        return sentence("engine.no-languages", names=tuple(missing), then=_INSTALL) if missing else None

    def recognise(self, pixels: Pixels) -> Sequence[Line]:
        """Return the lines of one page in reading order. Raises EngineError."""
        if min(pixels.shape[:2]) < 2:
            return ()
        lines = groupby(_words(_table(pixels)), key=lambda word: word.line)
        return [_line(list(words)) for _, words in lines]

    def views(self, pixels: Pixels) -> Iterator[Sequence[Line]]:
        """Yield the whole page, once. Raises EngineError."""
        yield self.recognise(pixels)


@dataclass(frozen=True, slots=True)
class _Word:
    """One word of the table: the numbers of its block, paragraph and line, its box, its score from 0 to 1."""

    line: tuple[str, ...]
    box: Box
    score: float
    text: str

    @property
    def right(self) -> int:
        return self.box.x + self.box.width

    @property
    def bottom(self) -> int:
        return self.box.y + self.box.height


def _table(pixels: Pixels) -> str:
    """Run Tesseract on one page and return its table. Raises EngineError."""
    from pytesseract import pytesseract

    command = [pytesseract.tesseract_cmd, "-", "-", "-l", "+".join(_LANGUAGES), "-c", "tessedit_create_tsv=1"]
    picture = io.BytesIO()
    Image.fromarray(pixels).save(picture, "BMP")
    # More than one thread makes it five times slower: they wait for each other.
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(command, input=picture.getvalue(), capture_output=True, env=environment, check=True,
                              timeout=limits.READ_SECONDS)
    except subprocess.CalledProcessError as error:
        raise EngineError(sentence("engine.tesseract-code", code=error.returncode)) from None
    except subprocess.TimeoutExpired:
        raise EngineError(sentence("engine.tesseract-late")) from None
    except OSError as error:
        raise EngineError(sentence("engine.tesseract-not-started", why=why(error), then=_INSTALL)) from None
    return done.stdout.decode("utf-8", "replace")


def _words(table: str) -> list[_Word]:
    rows = [row.split("\t", _COLUMNS - 1) for row in table.split("\n")]
    return [_word(row) for row in rows if len(row) == _COLUMNS and row[0] == _WORD_LEVEL and row[-1].strip()]


def _word(row: Sequence[str]) -> _Word:
    left, top, width, height = (int(cell) for cell in row[6:10])
    return _Word(tuple(row[1:5]), Box(left, top, max(1, width), max(1, height)), float(row[10]) / 100, row[11].strip())


def _line(words: Sequence[_Word]) -> Line:
    """Join the words of one line: with a space between Latin words, without one beside Chinese characters.

    No character edges: the boxes of its Chinese words are wrong by more than half a character.
    """
    text = words[0].text
    for word in words[1:]:
        text += (" " if text[-1].isascii() and word.text[0].isascii() else "") + word.text
    left, top = min(word.box.x for word in words), min(word.box.y for word in words)
    right, bottom = max(word.right for word in words), max(word.bottom for word in words)
    score = sum(word.score for word in words) / len(words)
    return Line(text, Box(left, top, right - left, bottom - top), min(1.0, max(0.0, score)))
