"""Writes the report of a soak as Markdown."""

from __future__ import annotations

import os
import platform
import subprocess
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from tests.soak.desk import Records
from tests.soak.watching import STEADY, Sample, after_warm_up, around, growth, later_half, percentile, quarters, slope
from tests.support.program import ROOT

FOLDER = ROOT / "docs" / "reports"


@dataclass
class Findings:
    """The findings. ``complaints`` empty: nothing failed."""

    command: str
    program: Sequence[str]
    seconds: float
    records: Records
    samples: list[Sample] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    searched: int = 0
    facts: dict[str, str] = field(default_factory=dict)


def write(findings: Findings, path: Path) -> None:
    """Write the report."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [*_head(findings), *_processes(findings), *_latencies(findings), *_deeds(findings)]
    path.write_text("\n".join(lines) + "\n", "utf-8")


def place(kind: str, folder: Path = FOLDER) -> Path:
    """Return the path of today's report of this kind: never that of an existing one."""
    name = f"{kind}-{datetime.now(UTC):%Y-%m-%d}"
    names = (f"{name}.md", *(f"{name}-{number}.md" for number in range(2, 100)))
    return next(path for path in map(folder.joinpath, names) if not path.exists())


def machine() -> str:
    """Describe the machine."""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True).stdout
    return (f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, commit {commit.strip() or 'unknown'}, {platform.system()} "
            f"{platform.release()} {platform.machine()}, {os.cpu_count()} processors, load average "
            f"{os.getloadavg()[2]:.1f} over the last 15 minutes")


def named(program: Sequence[str]) -> str:
    """Name the tested program, without the path of this checkout."""
    return " ".join(str(Path(word).relative_to(ROOT)) if Path(word).is_relative_to(ROOT) else word for word in program)


def _head(findings: Findings) -> list[str]:
    counts = findings.records.counts
    held = "**Everything held.**" if not findings.complaints else "**Not everything held:**"
    return [
        "# Soak", "",
        f"    {findings.command}", "",
        (f"{machine()}. Program: `{named(findings.program)}`. {findings.seconds / 60:.0f} minutes at twenty times the "
        f"speed of an office: {findings.seconds / 180:.1f} hours of one."), "",
        held, *(f"- {complaint}" for complaint in findings.complaints), "",
        (f"{counts['copies']} copies and {counts['screenshots']} screenshots, each of them judged; "
        f"{counts['chat pastes']} pastes by chat clients of three kinds, no canary among them but what was let go; "
        f"{counts['office pastes']} by office programs, each byte for byte. {len(findings.records.kept)} items held. "
        f"{findings.searched} files searched for canaries afterwards."),
        *(f"{name}: {words}" for name, words in findings.facts.items()),
    ]


def _processes(findings: Findings) -> list[str]:
    lines = ["", "## Processes at rest", "",
             ("Before that time every deed was done once, then as many as an office worker does in three days, as fast "
              "as they went; the first tenth of the time is not counted. Growth per hour at this speed: the median "
              "of the slopes between any two looks, of all that count and of the later half of them."), "",
             ("| process | looks | RSS first | last | highest | growth per hour | later half | of it anonymous | fds | "
             "later |"),
             "|---|---|---|---|---|---|---|---|---|---|"]
    for role in STEADY:
        counted = after_warm_up(findings.samples, role, findings.seconds)
        if counted:
            later = later_half(counted)
            anonymous = slope([(sample.at, sample.anonymous) for sample in later])
            lines.append(f"| {role} | {len(counted)} | {counted[0].resident:.1f} MB | {counted[-1].resident:.1f} MB | "
                         f"{max(one.resident for one in counted):.1f} MB | {growth(counted):+.2f} MB | "
                         f"{growth(later):+.2f} MB | {anonymous:+.2f} MB | "
                         f"{counted[0].descriptors} | {counted[-1].descriptors} |")
    readers = [sample.proportional for sample in findings.samples if sample.role == "reader"]
    if readers:
        lines += ["", (f"Readers, apart (they end when idle): PSS {percentile(readers, 0.5):.0f} MB in the middle, "
                      f"{max(readers):.0f} MB at most.")]
    return [*lines, *_swaps(findings)]


def _swaps(findings: Findings) -> list[str]:
    """Describe the effect of each release of new rules before which there was a look."""
    rows = []
    for what, at, _ in findings.records.latencies:
        found = {role: around(findings.samples, role, at) for role in ("guard", "broker")}
        if what == "rules swapped" and all(found.values()):
            rows.append(f"- after {at / 60:.0f} minutes: " + ", ".join(
                f"{role} {memory[0]:.1f} → {memory[1]:.1f} MB" for role, memory in found.items() if memory))
    return ["", "New rules, the look before and the second look after:", "", *rows] if rows else []


def _latencies(findings: Findings) -> list[str]:
    lines = ["", "## How long it took", "", ("Milliseconds, p50 / p95 by quarter of the time, with the harness's own "
             "programs (xclip is started for each copy and paste)."), "",
             "| what | number | 1st | 2nd | 3rd | 4th |", "|---|---|---|---|---|---|"]
    latencies = findings.records.latencies
    for what in sorted({name for name, _, _ in latencies}):
        parts = quarters(latencies, what, findings.seconds)
        cells = " | ".join(f"{percentile(part, 0.5):.0f} / {percentile(part, 0.95):.0f}" for part in parts)
        lines.append(f"| {what} | {sum(map(len, parts))} | {cells} |")
    return lines


def _deeds(findings: Findings) -> list[str]:
    deeds = Counter({name.removeprefix("deed "): count for name, count in findings.records.counts.items()
                     if name.startswith("deed ")})
    failures = findings.records.failures
    return ["", "## Deeds", "", "| deed | times |", "|---|---|",
            *(f"| {name.replace('_', ' ')} | {count} |" for name, count in deeds.most_common()),
            *(["", "Failures:", "", *(f"- {words}" for words in failures)] if failures else [])]
