"""Runs every program with every content and every action, each cell alone: twice without a guard, once with it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.harm.contents import CONTENTS
from tests.harm.deeds import DEEDS, Deed
from tests.harm.observing import Difference, Kind, Observation, differences
from tests.harm.programs import PROGRAMS
from tests.harm.programs.program import Program
from tests.harm.running import NotPossibleError, running
from tests.harm.side import Side, side

TRIES = 3
"""How often a delay, or a different look, must be seen before it counts."""

_SEEN_AGAIN = frozenset({Kind.DELAY, Kind.LOOKS})


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the table: the differences, or why it is not possible here."""

    program: str
    content: str
    deed: str
    found: tuple[Difference, ...] = ()
    impossible: str = ""

    @property
    def same(self) -> bool:
        """True when a user sees no difference. A copy that outlives its program is no loss."""
        return not self.impossible and all(entry.kind is Kind.OUTLIVES for entry in self.found)


@contextmanager
def sides() -> Iterator[tuple[Side, Side, Side]]:
    """Two sides without a guard and one with it."""
    with ExitStack() as stack:
        yield (stack.enter_context(side(guarded=False)), stack.enter_context(side(guarded=False)),
               stack.enter_context(side(guarded=True)))


def cells(programs: Sequence[str], deeds: Sequence[str], contents: Sequence[str] = ()) -> Iterator[Cell]:
    """Go through the table; no names mean all."""
    with sides() as three, tempfile.TemporaryDirectory(prefix="mishao-harm-") as folder:
        for program in (PROGRAMS[name] for name in programs or PROGRAMS):
            for content in program.contents:
                if contents and content not in contents:
                    continue
                place = Path(folder) / content
                place.mkdir(exist_ok=True)
                file = CONTENTS[content].make(place) if not program.missing else place
                for name in deeds or DEEDS:
                    yield cell(three, program, content, file, DEEDS[name])


def cell(three: tuple[Side, Side, Side], program: Program, content: str, file: Path, deed: Deed) -> Cell:
    """Do one action on each side, repeated while the result may be chance."""
    make = partial(Cell, program.name, content, deed.name)
    if program.missing:
        return make(impossible=f"{program.package} is not installed (scripts/setup.sh harm)")
    if deed.kind in program.impossible:
        return make(impossible=program.impossible[deed.kind])
    if deed.kind == "undo" and CONTENTS[content].marked:
        return make(impossible="by the policy it is no office program, and pastes the notice itself")
    seen: list[list[Difference]] = []
    for _ in range(TRIES):
        try:
            one, other, guarded = _observed(three, program, content, file, deed)
        except NotPossibleError as error:
            return make(impossible=str(error))
        seen.append(differences((one, other), guarded))
        if not any(entry.kind in _SEEN_AGAIN for entry in seen[-1]):
            break
    return make(tuple(_counted(seen)))


def _counted(seen: Sequence[Sequence[Difference]]) -> Iterator[Difference]:
    """Leave out differences that may be chance and were not seen each time."""
    always = {kind for kind in _SEEN_AGAIN if all(any(entry.kind is kind for entry in found) for found in seen)}
    told: set[tuple[Kind, str]] = set()
    for entry in (entry for found in seen for entry in found):
        key = (entry.kind, "" if entry.kind in _SEEN_AGAIN else entry.words)
        if key not in told and (entry.kind not in _SEEN_AGAIN or entry.kind in always):
            told.add(key)
            yield entry


def _observed(three: Sequence[Side], program: Program, content: str, file: Path, deed: Deed) -> list[Observation]:
    """Do it on all sides at once: other load of the machine is then the same for each of them."""
    def do(where: Side) -> Observation:
        with running(where, program, file, marked=CONTENTS[content].marked) as started:
            return deed.do(started)

    with ThreadPoolExecutor(len(three)) as workers:
        return list(workers.map(do, three))


def wanted(name: str) -> tuple[str, ...]:
    """Return the comma-separated entries of an environment variable."""
    return tuple(entry.strip() for entry in os.environ.get(name, "").split(",") if entry.strip())
