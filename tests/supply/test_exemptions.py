"""Tests that 误报豁免 counts in what an administrator signed, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from guard.config.user_config import Configuration
from guard.ipc.replies import Done
from guard.publish.contents import bundle_of
from guard.publish.errors import PublishError
from guard.supply import packs_and_policy
from guard.supply.packs_and_policy import active
from rules.judge.exempted import content_mark
from rules.model import Action
from rules.text import Text
from tests.support.false_alarms import NOVEL, exempting_pack
from tests.support.publishing import UnitOffice
from tests.support.updated_guard import UpdatedGuard


@pytest.fixture
def updated_guard(office: UnitOffice, tmp_path: Path) -> Iterator[UpdatedGuard]:
    """A computer whose administrator has signed the exemption of the reading list beside the built-in rules."""
    office.beside = ("内置", str(exempting_pack(tmp_path)))
    office.release("青松甲号")
    guard = UpdatedGuard(office, tmp_path)
    assert said(guard) is Action.BLOCK, "the program's own rules"
    assert isinstance(guard.updates.update(), Done)
    yield guard
    guard.updates.stop()


def said(computer: UpdatedGuard, text: str = NOVEL) -> Action:
    """Return what a guard that starts now says of a text."""
    judge = computer.load("").rules().judge
    assert judge is not None
    return judge.judge(Text(text)).action


def test_what_was_signed_passes_and_nothing_else_does(updated_guard: UpdatedGuard) -> None:
    assert said(updated_guard) is Action.LOG
    assert said(updated_guard, NOVEL.replace("第三期", "第四期")) is Action.BLOCK


def test_a_release_without_it_ends_it(updated_guard: UpdatedGuard, office: UnitOffice) -> None:
    office.beside = ("内置",)
    office.release("白杨乙号")
    assert isinstance(updated_guard.updates.update(), Done)
    assert said(updated_guard) is Action.BLOCK


def test_a_release_that_was_edited_in_the_store_is_not_in_force(updated_guard: UpdatedGuard) -> None:
    (bundle,) = updated_guard.ground.paths.packs.rglob("bundle.json")
    other = NOVEL.replace("第三期", "第四期")
    bundle.write_bytes(bundle.read_bytes().replace(content_mark(NOVEL).encode(), content_mark(other).encode()))
    assert said(updated_guard, other) is Action.BLOCK
    assert updated_guard.load("").provenance.number == 0
    assert "没有采用" in updated_guard.load("").provenance.fallback


def test_what_another_office_signed_is_not_taken(updated_guard: UpdatedGuard, tmp_path: Path) -> None:
    other = NOVEL.replace("第三期", "第四期")
    stranger = UnitOffice.opened(tmp_path / "stranger")
    stranger.beside = ("内置", str(exempting_pack(tmp_path, other)))
    stranger.release("青松甲号")
    assert not isinstance(updated_guard.updates.update(str(stranger.served)), Done)
    assert said(updated_guard, other) is Action.BLOCK


@pytest.mark.parametrize("answering_only", [False, True])
def test_a_file_that_nobody_signed_exempts_nothing_even_if_root_wrote_it(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answering_only: bool) -> None:
    monkeypatch.setattr(packs_and_policy, "only_root_writes", lambda _: True)
    supply = active(Configuration(packs=(str(exempting_pack(tmp_path)),)), answering_only)
    judge = supply.rules().judge
    assert judge is not None
    assert judge.judge(Text(NOVEL)).action is Action.BLOCK
    assert [left.part for left in supply.left_out] == ["误报豁免"]


@pytest.mark.parametrize(("days", "words"), [(-1, "已经在 .* 到期"), (400, "最长一年")])
def test_one_that_has_ended_or_ends_too_late_is_not_signed(tmp_path: Path, days: int, words: str) -> None:
    with pytest.raises(PublishError, match=words):
        bundle_of(["内置", str(exempting_pack(tmp_path, days=days))], None)
