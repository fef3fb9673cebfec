"""Tests the rule workshop: form, YAML and changes are one document; nothing red is signed."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFrame, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from guard.supply.builtin import builtin_pack
from rules.definition import Reach
from rules.pack.loading import load
from tests.support.pictures import render_document
from tests.support.workshop_fixtures import PROVING_MS, green, pack, red, sources, words_shown, workshop
from ui.kit.theme import Theme
from ui.workshop.app import opened
from ui.workshop.sources import Sources
from ui.workshop.window import Workshop

__all__ = ["pack", "sources", "workshop"]


def write_word(edit: QLineEdit, word: str) -> None:
    edit.setText(word)
    QTest.keyClick(edit, Qt.Key.Key_Return)


def test_a_word_written_in_the_form_is_in_the_yaml_and_among_the_changes(qtbot: QtBot, workshop: Workshop) -> None:
    field = workshop.form.findChild(type(workshop.form._primary))
    write_word(field.begin(len(field.words())), "白杨工程")
    assert "主证: [青松计划, 白杨工程]" in workshop.draft.text
    green(qtbot, workshop)
    workshop.tabs.setCurrentIndex(2)
    qtbot.waitUntil(lambda: "判据 1 出现，加上：白杨工程" in words_shown(workshop))


def test_what_is_written_as_yaml_is_in_the_form(qtbot: QtBot, workshop: Workshop) -> None:
    workshop.tabs.setCurrentIndex(1)
    workshop.source._edit.setPlainText(workshop.draft.text.replace("没有公开的项目", "新名字"))
    workshop.tabs.setCurrentIndex(0)
    assert workshop.form._lines["名称"].text() == "新名字"
    assert "新名字" in workshop.title.text()


def test_a_failing_example_is_red_says_why_and_nothing_can_be_signed(qtbot: QtBot, workshop: Workshop) -> None:
    field = workshop.examples.write("不得命中", 2)
    field.setPlainText("青松计划选址公告贴出来了")
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    red(qtbot, workshop)
    assert workshop.status.text() == "还有 1 个样例没通过，不能签名：DW-01 不得命中“青松计划选址公告贴出来了”"
    assert "2 / 3，差 1 个" in words_shown(workshop)
    assert "命中的是“青松计划”" in words_shown(workshop)
    field = workshop.examples.write("不得命中", 2)
    field.setPlainText("天气很好")
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    green(qtbot, workshop)
    assert workshop.status.text() == "样例全部通过，可以签名"


def test_broken_yaml_is_told_with_its_line_and_the_form_keeps_the_last_rule(qtbot: QtBot, workshop: Workshop) -> None:
    workshop.source._edit.setPlainText(workshop.draft.text.replace("性质: 工作秘密", "性质: 秘密的"))
    red(qtbot, workshop)
    assert "第 8 行" in workshop.status.text()
    workshop.source._edit.setPlainText("规则: [没写完")
    red(qtbot, workshop)
    assert workshop.form._lines["名称"].text() == "没有公开的项目"


def test_an_exemption_added_in_the_form_brings_its_own_proof(qtbot: QtBot, workshop: Workshop) -> None:
    write_word(workshop.form._exempt.begin(0), "据报道")
    green(qtbot, workshop)
    (exemption,) = load(workshop.draft.text.encode(), "x").rules[0].exemptions()
    assert exemption.must_not_swallow[0].text == "据报道。\n青松计划的选址已初步确定"
    qtbot.waitUntil(lambda: "例外：据报道" in words_shown(workshop))
    assert "1 / 1" in words_shown(workshop)


def test_words_with_commas_between_become_words_of_their_own(qtbot: QtBot, workshop: Workshop) -> None:
    field = workshop.form._primary
    write_word(field.begin(len(field.words())), "白杨工程，红松工程, 别、不要 × 外传")
    assert field.words() == ("青松计划", "白杨工程", "红松工程", "别、不要 × 外传")
    assert "主证: [青松计划, 白杨工程, 红松工程, 别、不要 × 外传]" in workshop.draft.text
    green(qtbot, workshop)


def test_the_reach_of_an_exemption_is_a_field(qtbot: QtBot, workshop: Workshop) -> None:
    write_word(workshop.form._exempt.begin(0), "据报道")
    assert workshop.form._reach.currentText() == "同句"
    workshop.form._reach.setCurrentText("全文")
    workshop.form._reach.activated.emit(workshop.form._reach.currentIndex())
    assert load(workshop.draft.text.encode(), "x").rules[0].exemptions()[0].distance is Reach.TEXT
    assert workshop.form._reach.isVisible()
    write_word(workshop.form._exempt.begin(0), "")
    assert not workshop.form._reach.isVisible()


def test_every_text_that_must_not_be_swallowed_is_shown_and_those_that_fail_are_named(
        qtbot: QtBot, workshop: Workshop) -> None:
    exemption = {"出现": ["据报道"], "距离": "全文", "作用": "降两级", "不得吞掉": "据报道，天气很好"}
    workshop.draft.set(0, "判据", [{"把握": "高", "主证": ["青松计划"], "例外": [exemption]}])
    workshop.draft.set(0, "不得命中", ["天气很好", "选址公告"])
    shown = words_shown(workshop)
    assert "据报道，天气很好" in shown, "it is there while its result is not known"
    red(qtbot, workshop)
    assert workshop.status.text() == "还有 1 个样例没通过，不能签名：DW-01 不得吞掉“据报道，天气很好”"
    assert "0 / 1，差 1 个" in words_shown(workshop)


def test_a_text_that_must_not_be_swallowed_is_edited_where_it_is_shown(qtbot: QtBot, workshop: Workshop) -> None:
    exemption = {"出现": ["据报道"], "距离": "全文", "作用": "降两级", "不得吞掉": "据报道，天气很好"}
    other = {"出现": ["据传"], "距离": "全文", "作用": "降两级", "不得吞掉": "据传。\n青松计划的选址已初步确定"}
    workshop.draft.set(0, "判据", [{"把握": "高", "主证": ["青松计划"], "例外": [exemption, other]}])
    workshop.draft.set(0, "不得命中", ["天气很好", "选址公告"])
    red(qtbot, workshop)
    card = next(part for part in workshop.examples.findChildren(QFrame) if "据报道，天气很好" in part.accessibleName())
    QTest.keyClick(card, Qt.Key.Key_Return)
    field = workshop.focusWidget()
    assert isinstance(field, QPlainTextEdit)
    assert field.toPlainText() == "据报道，天气很好"
    field.setPlainText("据报道。\n青松计划的选址已初步确定")
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: [one["不得吞掉"] for one in workshop.draft.rules[0]["判据"][0]["例外"]] == [
        "据报道。\n青松计划的选址已初步确定", other["不得吞掉"]])


def test_a_text_that_must_not_be_swallowed_stays_as_it_was_when_its_field_is_left_or_emptied(
        qtbot: QtBot, workshop: Workshop) -> None:
    write_word(workshop.form._exempt.begin(0), "据报道")
    green(qtbot, workshop)
    before = workshop.draft.text
    text = "据报道。\n青松计划的选址已初步确定"
    field = workshop.examples.write_swallow(0, text)
    field.setPlainText("别的")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    field = workshop.examples.write_swallow(0, text)
    field.setPlainText("")
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert workshop.draft.text == before
    assert "1 / 1" in words_shown(workshop)


def test_enter_in_a_word_stays_in_its_field(qtbot: QtBot, workshop: Workshop) -> None:
    field = workshop.form._primary
    write_word(field.begin(1), "白杨工程")
    write_word(workshop.focusWidget(), "红松工程")
    assert field.words() == ("青松计划", "白杨工程", "红松工程")
    write_word(field.begin(0), "青山计划")
    assert workshop.focusWidget().accessibleName() == "改：青山计划"


def test_a_word_being_written_is_not_taken_away_when_the_examples_are_checked(
        qtbot: QtBot, workshop: Workshop) -> None:
    edit = workshop.form._primary.begin(1)
    edit.setText("白杨")
    workshop.draft.write(workshop.draft.text.replace("没有公开的项目", "新名字"))
    qtbot.waitUntil(lambda: workshop.report is not None)
    edit.setText("白杨工程")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert workshop.form._primary.words() == ("青松计划", "白杨工程")


def test_the_field_at_fault_is_marked_and_says_why(qtbot: QtBot, workshop: Workshop) -> None:
    workshop.source._edit.setPlainText(workshop.draft.text.replace("依据: 本单位工作秘密管理办法第八条", '依据: ""'))
    red(qtbot, workshop)
    basis = workshop.form._lines["依据"]
    assert basis.property("fault") is True
    assert "不能为空" in basis.accessibleDescription()
    assert workshop.form._lines["名称"].property("fault") is not True
    assert "差 2 个" not in words_shown(workshop), "no example was run"
    workshop.source._edit.setPlainText(workshop.draft.text.replace('依据: ""', "依据: 办法"))
    green(qtbot, workshop)
    assert basis.property("fault") is not True


def test_the_built_in_pack_is_opened_to_be_read_and_tried(qtbot: QtBot, light: Theme, sources: Sources,
                                                          settings: QSettings, tmp_path: Path) -> None:
    window = Workshop(light, opened(Path("内置"), tmp_path), sources, settings)
    window.show()
    qtbot.waitUntil(lambda: window.report is not None, timeout=PROVING_MS)
    assert not window.report.problems
    assert len(window.draft.rules) == len(load(builtin_pack(), "x").rules)
    before = window.draft.text
    window.rules.new.emit()
    assert window.draft.text == before
    assert "程序自带的规则包只能看" in words_shown(window)
    assert not window.publish.isEnabled()
    assert not window.save.isEnabled()
    window.close()
    assert list(tmp_path.glob("*内置*")) == []


def test_an_exemption_by_name_stays_when_another_is_written_in_the_form(qtbot: QtBot, workshop: Workshop) -> None:
    named = "例外:\n  引述: {出现: 据通报, 距离: 同句, 作用: 降两级, 例句: 据通报。}\n规则:\n"
    workshop.draft.write(workshop.draft.text.replace("规则:\n", named, 1))
    workshop.draft.set(0, "判据", [{"把握": "高", "主证": ["青松计划"], "例外": ["@引述"]}])
    workshop.draft.set(0, "不得命中", ["天气很好", "据通报，青松计划"])
    write_word(workshop.form._exempt.begin(0), "据报道")
    green(qtbot, workshop)
    assert [one.name for one in load(workshop.draft.text.encode(), "x").rules[0].exemptions()] == ["引述", ""]


def test_an_id_of_the_built_in_pack_cannot_be_signed(qtbot: QtBot, workshop: Workshop) -> None:
    workshop.source._edit.setPlainText(workshop.draft.text.replace("DW-01", "BC-01"))
    red(qtbot, workshop)
    assert "编号“BC-01”是“不拍密·不传密”的" in workshop.status.toolTip()


def test_lines_of_an_example_stay_lines_when_it_is_written(qtbot: QtBot, workshop: Workshop) -> None:
    workshop.draft.set(0, "必须命中", [["青松计划", "选址"], "青松计划报价"])
    field = workshop.examples.write("必须命中", 0)
    assert field.toPlainText() == "青松计划\n选址"
    field.setPlainText("青松计划\n（5个手机号）\n选址")
    QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert workshop.draft.rules[0]["必须命中"] == [["青松计划", "（5个手机号）", "选址"], "青松计划报价"]


def test_rules_come_go_and_are_found(qtbot: QtBot, workshop: Workshop) -> None:
    workshop.rules.new.emit()
    green(qtbot, workshop)
    assert [rule["编号"] for rule in workshop.draft.rules] == ["DW-01", "DW-02"]
    assert workshop.title.text().startswith("DW-02")
    workshop.rules._search.setText("dw-01")
    assert [workshop.rules._list.item(at).isHidden() for at in range(2)] == [False, True]
    workshop.form.removed.emit()
    green(qtbot, workshop)
    assert [rule["编号"] for rule in workshop.draft.rules] == ["DW-01"]


def test_a_pasted_text_and_a_file_are_judged_by_the_newest_draft(qtbot: QtBot, workshop: Workshop,
                                                                 tmp_path: Path) -> None:
    workshop.trial.field.setPlainText("红枫项目的选址")
    qtbot.waitUntil(lambda: workshop.trial.answer() == "可发")
    write_word(workshop.form._primary.begin(1), "红枫项目")
    qtbot.waitUntil(lambda: workshop.trial.answer() == "拦截 · 把握高")
    file = tmp_path / "通知.txt"
    file.write_text("天气很好", "utf-8")
    workshop.trial.open(file)
    qtbot.waitUntil(lambda: workshop.trial.answer() == "可发")
    workshop.trial.open(tmp_path / "没有.png")
    qtbot.waitUntil(lambda: workshop.trial.answer() == "没读出")


def test_a_file_that_is_dropped_is_judged_though_its_name_is_not_utf_8(qtbot: QtBot, workshop: Workshop,
                                                                      tmp_path: Path) -> None:
    file = tmp_path / os.fsdecode("文件.txt".encode("gb18030"))
    file.write_text("青松计划的选址", "utf-8")
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromEncoded(file.as_uri().encode())])
    workshop.trial.dropEvent(QDropEvent(QPointF(), Qt.DropAction.CopyAction, dropped, Qt.MouseButton.LeftButton,
                                        Qt.KeyboardModifier.NoModifier))
    assert workshop.trial.answer() == "正在读：文件.txt"
    qtbot.waitUntil(lambda: workshop.trial.answer() == "拦截 · 把握高")


def test_a_picture_is_read_and_judged(qtbot: QtBot, workshop: Workshop, tmp_path: Path) -> None:
    picture = tmp_path / "截图.png"
    render_document("青松计划的选址已初步确定", width=700).save(picture)
    workshop.trial.open(picture)
    qtbot.waitUntil(lambda: workshop.trial.answer() == "拦截 · 把握高", timeout=60_000)
    assert "青松计划" in workshop.trial.field.toPlainText()


def test_the_preview_counts_what_would_change_in_a_folder(qtbot: QtBot, workshop: Workshop, tmp_path: Path) -> None:
    folder = tmp_path / "文件"
    folder.mkdir()
    for name, text in (("甲", "红枫项目的选址"), ("乙", "青松计划的选址"), ("丙", "天气很好")):
        (folder / f"{name}.txt").write_text(text, "utf-8")
    write_word(workshop.form._primary.begin(0), "红枫项目")  # instead of 青松计划
    qtbot.waitUntil(lambda: workshop.report is not None)
    workshop.preview_folder(folder)
    qtbot.waitUntil(lambda: workshop.preview.counts() == ("多拦 1", "少拦 1", "不变 1"))
