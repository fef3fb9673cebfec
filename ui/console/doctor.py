"""Carries out `mishao doctor`: what works on this computer, and why not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from guard.doctor import examine
from guard.util import exit_codes
from ui.terminal import json_line, people


def doctor(home: Path | None, config: Path | None, reader_command: Sequence[str], as_json: bool) -> int:
    """Run `mishao doctor`; 0 when everything necessary works."""
    console = people()
    fine = True
    for finding in examine(home, config, reader_command):
        fine = fine and (finding.works or not finding.needed)
        if as_json:
            json_line({"name": finding.name, "works": finding.works, "needed": finding.needed,
                       "words": finding.words, "remedy": finding.remedy})
            continue
        console.print(f"{'●' if finding.works else '▲' if finding.needed else '○'} {finding.name}：{finding.words}")
        if finding.remedy and not finding.works:
            console.print(f"    → {finding.remedy}")
    return exit_codes.OK if fine else exit_codes.NO
