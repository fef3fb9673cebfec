"""Reads the weights of the learnt tagger, which masked copies need. Without valid weights rules mask alone."""

from __future__ import annotations

import logging
import threading
from importlib.resources import files
from typing import TYPE_CHECKING

from guard.sentences.catalogue import sentence
from rules.sentences.sentence import NOTHING, Sentence

if TYPE_CHECKING:
    from rules.tagging.tagger import Tagger

FILE = "tags.bin"

log = logging.getLogger(__name__)


class Tagging:
    """The tagger of this program, read and proven when it is first needed: a masked copy is rare. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._read = False
        self._tagger: Tagger | None = None
        self._problem = NOTHING

    @property
    def problem(self) -> Sentence:
        """Why rules mask alone, in words for people, NOTHING when they do not."""
        self.tagger()
        return self._problem

    def tagger(self) -> Tagger | None:
        """Return the tagger, None without valid weights."""
        with self._lock:
            if not self._read:
                self._tagger, self._problem = built_in_tagger()
                self._read = True
            return self._tagger


def built_in_tagger() -> tuple[Tagger | None, Sentence]:
    """Return the tagger with the weights inside the program, or None and why."""
    # A guard that restarts after being killed needs neither to guard again.
    from rules.tagging.tagger import Tagger
    from rules.tagging.weights import TagWeightsError, parse

    try:
        return Tagger(parse((files("rules") / "tagging" / FILE).read_bytes())), NOTHING
    except OSError:
        words = sentence("learnt.no-weights")
    except TagWeightsError as error:
        words = error.words
    log.error("the weights of the tagger cannot be used: rules mask alone")
    return None, sentence("tags.not-working", why=words)
