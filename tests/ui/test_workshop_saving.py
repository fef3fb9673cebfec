"""Tests saving, signing and publishing from the rule workshop."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from guard.config.builtin_policy import builtin_policy
from guard.core.pages import Page, PageKind
from guard.publish.contents import bundle_of
from guard.publish.pages import POLICY_FILE, list_page
from guard.publish.releasing import release
from rules.pack.skeleton import skeleton
from tests.support.publishing import EVERYONE, PASSPHRASE, UnitOffice, unit_pack
from tests.support.workshop_fixtures import PROVING_MS, green, pack, red, sources, words_shown, workshop
from tests.ui.conftest import button_named, click
from ui.kit.theme import Theme
from ui.workshop.draft import Draft
from ui.workshop.publish import PublishWindow
from ui.workshop.signing import Signing, planned
from ui.workshop.sources import Sources
from ui.workshop.unfinished import Unfinished, draft_of, keep
from ui.workshop.window import Workshop

__all__ = ["pack", "sources", "workshop"]

def test_unfinished_work_is_kept_beside_the_pack_and_goes_on(qtbot: QtBot, workshop: Workshop, pack: Path, light: Theme,
                                                            sources: Sources, settings: QSettings) -> None:
    before = pack.read_text("utf-8")
    workshop.source._edit.setPlainText(workshop.draft.text.replace("青松计划的选址已初步确定", "别的"))
    red(qtbot, workshop)
    click(workshop.save)
    assert pack.read_text("utf-8") == before
    assert draft_of(pack).exists()
    draft = Draft.open(pack, "1")
    assert draft.resumed
    assert draft.text == workshop.draft.text
    workshop.source._edit.setPlainText(before.replace("没有公开的项目", "新名字"))
    green(qtbot, workshop)
    click(workshop.save)
    assert "新名字" in pack.read_text("utf-8")
    assert not draft_of(pack).exists()


def test_a_pack_that_was_changed_elsewhere_is_not_replaced_and_has_both_changes_when_it_is_saved_again(
        qtbot: QtBot, workshop: Workshop, pack: Path) -> None:
    before = pack.read_text("utf-8")
    workshop.source._edit.setPlainText(before.replace("没有公开的项目", "新名字"))
    green(qtbot, workshop)
    elsewhere = before.replace("青松计划的选址已初步确定", "青松计划的选址已基本确定")
    pack.write_text(elsewhere, "utf-8")
    click(workshop.save)
    assert pack.read_text("utf-8") == elsewhere
    assert "在别处改过" in words_shown(workshop)
    both = elsewhere.replace("没有公开的项目", "新名字")
    assert workshop.draft.text == both
    assert draft_of(pack).read_text("utf-8") == both
    green(qtbot, workshop)
    click(workshop.save)
    assert pack.read_text("utf-8") == both


def test_what_was_joined_and_cannot_be_kept_beside_the_pack_is_told_with_what_became_of_it(
        qtbot: QtBot, workshop: Workshop, pack: Path) -> None:
    before = pack.read_text("utf-8")
    workshop.source._edit.setPlainText(before.replace("没有公开的项目", "新名字"))
    green(qtbot, workshop)
    pack.write_text(before.replace("青松计划的选址已初步确定", "青松计划的选址已基本确定"), "utf-8")
    draft_of(pack).unlink(missing_ok=True)
    draft_of(pack).mkdir()
    click(workshop.save)
    assert "在别处改过" in words_shown(workshop)
    assert "原文件没有改动，请检查权限和磁盘空间" in words_shown(workshop)


def test_all_that_differs_from_the_pack_as_it_was_opened_is_listed_after_it_was_joined_and_saved_too(
        qtbot: QtBot, workshop: Workshop, pack: Path) -> None:
    workshop.tabs.setCurrentIndex(2)
    workshop.source._edit.setPlainText(workshop.draft.text.replace("没有公开的项目", "新名字"))
    green(qtbot, workshop)
    for old, new in (("主证: [青松计划]", "主证: [青松计划, 白杨工程]"), ("依据: 本单位工作", "依据: 全县工作")):
        theirs = pack.read_text("utf-8").replace(old, new)
        pack.write_text(theirs, "utf-8")
        click(workshop.save)
        assert pack.read_text("utf-8") == theirs, "each change from elsewhere is joined, none is replaced"
        green(qtbot, workshop)
    click(workshop.save)
    assert all(words in pack.read_text("utf-8") for words in ("新名字", "白杨工程", "全县"))
    assert workshop.draft.opened == skeleton("单位", "1")
    qtbot.waitUntil(lambda: all(words in words_shown(workshop) for words in ("新名字", "白杨工程", "全县")))


def test_unfinished_work_does_not_undo_what_was_changed_elsewhere_since(qtbot: QtBot, workshop: Workshop,
                                                                        pack: Path) -> None:
    before = pack.read_text("utf-8")
    workshop.source._edit.setPlainText(before.replace("青松计划的选址已初步确定", "别的"))
    red(qtbot, workshop)
    click(workshop.save)
    pack.write_text(before.replace("没有公开的项目", "新名字"), "utf-8")
    draft = Draft.open(pack, "1")
    assert draft.text == before.replace("青松计划的选址已初步确定", "别的").replace("没有公开的项目", "新名字")
    assert draft.carried is not None


def test_a_green_pack_is_signed_and_a_computer_takes_it(qtbot: QtBot, workshop: Workshop, tmp_path: Path,
                                                        cheap_sealing: None) -> None:
    office = UnitOffice.opened(tmp_path / "office")
    list_page(tmp_path / POLICY_FILE, Page(PageKind.ORDINARY, "青河县邮"))
    click(workshop.publish)
    window = next(one for one in workshop._windows if isinstance(one, PublishWindow))
    assert not window.sign.isEnabled()
    window.folder.setText(str(office.folder))
    window.folder.editingFinished.emit()
    qtbot.waitUntil(lambda: len(window._keys) == 1)
    (passphrase,) = window._keys.values()
    window.ring.setCurrentText("全部电脑")
    click(window.sign)
    qtbot.waitUntil(lambda: "网页：新增 普通网页 青河县邮" in window.differences.plain(), timeout=PROVING_MS)
    assert not window.sign.isEnabled(), "a page as any other loosens: somebody has to agree"
    passphrase.setText("不对的口令不对的口令")
    window.differences.consent.click()
    click(window.sign)
    qtbot.waitUntil(lambda: "口令不对" in window._told.plain(), timeout=PROVING_MS)
    passphrase.setText(PASSPHRASE)
    window.differences.consent.setChecked(True)
    click(window.sign)
    qtbot.waitUntil(lambda: "已签名发布第 1 号" in window._told.plain(), timeout=PROVING_MS)
    assert passphrase.text() == ""
    offer = office.client(tmp_path / "packs").ask(str(office.served))
    assert offer.release is not None
    assert "单位 1" in offer.release.label
    (bundle,) = office.served.rglob("bundles/*.json")
    assert "青河县邮" in bundle.read_text("utf-8"), "the pages that were clicked are signed with the rules"
    click(button_named(window, "关闭"))


def test_a_policy_with_an_unsaved_draft_is_signed_as_it_was_saved_and_that_is_told(pack: Path, tmp_path: Path) -> None:
    office, policy = UnitOffice.opened(tmp_path / "office"), tmp_path / "策略.yaml"
    policy.write_bytes(builtin_policy())
    asked = Signing(pack, office.folder, policy=policy)
    assert planned(asked).words == ""
    keep(policy, Unfinished("模式: 仅记录", None))
    answer = planned(asked)
    assert answer.plan is not None
    assert answer.words == "策略.yaml 还有没保存的草稿，不在这次签名里。"


def test_publishing_one_pack_keeps_the_signed_policy_and_the_other_packs_of_its_computers(
        qtbot: QtBot, workshop: Workshop, tmp_path: Path, cheap_sealing: None) -> None:
    office = UnitOffice.opened(tmp_path / "office")
    (tmp_path / "策略.yaml").write_text(builtin_policy().decode().replace("模式: 拦截", "模式: 仅记录"), "utf-8")
    (tmp_path / "别的.yaml").write_text(unit_pack("青松甲号"), "utf-8")
    signed = release(office.office, bundle_of(["内置", str(tmp_path / "别的.yaml")], tmp_path / "策略.yaml"), EVERYONE)
    before = office.office.repository.bundle(signed)
    click(workshop.publish)
    window = next(one for one in workshop._windows if isinstance(one, PublishWindow))
    window.folder.setText(str(office.folder))
    window.folder.editingFinished.emit()
    qtbot.waitUntil(window.sign.isEnabled)
    click(window.sign)
    qtbot.waitUntil(lambda: "新增规则包" in window.differences.plain(), timeout=PROVING_MS)
    assert "▲" not in window.differences.plain()
    (passphrase,) = window._keys.values()
    passphrase.setText(PASSPHRASE)
    click(window.sign)
    qtbot.waitUntil(lambda: "已签名发布第 2 号" in window._told.plain(), timeout=PROVING_MS)
    made = office.office.repository.index().releases[-1]
    after = office.office.repository.bundle(made)
    assert (after.policy, after.packs[0], after.builtin) == (before.policy, before.packs[0], True)
    assert (made.percent, made.groups) == (0, ("试点",))
    click(button_named(window, "关闭"))
