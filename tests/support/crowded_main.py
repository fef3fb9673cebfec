"""Runs a guard that takes no more jobs while there is a file called CROWDED in its home, as if too many waited.

Without that file it does each second what others do each hour.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import main
from guard.daemon import housekeeping
from guard.daemon.service import Guard
from guard.util.worker_pool import Job, Workers

CROWDED = "crowded"

if __name__ == "__main__":
    crowded, offer = Path(sys.argv[sys.argv.index("--home") + 1]) / CROWDED, Workers.offer

    def crowded_offer(workers: Workers, job: Job) -> bool:
        return not crowded.exists() and offer(workers, job)

    hourly = Guard._hourly

    def crowded_hourly(guard: Guard) -> None:
        if not crowded.exists():
            hourly(guard)

    Workers.offer = crowded_offer  # type: ignore[method-assign]
    Guard._hourly = crowded_hourly  # type: ignore[method-assign]
    housekeeping.STEADY_SECONDS, housekeeping.HOUR_SECONDS = 0.0, 1.0
    main.run()
