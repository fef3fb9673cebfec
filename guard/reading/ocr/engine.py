"""The interface of every OCR engine.

Loads no numpy: the reader process imports this before it is confined, and a pool of BLAS threads would stay unconfined.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from guard.reading.model import Line, Pixels
    from rules.sentences.sentence import Sentence


class OcrEngine(Protocol):
    """Recognises text in pixels. One file per engine in guard/reading/ocr/, listed in its table."""

    name: str

    def unavailable(self) -> Sentence | None:
        """Return why this engine cannot run here, for people, or None when it can."""

    def recognise(self, pixels: Pixels) -> Sequence[Line]:
        """Return the lines of one page in reading order. Raises EngineError when the engine fails.

        An empty result means that the page has no text, never that something went wrong. Equals the last of ``views``.
        """

    def views(self, pixels: Pixels) -> Iterator[Sequence[Line]]:
        """Yield what is known of one page so far: at least one view, each in reading order.

        Every view has the lines of the one before, unchanged, and the last is the whole page. A caller that has seen
        enough stops iterating and saves the rest of the work. Raises EngineError when the engine fails.
        """
