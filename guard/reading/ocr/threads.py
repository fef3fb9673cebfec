"""How many threads the recognition of pictures takes."""

from __future__ import annotations

import os


def threads() -> int:
    """Return how many lines are recognised at once: two, so that a PC with four cores stays usable.

    Fewer when OMP_NUM_THREADS, which other recognisers obey too, says so.
    """
    told = os.environ.get("OMP_NUM_THREADS", "")
    return min(2, os.cpu_count() or 1, max(1, int(told)) if told.isdecimal() else 2)
