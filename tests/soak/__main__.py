"""Runs `make soak`: an office worker at twenty times the usual speed, with the installed program.

    SOAK_SEED=1 .venv/bin/python -m tests.soak MINUTES [REPORT]

Ends with 0 when nothing failed. The report is written in any case, by default to docs/reports/soak-DATE.md, or, when
that is there, to the next free name.
"""

from __future__ import annotations

import heapq
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from guard.control.requests import CaseList, ListCases
from tests.soak.deeds import DEEDS
from tests.soak.desk import Desk
from tests.soak.material import CANARIES, Material
from tests.soak.office import Office, office
from tests.soak.report import Findings, place, write
from tests.soak.searching import written_canaries
from tests.soak.watching import STEADY, Sample, complaints_of_latencies, complaints_of_processes, look

SPEED = 20.0
WARM_UP_DEEDS = 3_000
"""Actions done as fast as possible before time counts: as many as in three days of office work. What is loaded,
cached and allocated on the first uses is not growth; old and new rules are in memory together for a moment, and the
space allocated for both is used again later."""

REST_SECONDS = 60.0
"""Seconds between two looks at the processes."""


def main(minutes: float, path: Path) -> int:
    """Work for this many minutes and report; return the exit code."""
    seed = int(os.environ.get("SOAK_SEED", "1"))
    with office() as computer:
        material = Material(seed)
        computer.start(material.unit_word())
        desk = Desk(computer, material, random.Random(seed))
        findings = Findings(f"make soak MINUTES={minutes:g} SOAK_SEED={seed}", computer.command, minutes * 60,
                            desk.records)
        warm_up(desk, findings)
        work(desk, findings)
        findings.complaints += afterwards(desk, findings)
        computer.stop()
        searched, found = written_canaries([computer.folder, Path(computer.display.environment["HOME"])],
                                           own_places(computer), CANARIES)
        findings.searched = searched
        findings.complaints += found
    write(findings, path)
    print(path.read_text("utf-8"))
    return 1 if findings.complaints else 0


def warm_up(desk: Desk, findings: Findings) -> None:
    """Do every action once, then WARM_UP_DEEDS without a pause between them."""
    for deed in DEEDS:
        attempt(desk, deed.do)
    cold = looked_at(desk)
    for deed in desk.chance.choices(DEEDS, [1 / deed.minutes for deed in DEEDS], k=WARM_UP_DEEDS):
        attempt(desk, deed.do)
    findings.facts["Resident memory when every deed had been done once"] = ", ".join(
        f"{one.role} {one.resident:.1f} MB" for one in cold if one.role in STEADY)
    desk.records.begin()


def work(desk: Desk, findings: Findings) -> None:
    """Do one action after the other, each when its time has come; look at the processes in between."""
    def rest(desk: Desk) -> None:
        found = looked_at(desk)
        findings.samples.extend(found)
        print(f"{found[0].at:6.0f} s " + ", ".join(f"{one.role} {one.resident:.1f} MB {one.descriptors} fd"
                                                  for one in found), file=sys.stderr, flush=True)

    chance, records = desk.chance, desk.records
    due = [(chance.expovariate(1 / deed.minutes), number) for number, deed in enumerate(DEEDS)]
    heapq.heapify(due)
    rest_at = 0.0
    while (now := time.monotonic() - records.began) < findings.seconds:
        if now >= rest_at:
            attempt(desk, rest)
            rest_at = time.monotonic() - records.began + REST_SECONDS
            continue
        minute, number = heapq.heappop(due)
        time.sleep(max(0.0, min(minute * 60 / SPEED, findings.seconds) - now))
        attempt(desk, DEEDS[number].do)
        # Counted from now on: delays on a slow machine are not caught up in a rush.
        minute = (time.monotonic() - records.began) * SPEED / 60
        heapq.heappush(due, (minute + chance.expovariate(1 / DEEDS[number].minutes), number))


def attempt(desk: Desk, do: Callable[[Desk], None]) -> None:
    """Do it and record failures; the worker goes on with the next."""
    desk.records.counts[f"deed {do.__name__}"] += 1
    try:
        do(desk)
    except Exception as error:  # noqa: BLE001 - whatever it is, it belongs in the report and the next deed is due
        desk.records.failed(do.__name__, error)
        print(desk.records.failures[-1], file=sys.stderr, flush=True)


def looked_at(desk: Desk) -> list[Sample]:
    """Return the processes' figures in a comparable moment: a short text is on the clipboard, no warning is open."""
    desk.copy_clean("歇一会儿")
    desk.no_warning()
    return look(time.monotonic() - desk.records.began, desk.office.started())


def afterwards(desk: Desk, findings: Findings) -> list[str]:
    """Return the failures that the whole run shows."""
    records = desk.records
    complaints = list(records.failures)
    complaints += complaints_of_processes(findings.samples, findings.seconds)
    complaints += complaints_of_latencies(records.latencies, findings.seconds)
    reply = desk.guard.ask(ListCases())
    assert isinstance(reply, CaseList)
    gone = set(records.kept) - records.destroyed - {case.id for case in reply.cases}
    if gone:
        complaints.append(f"{len(gone)} held items are gone")
    status = desk.guard.status()
    # A pause lets one copy pass on purpose each time, and is sent to the broker, not to the guard.
    if status.counts.get("unjudged-while-paused", 0):
        complaints.append("the guard passed over captures in a pause")
    if status.troubles:
        complaints.append(f"troubles at the end: {status.troubles}")
    home = ["--home", str(desk.office.home)]
    verified = subprocess.run([*desk.office.command, "journal", "verify", *home], capture_output=True, text=True)
    findings.facts["The journal"] = verified.stdout.strip() or verified.stderr.strip()
    if verified.returncode != 0:
        complaints.append(f"the journal does not verify ({verified.returncode})")
    return complaints


def own_places(computer: Office) -> list[Path]:
    """Return where canaries may be: the vault, and the worker's own files."""
    return [computer.home / "vault", computer.folder / "文件"]


if __name__ == "__main__":
    wanted = float(sys.argv[1])
    to = Path(sys.argv[2]) if len(sys.argv) > 2 else place("soak")
    sys.exit(main(wanted, to))
