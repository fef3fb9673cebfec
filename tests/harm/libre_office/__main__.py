"""`make harm-office`: thirty documents of LibreOffice × nine deeds, with a guard and without; the table of differences.

    .venv/bin/python -m tests.harm.libre_office [--documents NAME,NAME] [--deeds NAME,NAME] [REPORT]

Ends with 1 when a user sees a difference. A difference counts that a second look without a guard does not show and a
second look with one does.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from tests.harm.libre_office.deeds import DEEDS, Seen, Source, seen
from tests.harm.libre_office.sides import Side, side

DELAY_MILLISECONDS = 50.0
SAME = "same"
_LOOKS = 2


def main() -> int:
    """Compare and print; return the exit code."""
    given = _arguments()
    found: dict[tuple[str, str], str] = {}
    delays: list[tuple[float, float]] = []
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="mishao-harm-") as name, ExitStack() as stack:
        folder = Path(name)
        plain = stack.enter_context(side(folder / "without", guarded=False))
        guarded = stack.enter_context(side(folder / "with", guarded=True))
        (folder / "documents").mkdir()
        sources = [Source(*made) for made in plain.office.build(folder / "documents", given.documents)]
        report = ""
        for number, source in enumerate(sources, 1):
            for deed in given.deeds:
                found[source.name, deed] = compare(plain, guarded, source, deed, delays)
                print(f"{source.program} {source.name} | {deed} | {found[source.name, deed]}", file=sys.stderr,
                      flush=True)
            report = "\n".join(table(sources[:number], given.deeds, found, delays, time.monotonic() - began))
            if given.report:
                given.report.write_text(report + "\n", "utf-8")
    print(report)
    return int(any(words != SAME for words in found.values()))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tests.harm.libre_office")
    parser.add_argument("--documents", type=lambda names: names.split(","), default=[])
    parser.add_argument("--deeds", type=lambda names: names.split(","), default=list(DEEDS))
    parser.add_argument("report", type=Path, nargs="?")
    return parser.parse_args()


def compare(plain: Side, guarded: Side, source: Source, deed: str, delays: list[tuple[float, float]]) -> str:
    """Say what a user sees otherwise with the guard, SAME when nothing."""
    without, beside = [], []
    for _ in range(_LOOKS):
        without.append(seen(plain, source, DEEDS[deed]))
        beside.append(seen(guarded, source, DEEDS[deed]))
        if not (words := differences(without, beside)):
            break
    if without[0].milliseconds is not None and beside[0].milliseconds is not None:
        delays.append((without[0].milliseconds, beside[0].milliseconds))
    return words or SAME


def differences(without: list[Seen], beside: list[Seen]) -> str:
    """Say what all looks with the guard show and none without it."""
    if failures := [entry.failure for entry in (*without, *beside) if entry.failure]:
        return f"not done: {failures[-1]}"
    return ", ".join(dict.fromkeys([*_of_programs(without, beside), *_of_contents(without, beside),
                                    *_of_delays(without, beside)]))


def _of_programs(without: list[Seen], beside: list[Seen]) -> Iterator[str]:
    if not {entry.exit_code for entry in beside} & {entry.exit_code for entry in without}:
        yield f"ended with {beside[0].exit_code}, not {without[0].exit_code}"
    if not {entry.titles for entry in beside} & {entry.titles for entry in without}:
        yield f"windows {list(beside[0].titles)}, not {list(without[0].titles)}"
    gone = set.intersection(*(set(entry.offered) for entry in without)) - set(beside[0].offered)
    if gone:
        yield f"{len(gone)} formats gone"


def _of_contents(without: list[Seen], beside: list[Seen]) -> Iterator[str]:
    for mine in beside:
        for theirs in without:
            if (mine.content is None) == (theirs.content is None) and (
                    mine.content is None or theirs.content is None or not mine.content.differs_by(theirs.content)):
                return
    mine, theirs = beside[0].content, without[0].content
    if mine is None or theirs is None:
        yield "nothing was pasted" if mine is None else "pasted, where nothing was"
    else:
        yield f"content: {mine.differs_by(theirs)}"


def _of_delays(without: list[Seen], beside: list[Seen]) -> Iterator[str]:
    fastest = [min((entry.milliseconds for entry in looks if entry.milliseconds is not None), default=0.0)
               for looks in (beside, without)]
    if fastest[0] > fastest[1] + DELAY_MILLISECONDS:
        yield f"{fastest[0]:.0f} ms, not {fastest[1]:.0f}"


def table(sources: list[Source], deeds: list[str], found: dict[tuple[str, str], str],
          delays: list[tuple[float, float]], seconds: float) -> Iterator[str]:
    """Write the report in Markdown."""
    same = sum(words == SAME for words in found.values())
    yield "# LibreOffice with the guard and without"
    yield ""
    yield (f"`make harm-office`, {time.strftime('%Y-%m-%d')}, {os.cpu_count()} processors, Python "
           f"{platform.python_version()}: {len(found)} cells in {seconds / 60:.0f} minutes, {same} the same, "
           f"{len(found) - same} not.")
    if delays:
        without, beside = (median(values) for values in zip(*delays, strict=True))
        yield (f"From Ctrl+V to the content, median of {len(delays)} pastes: {without:.0f} ms without the guard, "
               f"{beside:.0f} with it.")
    yield ""
    yield "| document | " + " | ".join(deeds) + " |"
    yield "|---|" + "---|" * len(deeds)
    for source in sources:
        yield f"| {source.program}: {source.name} | " + " | ".join(found[source.name, deed] for deed in deeds) + " |"


if __name__ == "__main__":
    sys.exit(main())
