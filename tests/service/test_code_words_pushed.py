"""Tests code words on their whole way: signed as digests, fetched by a running guard, kept from a chat, in no file."""

from __future__ import annotations

from pathlib import Path

import pytest

from guard.control.requests import Update
from guard.ipc.replies import Done
from guard.publish.contents import Contents
from guard.publish.planning import plan_release, sign_release
from guard.supply.exact_indexes import KEY_FILE
from rules.model import Nature
from tests.support.brokering import NOTICE, renamed
from tests.support.code_words import CODE_WORDS, WORDS
from tests.support.guarding import GuardUnderTest, wait_for
from tests.support.publishing import EVERYONE, UnitOffice
from tests.support.publishing_fixtures import cheap_keys, managed, office
from tests.support.tables import KEY

__all__ = ["cheap_keys", "managed", "office"]

TOLD = "会上说“青松”计划的选址再看看，海東青先不动"


@pytest.mark.thorough
def test_a_hashed_word_is_kept_from_a_chat_and_no_file_of_the_computer_has_it(
        managed: GuardUnderTest, office: UnitOffice, tmp_path: Path) -> None:
    (tmp_path / "代号.yaml").write_text(CODE_WORDS, "utf-8")
    key = tmp_path / "machine" / KEY_FILE
    key.write_text(f"{KEY.hex()}\n")
    contents = Contents(("内置", str(tmp_path / "代号.yaml")), key=key)
    sign_release(office.office, plan_release(office.office, contents, EVERYONE))
    assert isinstance(managed.ask(Update("")), Done)
    wait_for(lambda: "演示县代号" in managed.status().pack, "a broker that judges by the pack")
    managed.copy(TOLD)
    case = managed.opened(lambda push: push.case.decision.rule == "DH-01").case
    assert case.decision.nature is Nature.WORK_SECRET
    assert {match.text for match in case.matches() if match.rule == "DH-01"} == {"青松”计划", "海東青"}
    assert managed.paste(renamed("xclip", "wechat", tmp_path / "bin")) == NOTICE
    for path in (path for path in managed.home.rglob("*") if path.is_file()):
        content = path.read_bytes()
        assert not [word for word in WORDS if word.encode() in content], path
