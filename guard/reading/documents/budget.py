"""What one document may still use; the documents inside it use the same budget."""

from __future__ import annotations

import time
from collections.abc import Callable

from guard.reading import limits
from guard.reading.documents.errors import OverBudgetError
from guard.sentences.catalogue import sentence
from guard.util.sizes import megabytes


class Budget:
    """Counts down seconds, unpacked bytes, parts and pages. Every method raises OverBudgetError at its limit.

    ``clock`` counts the seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self._until = clock() + limits.DOCUMENT_SECONDS
        self._bytes = limits.DOCUMENT_BYTES
        self._parts = limits.DOCUMENT_MEMBERS

    @property
    def late(self) -> bool:
        """True when the seconds have passed."""
        return self.clock() >= self._until

    def check_time(self) -> None:
        """Raise when the seconds have passed."""
        if self.late:
            raise OverBudgetError(sentence("reading.over-seconds", seconds=f"{limits.DOCUMENT_SECONDS:g}"))

    def unpack(self, size: int, unpacked: int, packed: int) -> None:
        """Count ``size`` more bytes of a part that has given ``unpacked`` of its ``packed`` bytes so far."""
        self._bytes -= size
        if self._bytes < 0:
            raise OverBudgetError(sentence("reading.unpacked-over-mb", limit=megabytes(limits.DOCUMENT_BYTES)))
        if unpacked > limits.DOCUMENT_RATIO_FROM and unpacked > limits.DOCUMENT_RATIO * max(1, packed):
            raise OverBudgetError(sentence("reading.bomb"))
        self.check_time()

    def open_part(self) -> None:
        """Count one more part."""
        self._parts -= 1
        if self._parts < 0:
            raise OverBudgetError(sentence("reading.over-parts", limit=limits.DOCUMENT_MEMBERS))
        self.check_time()
