"""Reads the weights of the learnt tagger and of its encoder, which masked copies need.

Without valid weights rules mask alone, or rules and the tagger.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from importlib.resources import files
from typing import TYPE_CHECKING, TypeVar

from guard.sentences.catalogue import sentence
from guard.util.clocks import elapsed
from rules.sentences.sentence import NOTHING, Sentence

if TYPE_CHECKING:
    from rules.tagging.tagger import Tagger

FILE = "tags.bin"
ENCODER_FILE = "encoder.bin"

_Weights = TypeVar("_Weights")

log = logging.getLogger(__name__)


IDLE_SECONDS = 600.0
"""How long the tagger stays in memory after its last use."""


class Tagging:
    """The tagger of this program, read and proven when it is needed and not kept for long: a masked copy is rare, and
    its tables are large. Thread-safe. ``now`` is a clock in seconds that is never set.
    """

    def __init__(self, now: Callable[[], float] = elapsed) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._read = False
        self._used_at = 0.0
        self._tagger: Tagger | None = None
        self._problem = NOTHING

    @property
    def problem(self) -> Sentence:
        """Why masked copies are made with less, in words for people, NOTHING when they are not."""
        self.tagger()
        return self._problem

    def tagger(self) -> Tagger | None:
        """Return the tagger, None without valid weights."""
        with self._lock:
            if not self._read:
                self._tagger, self._problem = built_in_tagger()
                self._read = True
            self._used_at = self._now()
            return self._tagger

    def tend(self) -> None:
        """Forget the tagger where nobody needs it any more; call about once per second. Never waits."""
        if self._lock.acquire(blocking=False):
            try:
                if self._tagger is not None and self._now() - self._used_at >= IDLE_SECONDS:
                    self._tagger, self._read = None, False
            finally:
                self._lock.release()


def built_in_tagger() -> tuple[Tagger | None, Sentence]:
    """Return the tagger with the weights inside the program, without its encoder or None where they cannot be used, and
    why."""
    # A guard that restarts after being killed needs neither to guard again.
    from rules.tagging.encoder import Encoder
    from rules.tagging.encoder_weights import parse as parse_encoder
    from rules.tagging.tagger import Tagger
    from rules.tagging.weights import parse

    weights, why = _read(FILE, parse)
    if weights is None:
        log.error("the weights of the tagger cannot be used: rules mask alone")
        return None, sentence("tags.not-working", why=why)
    of_encoder, why = _read(ENCODER_FILE, parse_encoder)
    if of_encoder is None:
        log.error("the weights of the encoder cannot be used: the tagger masks without it")
        return Tagger(weights), sentence("tags.no-encoder", why=why)
    return Tagger(weights, Encoder(of_encoder)), NOTHING


def _read(name: str, parse: Callable[[bytes], _Weights]) -> tuple[_Weights | None, Sentence]:
    """Return the weights of a file, or None and why."""
    from rules.tagging.sealed import TagWeightsError

    try:
        return parse((files("rules") / "tagging" / name).read_bytes()), NOTHING
    except OSError:
        return None, sentence("learnt.no-weights")
    except TagWeightsError as error:
        return None, error.words
