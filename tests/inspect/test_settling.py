"""Tests which results of a self-inspection are final: what was not judged whole, or by a stand-in, is judged again."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from guard.core.model import Outcome
from guard.inspect.finding import Finding
from guard.inspect.index import DamagedIndex, Index, IndexProblem
from guard.inspect.records import finding_record
from guard.inspect.summary import Summary
from guard.inspect.walking import Found, LeftOut, Scope, find
from guard.inspect.worker import Inspector, Setup
from guard.pipeline import judging
from tests.support.reader_program import COMMAND

RULES = "rules of a test"
SECRET = "机密★5年\n某某县委办公室文件\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "资料"
    folder.mkdir()
    (folder / "1.txt").write_text(SECRET, "utf-8")
    return folder


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the index is."""
    return tmp_path / "index.sqlite"


def run(path: Path, inspector: Inspector, *found: Found) -> list[Finding]:
    """Note these files and judge those that wait; return what the inspector said of them."""
    with closing(Index(path, RULES)) as index:
        index.note(found)
        said = [inspector.inspect(task) for task in index.waiting()]
        assert None not in [index.keep(finding) for finding in said]
        return said


def walked(folder: Path) -> Iterator[Found]:
    return find([str(folder)], Scope(), LeftOut())


def test_a_file_that_was_not_judged_in_time_is_judged_again(
        folder: Path, path: Path, inspector: Inspector, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as busy:
        busy.setattr(judging, "JUDGE_SECONDS", 0.0)
        assert [one.outcome for one in run(path, inspector, *walked(folder))] == [Outcome.UNREADABLE]
    assert [one.outcome for one in run(path, inspector, *walked(folder))] == [Outcome.BLOCK]
    assert run(path, inspector, *walked(folder)) == []


def test_a_file_that_the_disk_did_not_give_is_read_again_and_not_called_damaged(
        folder: Path, path: Path, inspector: Inspector) -> None:
    name = folder / "2.txt"
    found = Found(name, str(name), 5, 1, 1)
    name.symlink_to("/proc/self/mem")  # its first byte is never mapped: read(2) fails with EIO
    (finding,) = run(path, inspector, found)
    assert (finding.outcome, finding.reason) == (Outcome.UNREADABLE, "没有读到文件（读写错误），请稍后再检查")
    name.unlink()
    name.write_text(SECRET, "utf-8")
    assert [one.outcome for one in run(path, inspector, found)] == [Outcome.BLOCK]


def test_what_another_engine_has_read_is_read_again_as_soon_as_the_requested_one_works(
        tmp_path: Path, path: Path) -> None:
    (tmp_path / "通知.rtf").write_bytes(rb"{\rtf1 notice}")
    found = Found(tmp_path / "通知.rtf", "通知.rtf", 14, 1, 1)
    with closing(Inspector(Setup((), COMMAND, "another"))) as replaced:
        (first,) = run(path, replaced, found)
        assert "由 cascade 代替 another" in first.stand_in
        (second,) = run(path, replaced, found)
        assert (second.content, second.stand_in) == (None, first.stand_in), "still replaced: it is not read again"
    with closing(Inspector(Setup((), COMMAND, "cascade"))) as requested:
        (third,) = run(path, requested, found)
        assert third.content is not None
        assert third.stand_in == ""
        assert run(path, requested, found) == []


def test_who_reads_the_results_is_told_which_engine_was_used_instead(folder: Path, path: Path,
                                                                     inspector: Inspector) -> None:
    (finding,) = run(path, inspector, *walked(folder))
    assert "stand_in" not in finding_record(finding)
    summary = Summary()
    for _ in range(2):
        summary.add(Finding(finding.path, finding.shown, finding.name, finding.content, stand_in="由甲代替乙"))
    assert dict(summary.stand_ins) == {"由甲代替乙": 2}


def test_a_copy_of_a_content_that_is_no_longer_known_waits_again(
        folder: Path, path: Path, inspector: Inspector) -> None:
    run(path, inspector, *walked(folder))
    (folder / "2.txt").write_text(SECRET, "utf-8")
    with closing(Index(path, RULES)) as index:
        index.note(walked(folder))
        (copy,) = index.waiting()
        finding = inspector.inspect(copy)
        assert finding.content is None
        (folder / "1.txt").write_text("食堂十二点开饭，大家按时到。", "utf-8")
        index.note(walked(folder))
        for task in index.waiting():
            if task.path.name == "1.txt":
                assert index.keep(inspector.inspect(task)) is not None
        assert index.keep(finding) is None
        (again,) = index.waiting()
        kept = index.keep(inspector.inspect(again))
    assert kept is not None
    assert kept.outcome is Outcome.BLOCK


def test_each_look_into_a_damaged_index_says_that_it_is_damaged(
        folder: Path, path: Path, inspector: Inspector) -> None:
    run(path, inspector, *walked(folder))
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE files SET content = x'ff'")
    with closing(Index(path, RULES)) as index:
        index.note(walked(folder))
        with pytest.raises(DamagedIndex, match="已经损坏"):
            list(index.unchanged())


def test_an_index_without_room_on_its_disk_says_so(folder: Path, path: Path) -> None:
    for number in range(200):
        (folder / f"{number}.txt").touch()
    index = Index(path, RULES)
    (pages,) = index._database.execute("PRAGMA page_count").fetchone()
    index._database.execute(f"PRAGMA max_page_count = {pages}")  # SQLite answers as on a full disk
    with closing(index), pytest.raises(IndexProblem, match="磁盘空间不足"):
        index.note(walked(folder))


def test_an_index_that_may_not_grow_says_that_there_is_no_room(folder: Path, path: Path) -> None:
    script = (
        "import resource, sys\n"
        "from pathlib import Path\n"
        "from guard.inspect.index import Index, IndexProblem\n"
        "from guard.inspect.walking import Found\n"
        "index = Index(Path(sys.argv[1]), 'rules')\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))\n"
        "try:\n    index.note(Found(Path(f'/{number}'), f'/{number}', 1, 1, 1) for number in range(20_000))\n"
        "except IndexProblem as error:\n    print(error.words)\n")
    done = subprocess.run([sys.executable, "-c", script, path], capture_output=True, text=True, timeout=60, check=False)
    assert "磁盘空间不足" in done.stdout, done.stderr
