"""Watches what the processes cost while the worker rests, and whether that grows: memory, descriptors, durations.

Memory is measured in comparable moments: a short clean text is on the clipboard and no warning is open. So growth is
in what is kept, not in what is shown.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from tests.support.processes import descriptors, megabytes

STEADY = ("tray", "guard", "broker")
"""Roles that live as long as the session. Readers start and end, and are distinguished by their PSS."""

MEGABYTES_PER_HOUR = 1.0
FEWEST_LOOKS = 20
"""Looks that a slope needs: some thirty minutes of work."""

WARM_UP = 0.1
"""Share of the time that is not counted: memory from the rush before it is released gradually."""

SLOWER_TIMES, SLOWER_MILLISECONDS = 2.0, 150.0
"""How much slower a later quarter may be than the first: the machine is shared with others, whose load varies. A
queue or a list that grows with each of a thousand actions slows things down by more, and without end."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One look at one process: ``at`` seconds after the start; memory in MB (10^6 bytes)."""

    at: float
    role: str
    pid: int
    resident: float
    anonymous: float
    proportional: float
    descriptors: int


def look(at: float, started: dict[str, list[int]]) -> list[Sample]:
    """Look at each process once; one that ends meanwhile is left out."""
    samples: list[Sample] = []
    for role, pids in started.items():
        for pid in pids:
            try:
                samples.append(Sample(at, role, pid, megabytes(pid, "status", "VmRSS"),
                                      megabytes(pid, "status", "RssAnon"), megabytes(pid, "smaps_rollup", "Pss"),
                                      descriptors(pid)))
            except OSError:
                continue
    return samples


def after_warm_up(samples: Sequence[Sample], role: str, seconds: float) -> list[Sample]:
    """Return the samples of one role that count."""
    return [sample for sample in samples if sample.role == role and sample.at >= seconds * WARM_UP]


def around(samples: Sequence[Sample], role: str, at: float) -> tuple[float, float] | None:
    """Return the resident memory of one role at the last look before a moment and at the second after it, when free
    memory has been released (guard.platform.memory). None without both."""
    before = [sample.resident for sample in samples if sample.role == role and sample.at < at]
    after = [sample.resident for sample in samples if sample.role == role and sample.at >= at]
    return (before[-1], after[1]) if before and len(after) > 1 else None


def slope(points: Sequence[tuple[float, float]]) -> float:
    """Return the growth per hour as the median of the slopes between any two points (Theil-Sen): no single peak
    decides."""
    slopes = [(later[1] - earlier[1]) / (later[0] - earlier[0])
              for earlier, later in combinations(points, 2) if later[0] > earlier[0]]
    return statistics.median(slopes) * 3600 if slopes else 0.0


def later_half(counted: Sequence[Sample]) -> Sequence[Sample]:
    """Return the second half of the looks: growth that levels off has done so by then, other growth goes on there
    too."""
    return counted[len(counted) // 2:]


def growth(samples: Sequence[Sample]) -> float:
    """Return the growth of the resident memory of one process in MB per hour."""
    return slope([(sample.at, sample.resident) for sample in samples])


def quarters(latencies: Sequence[tuple[str, float, float]], what: str, seconds: float) -> list[list[float]]:
    """Return the duration of something, in milliseconds, by quarter of the time."""
    found: list[list[float]] = [[], [], [], []]
    for name, at, milliseconds in latencies:
        if name == what:
            found[min(3, int(at / seconds * 4))].append(milliseconds)
    return found


def percentile(values: Sequence[float], part: float) -> float:
    """Return a percentile (nearest rank); 0 for no values."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(len(ranked) * part))] if ranked else 0.0


def complaints_of_processes(samples: Sequence[Sample], seconds: float) -> list[str]:
    """Name the steady processes that grew, or were not the same process all the time."""
    found: list[str] = []
    for role in STEADY:
        counted = after_warm_up(samples, role, seconds)
        if not counted:
            found.append(f"{role}: never seen at rest")
            continue
        if len({sample.pid for sample in counted}) > 1:
            found.append(f"{role}: it was started again meanwhile")
        grown, later = growth(counted), growth(later_half(counted))
        if max(grown, later) >= MEGABYTES_PER_HOUR:
            found.append(f"{role}: grows by {grown:.2f} MB per hour, in the later half of the looks by {later:.2f}")
        if len(counted) < FEWEST_LOOKS:
            found.append(f"{role}: {len(counted)} looks are too few to tell growth from chance")
        half = len(counted) // 2
        # The fewest: a reader that happens to run costs its guard some, and a window its tray.
        before, after = (min((one.descriptors for one in part), default=0) for part in (counted[:half], counted[half:]))
        if after > before:
            found.append(f"{role}: never fewer than {before} descriptors, later never fewer than {after}")
    return found


def complaints_of_latencies(latencies: Sequence[tuple[str, float, float]], seconds: float) -> list[str]:
    """Name what became slower from the first quarter to the last."""
    found: list[str] = []
    for what in sorted({name for name, _, _ in latencies}):
        first, *_, last = quarters(latencies, what, seconds)
        for part in (0.5, 0.95):
            before, after = percentile(first, part), percentile(last, part)
            if min(len(first), len(last)) >= 5 and after > before * SLOWER_TIMES + SLOWER_MILLISECONDS:
                found.append(f"{what}: p{part * 100:.0f} {before:.0f} ms, at the end {after:.0f} ms")
    return found
