"""Tests a table of the unit on its whole way: made by the command, signed, fetched by a running guard, and pasted."""

from __future__ import annotations

import os
import signal
from functools import partial
from pathlib import Path

import pytest

from guard.control.requests import CaseOpened, Update
from guard.ipc.replies import Done
from guard.publish.contents import Contents
from guard.publish.planning import plan_release, sign_release
from guard.supply.exact_indexes import KEY_FILE
from rules.model import EXACT, Nature
from tests.support.brokering import NOTICE, renamed
from tests.support.guarding import GuardUnderTest, wait_for
from tests.support.processes import child
from tests.support.program import Run
from tests.support.publishing import EVERYONE, UnitOffice
from tests.support.publishing_fixtures import cheap_keys, managed, office
from tests.support.tables import HEADINGS, PEOPLE

__all__ = ["cheap_keys", "managed", "office"]

TOLD = ("通知家长：欧阳慕白 13800001234", "柏青松的电话 139-0000-5678")


@pytest.fixture
def wechat(managed: GuardUnderTest, office: UnitOffice, mishao: Run, tmp_path: Path) -> str:
    """A chat program, beside a guard that has fetched a table."""
    (tmp_path / "学生.csv").write_text("\n".join(",".join(row) for row in (HEADINGS, *PEOPLE)), "utf-8")
    built = mishao("exact", "build", str(tmp_path / "学生.csv"), "--name", "在校学生", "--out", str(tmp_path / "x.edm"),
                   "--key", str(tmp_path / "machine" / KEY_FILE),
                   *(word for heading in HEADINGS for word in ("--column", heading)))
    assert built.returncode == 0, built.stderr.decode()
    contents = Contents(("内置",), tables=(tmp_path / "x.edm",))
    sign_release(office.office, plan_release(office.office, contents, EVERYONE))
    assert isinstance(managed.ask(Update("")), Done)
    return renamed("xclip", "wechat", tmp_path / "bin")


@pytest.mark.thorough
def test_a_row_of_a_pushed_table_is_kept_from_a_chat_also_after_a_restart(managed: GuardUnderTest, wechat: str) -> None:
    for number, told in enumerate(TOLD):
        if number:
            managed.stop()
            managed.start()
        wait_for(lambda: f"{EXACT}·在校学生" in managed.status().pack, "a broker that judges by the table")
        managed.copy(told)
        case = managed.opened(partial(_is_of, told)).case
        assert case.decision.nature is Nature.PERSONAL
        assert f"{EXACT}·在校学生" in {match.rule for match in case.matches()}
        assert managed.paste(wechat) == NOTICE
        assert managed.paste() == told, "an unknown program has the original"


@pytest.mark.thorough
def test_an_index_that_is_gone_is_said_in_status_and_journal_until_it_is_fetched_again(managed: GuardUnderTest,
                                                                                   wechat: str) -> None:
    wait_for(lambda: f"{EXACT}·在校学生" in managed.status().pack, "a broker that judges by the table")
    (index,) = managed.home.glob("**/slots/*/exact/*.edm")
    index.unlink()
    assert managed.process is not None
    broker = child(managed.process.pid, "--broker")
    assert broker
    os.kill(broker, signal.SIGKILL)
    gone = "名单“在校学生”的索引文件不见了或损坏"
    wait_for(lambda: any(gone in words for words in managed.status().troubles), "a trouble that names the table")
    (journal,) = managed.home.glob("**/journal.jsonl")
    wait_for(lambda: gone in journal.read_text("utf-8"), "a record of it")
    assert isinstance(managed.ask(Update("")), Done)
    wait_for(lambda: not any(gone in words for words in managed.status().troubles), "no trouble any more")
    managed.copy(TOLD[1])
    managed.opened(partial(_is_of, TOLD[1]))
    assert managed.paste(wechat) == NOTICE


def _is_of(words: str, opened: CaseOpened) -> bool:
    text = opened.case.judged[0].text
    return text is not None and text.original == words
