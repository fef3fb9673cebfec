"""Tests a table of the unit on its whole way: made by the command, signed, fetched by a running guard, and pasted."""

from __future__ import annotations

import subprocess
import sys
from functools import partial
from pathlib import Path

from guard.control.requests import CaseOpened, Update
from guard.ipc.replies import Done
from guard.publish.contents import Contents
from guard.publish.planning import plan_release, sign_release
from guard.supply.exact_indexes import KEY_FILE
from rules.model import EXACT, Nature
from tests.support.brokering import NOTICE, renamed
from tests.support.guarding import GuardUnderTest, wait_for
from tests.support.program import ROOT
from tests.support.publishing import EVERYONE, UnitOffice
from tests.support.publishing_fixtures import cheap_sealing, managed, office
from tests.support.tables import HEADINGS, PEOPLE

__all__ = ["cheap_sealing", "managed", "office"]

TOLD = ("通知家长：欧阳慕白 13800001234", "柏青松的电话 139-0000-5678")


def test_a_row_of_a_pushed_table_is_kept_from_a_chat_also_after_a_restart(
        managed: GuardUnderTest, office: UnitOffice, tmp_path: Path) -> None:
    (tmp_path / "学生.csv").write_text("\n".join(",".join(row) for row in (HEADINGS, *PEOPLE)), "utf-8")
    subprocess.run([sys.executable, str(ROOT / "main.py"), "exact", "build", str(tmp_path / "学生.csv"), "--name",
                    "在校学生", "--out", str(tmp_path / "x.edm"), "--key", str(tmp_path / "machine" / KEY_FILE)],
                   check=True, stdout=subprocess.DEVNULL, timeout=60)
    contents = Contents(("内置",), tables=(tmp_path / "x.edm",))
    sign_release(office.office, plan_release(office.office, contents, EVERYONE))
    assert isinstance(managed.ask(Update("")), Done)
    wechat = renamed("xclip", "wechat", tmp_path / "bin")
    for told in TOLD:
        wait_for(lambda: f"{EXACT}·在校学生" in managed.status().pack, "a broker that judges by the table")
        managed.copy(told)
        case = managed.opened(partial(_is_of, told)).case
        assert case.decision.nature is Nature.PERSONAL
        assert f"{EXACT}·在校学生" in {match.rule for match in case.matches()}
        assert managed.paste(wechat) == NOTICE
        assert managed.paste() == told, "an unknown program has the original"
        managed.stop()
        managed.start()


def _is_of(words: str, opened: CaseOpened) -> bool:
    text = opened.case.judged[0].text
    return text is not None and text.original == words
