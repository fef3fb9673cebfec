"""Tests `mishao fleet trial`."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from guard.core.events import EventKind
from tests.support.collected import line
from tests.support.prepared import Prepared
from tests.support.publishing import UnitOffice
from ui.report.trial import WRITERS


@pytest.fixture
def records(tmp_path: Path) -> Path:
    path = tmp_path / "records.log"
    path.write_bytes(
        line("PC-1", 0, EventKind.JUDGED, mode="仅记录", outcome="block", rules="T-01", would="T-01:block", what="text")
        + line("PC-2", 0, EventKind.JUDGED, outcome="allow", rules="T-01", would="T-01:warn", what="files",
               unit="档案室"))
    return path


def test_each_form_is_written_and_no_name_of_a_computer(loaded: Prepared, records: Path, tmp_path: Path) -> None:
    office = UnitOffice.opened(tmp_path / "office")
    office.release("青松甲号")
    outs = [tmp_path / f"试运行{ending}" for ending in WRITERS]
    words = ("fleet", "trial", str(records), "--office", str(office.folder),
             *(word for out in outs for word in ("--out", str(out))))
    for _ in range(2):  # an own report is replaced
        done = loaded.run(words, os.environ)
        assert (done.returncode, done.stderr) == (0, b"")
    assert all(out.stat().st_size for out in outs)
    assert "T-01 测试用词：拦下 1，提醒 1，只记录 0；2 台；" in done.stdout.decode()
    assert "PC-" not in done.stdout.decode() + outs[0].read_text("utf-8")


def test_json_has_a_line_for_the_period_and_one_for_each_rule(loaded: Prepared, records: Path) -> None:
    told = loaded.run(("fleet", "trial", str(records), "--json"), os.environ)
    first, rule = map(json.loads, told.stdout.splitlines())
    assert (first["records"], first["recording"]) == (2, {"办公室": 1})
    assert rule == {"rule": "T-01", "name": "", "stops": 1, "asks": 1, "records": 0, "computers": 2, "busiest": 0.5,
                    "by_what": {"text": 1, "files": 1}, "by_unit": {"办公室": 1, "档案室": 1}}


def test_a_day_to_come_and_no_record_at_all_are_refused(loaded: Prepared, records: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.log"
    empty.touch()
    for words, said in (((str(records), "--since", "2999-01-01"), "以后的日子"),
                        ((str(empty),), "没有一行是密哨的记录")):
        done = loaded.run(("fleet", "trial", *words), os.environ)
        assert (done.returncode, done.stdout, said in done.stderr.decode()) == (2, b"", True)


@pytest.mark.parametrize(("content", "out", "said"), [
    (b"hello\n", "a.html", "没有一行是密哨的记录"), (None, "a.pdf", "--out"), (None, "records.log", "--out")])
def test_what_cannot_be_meant_is_refused_and_nothing_is_written(loaded: Prepared, records: Path, content: bytes | None,
                                                               out: str, said: str) -> None:
    if content is not None:
        records.write_bytes(content)
    before = records.read_bytes()
    done = loaded.run(("fleet", "trial", str(records), "--out", str(records.parent / out)), os.environ)
    assert (done.returncode, said in done.stderr.decode()) == (2, True)
    assert records.read_bytes() == before
    assert not list(records.parent.glob("a.*"))
