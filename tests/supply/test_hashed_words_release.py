"""Tests code words in a release: hashed before they are signed, found by guard, broker and inspection with the key."""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path

import pytest

from guard.clipboard.held_words import Kinship
from guard.clipboard.process import load_arms
from guard.inspect.worker import Setup, received, sent
from guard.ipc.exact_files import Exact
from guard.ipc.messages import Arm
from guard.ipc.replies import Done
from guard.publish.contents import Contents
from guard.publish.errors import PublishError
from guard.publish.planning import plan_release, sign_release
from guard.supply.exact_indexes import KEY_FILE
from rules.model import Action
from rules.text import Text
from tests.support.code_words import CODE_WORDS, WORDS
from tests.support.publishing import EVERYONE, UnitOffice
from tests.support.tables import KEY, OTHER_KEY
from tests.support.updated_guard import UpdatedGuard

TOLD = Text("会上说“青松”计划的选址再看看")


@pytest.fixture
def contents(tmp_path: Path) -> Contents:
    (tmp_path / "代号.yaml").write_text(CODE_WORDS, "utf-8")
    (tmp_path / KEY_FILE).write_text(f"{KEY.hex()}\n")
    return Contents(("内置", str(tmp_path / "代号.yaml")), key=tmp_path / KEY_FILE)


@pytest.fixture
def updated_guard(office: UnitOffice, tmp_path: Path, contents: Contents) -> UpdatedGuard:
    sign_release(office.office, plan_release(office.office, contents, EVERYONE))
    return UpdatedGuard(office, tmp_path)


def lay_key(computer: UpdatedGuard, key: bytes) -> None:
    (computer.ground.machine.folder / KEY_FILE).write_text(f"{key.hex()}\n")


def test_no_file_of_a_release_has_a_code_word(office: UnitOffice, updated_guard: UpdatedGuard) -> None:
    updated_guard.updates.update()
    served = [path for folder in (office.served, updated_guard.ground.paths.packs) for path in folder.rglob("*")
              if path.is_file()]
    assert any("散列密钥".encode() in path.read_bytes() for path in served)
    for path in served:
        content = path.read_bytes()
        assert not [word for word in WORDS if word.encode() in content or ascii(word).strip("'").encode() in content]


def test_guard_and_broker_find_the_words_with_the_key(updated_guard: UpdatedGuard) -> None:
    lay_key(updated_guard, KEY)
    assert isinstance(updated_guard.updates.update(), Done)
    found = updated_guard.load("")
    assert not found.inexact
    arms = load_arms(Arm(found.packs, found.policy, weights=found.weights, exact=found.exact), Kinship())
    for verdict in (found.rules().judge.judge(TOLD), arms.judge(TOLD)):
        assert (verdict.action, {match.rule for match in verdict.matches}) == (Action.BLOCK, {"DH-01"})


@pytest.mark.parametrize(("key", "said"), [(None, "没有名单密钥"), (OTHER_KEY, "是用另一把名单密钥做的")],
                         ids=["none", "other"])
def test_without_the_right_key_the_rest_is_in_force_and_that_is_said(updated_guard: UpdatedGuard, key: bytes | None,
                                                                     said: str) -> None:
    if key is not None:
        lay_key(updated_guard, key)
    assert isinstance(updated_guard.updates.update(), Done)
    found = updated_guard.load("")
    assert (updated_guard.now(), said in found.inexact) == (1, True)
    judge = found.rules().judge
    assert [judge.judge(text).action for text in (TOLD, Text("内部测算表"))] == [Action.ALLOW, Action.BLOCK]
    lay_key(updated_guard, KEY)
    updated_guard.updates.update()
    assert updated_guard.in_force.rules().judge.judge(TOLD).action is Action.BLOCK, "a key that comes later is used"


def test_the_key_is_not_sent_to_workers_on_other_computers(updated_guard: UpdatedGuard) -> None:
    lay_key(updated_guard, KEY)
    updated_guard.updates.update()
    setup = Setup((), ("reader",), "", exact=updated_guard.in_force.exact)
    assert KEY in pickle.dumps(setup)
    assert KEY not in pickle.dumps(sent(setup))
    assert received(sent(setup), updated_guard.ground.machine, ("reader",)).exact == Exact((), KEY)


def test_words_in_clear_are_not_signed_where_they_are_to_be_hashed(office: UnitOffice, contents: Contents) -> None:
    with pytest.raises(PublishError, match=r"代号.yaml 的词表“项目代号”写明了发布时散列.*--exact-key"):
        plan_release(office.office, Contents(contents.packs), EVERYONE)


@pytest.mark.parametrize(("name", "old", "new"), [
    ("别的.yaml", "内部测算表在这里", "内部测算表在海东青那里"),
    ("别的.yaml", "主证: [内部测算表]", "主证: [内部测算表, 青松、柏树 × 计划、方案]"),
    ("海东青.yaml", "", ""),
], ids=["an example", "a product", "a file's name"])
def test_a_word_that_another_part_of_the_release_tells_is_not_signed(
        office: UnitOffice, contents: Contents, tmp_path: Path, name: str, old: str, new: str) -> None:
    other = f"规则包: 别的\n版本: \"1\"\n规则:\n{CODE_WORDS[CODE_WORDS.index('- 编号: DH-02'):]}"
    (tmp_path / name).write_text(other.replace("DH-02", "BD-01").replace(old, new), "utf-8")
    with pytest.raises(PublishError, match=f"{name} 里明写着“(海东青|青松计划)”"):
        plan_release(office.office, Contents((*contents.packs, str(tmp_path / name)), key=contents.key), EVERYONE)


def test_a_release_whose_name_for_people_tells_a_word_is_not_signed(office: UnitOffice, contents: Contents) -> None:
    with pytest.raises(PublishError, match="--label 里明写着“海东青”"):
        plan_release(office.office, replace(contents, label="海东青项目的代号"), EVERYONE)


def test_a_file_that_is_no_key_is_refused_before_anything_is_signed(office: UnitOffice, contents: Contents,
                                                                    tmp_path: Path) -> None:
    (tmp_path / "wrong").write_text("password")
    for key, said in ((tmp_path / "wrong", "不是名单密钥"), (tmp_path / "absent", "不能读取")):
        with pytest.raises(PublishError, match=said):
            plan_release(office.office, Contents(contents.packs, key=key), EVERYONE)


def test_the_same_pack_signed_again_changes_nothing_and_a_word_that_goes_loosens(
        office: UnitOffice, updated_guard: UpdatedGuard, contents: Contents, tmp_path: Path) -> None:
    assert updated_guard.now() == 0
    again = plan_release(office.office, contents, EVERYONE)
    assert [comparison.differences for comparison in again.comparisons] == [()]
    fewer = CODE_WORDS.replace("海东青, Blue", "Blue").replace("海东青和青松", "白杨工程和青松").replace('"1"', '"2"')
    (tmp_path / "代号.yaml").write_text(fewer, "utf-8")
    plan = plan_release(office.office, contents, EVERYONE)
    assert plan.unnamed(())
    words = "".join(one.words for comparison in plan.comparisons for one in comparison.differences)
    assert "1 个散列词" in words
    assert not [word for word in WORDS if word in words]
