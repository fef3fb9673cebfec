"""The OCR engines, one file each, in the order in which they replace one another."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from guard.reading.ocr.engine import OcrEngine
from guard.sentences.catalogue import joined, sentence
from rules.sentences.sentence import SaidError, Sentence

DEFAULT = "cascade"


class NoEngineError(SaidError):
    """No OCR engine works here; its words say why for each of them."""


def _cascade() -> OcrEngine:
    from guard.reading.ocr.cascade import Cascade

    return Cascade()


def _tesseract() -> OcrEngine:
    from guard.reading.ocr.tesseract import Tesseract

    return Tesseract()


ENGINES: Mapping[str, Callable[[], OcrEngine]] = {"cascade": _cascade, "tesseract": _tesseract}
"""Name in policy and command line → constructor. Each imports its libraries only when it is called."""


def choose(name: str, without: Collection[str] = ()) -> tuple[OcrEngine, Sentence]:
    """Return a loaded engine: the requested one, else the first that works, with why it is not the requested one.

    Those in ``without`` are not tried. Raises NoEngineError when none works.
    """
    reasons = [] if name in ENGINES else [sentence("engine.no-such", name=name, known=tuple(ENGINES))]
    for candidate in sorted(ENGINES.keys() - without, key=lambda known: (known != name, [*ENGINES].index(known))):
        engine = ENGINES[candidate]()
        reason = engine.unavailable()
        if reason is None:
            return engine, joined(*reasons)
        reasons.append(sentence("engine.not-working", engine=candidate, why=reason))
    raise NoEngineError(joined(*reasons))
