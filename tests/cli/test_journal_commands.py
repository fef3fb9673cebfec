"""Tests `mishao journal`: changes are found, and the export equals the records."""

from __future__ import annotations

import csv
import time
from pathlib import Path

import pytest

from guard.core.events import Event, EventKind
from guard.journal import open_journal
from tests.support.program import Run, lines


@pytest.fixture
def home(tmp_path: Path) -> Path:
    journal = open_journal(tmp_path / "home" / "journal")
    journal.append(Event(EventKind.STARTED, 1_700_000_000.0))
    journal.append(Event(EventKind.RELEASED, 1_800_000_000.0, case="a1", rules=("BC-01", "GZ-02"), reason="=1+1"))
    journal.close()
    return tmp_path / "home"


def test_a_whole_journal_verifies_and_a_cut_one_does_not_against_its_checkpoint(mishao: Run, home: Path) -> None:
    path = home / "journal" / "journal.jsonl"
    journal = open_journal(path.parent)
    point = journal.checkpoint()
    journal.close()
    told = ("--checkpoint", f"{point.count}:{point.digest}", "--json")
    assert mishao("journal", "verify", "--home", str(home), *told).returncode == 0
    path.write_bytes(path.read_bytes().splitlines(keepends=True)[0])
    (home / "journal" / "journal.key").unlink()
    assert mishao("journal", "verify", "--home", str(home)).returncode == 0
    done = mishao("journal", "verify", str(path), *told)
    assert done.returncode == 1
    assert "末尾缺少记录" in str(lines(done)[0]["words"])


def test_a_checkpoint_that_is_none_is_wrong_usage(mishao: Run, home: Path) -> None:
    for given in ("12", f"{'9' * 5000}:{'0' * 64}"):
        assert mishao("journal", "verify", "--home", str(home), "--checkpoint", given).returncode == 2


def test_records_are_exported_since_a_day_and_as_a_table_that_runs_no_formula(mishao: Run, home: Path,
                                                                             tmp_path: Path) -> None:
    exported = lines(mishao("journal", "export", "--home", str(home), "--since", "2026-01-01"))
    assert [record["kind"] for record in exported] == ["released"]
    table = tmp_path / "out.csv"
    assert mishao("journal", "export", "--home", str(home), "--format", "csv", "--out", str(table)).returncode == 0
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [time.mktime(time.strptime(row["at"], "%Y-%m-%d %H:%M:%S")) for row in rows] == [
        int(record["at"]) for record in lines(mishao("journal", "export", "--home", str(home)))]
    assert [(row["kind"], row["rules"], row["reason"]) for row in rows] == [
        ("started", "", ""), ("released", "BC-01、GZ-02", "'=1+1")]
    assert mishao("journal", "export", "--home", str(home), "--out", str(table)).returncode == 2
