"""Searches every file outside the vault for the canaries after the work, in every form they may have."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from tests.soak.material import needles

_PIECE = 8 * 1024 * 1024


def written_canaries(places: Iterable[Path], leave_out: Sequence[Path],
                     canaries: Sequence[str]) -> tuple[int, list[str]]:
    """Return how many files were searched, and where a canary is in one or in its name."""
    wanted = [(name, way, needle) for name in canaries for way, needle in needles(name)]
    searched, found = 0, []
    for place in places:
        for path in [place] if place.is_file() else sorted(place.rglob("*")):
            if any(path.is_relative_to(left_out) for left_out in leave_out) or not path.is_file():
                continue
            searched += 1
            found += [f"{path}: canary {canaries.index(name)} as {way}" for name, way in _in_file(path, wanted)]
    return searched, found


def _in_file(path: Path, wanted: Sequence[tuple[str, str, bytes]]) -> set[tuple[str, str]]:
    longest = max(len(needle) for _, _, needle in wanted)
    found: set[tuple[str, str]] = set()
    rest = str(path).encode()
    with path.open("rb") as stream:
        while piece := stream.read(_PIECE):
            window = rest + piece
            found.update((name, way) for name, way, needle in wanted if needle in window)
            rest = window[-longest:]
    return found
