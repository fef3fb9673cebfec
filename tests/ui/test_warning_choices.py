"""Tests the choices for each kind of item, and their effects, by keyboard and by mouse."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PySide6.QtCore import QBuffer, QIODevice, QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit
from pytestqt.qtbot import QtBot
from securesystemslib.signer import CryptoSigner

from guard.authorisation.answering import answer
from guard.authorisation.code_form import code_groups
from guard.authorisation.request import parse
from guard.control.endpoint import Client
from guard.control.requests import DestroyCase, MaskCase, SendMasked
from guard.core.events import Event, EventKind
from guard.core.model import CaseState, Outcome, Release, Target
from guard.feedback.answers import number_of
from guard.ipc.replies import Refused
from rules.model import Nature
from tests.support import ui_samples as samples
from tests.support.ui_guard import OFFICE, GuardHere
from tests.ui.conftest import Press, button_named, read_aloud, with_release
from ui.app import TrayWindows
from ui.items.actions import Act, choices_of
from ui.items.picture_boxes import Thumbnail
from ui.warning.rows import LookRow
from ui.warning.window import WarningWindow

Warn = Callable[..., WarningWindow]


@pytest.mark.parametrize("nature", list(Nature))
def test_an_item_never_to_be_released_offers_no_way_to_release_it(nature: Nature) -> None:
    case = samples.secret()
    case = replace(case, decision=replace(case.decision, nature=nature, release=Release.NEVER))
    choices = choices_of(case)
    offered = {choice.act for choice in (*choices.buttons, *choices.links)}
    assert offered <= {Act.KEEP, Act.REPLY, Act.CONTACT}
    assert choices.links == ()


@pytest.mark.parametrize("release", list(Release))
def test_the_filled_button_of_every_warning_keeps_the_item_held(release: Release) -> None:
    assert choices_of(with_release(samples.personal(), release)).buttons[0].act in (Act.KEEP, Act.MASKED)
    assert choices_of(with_release(samples.draft(), release)).buttons[0].act is Act.KEEP


def test_not_sending_says_so_for_a_moment_and_keeps_the_item(warned: Warn, press: Press, guard: GuardHere,
                                                             desk: TrayWindows, qtbot: QtBot) -> None:
    window = warned(samples.secret())
    press(window, "不发送")
    assert window.panel().title() == "好的，没有发送"
    qtbot.waitUntil(lambda: desk.warnings.window() is None, timeout=3000)
    assert guard.state("secret") is CaseState.HELD


def _replies(window: WarningWindow) -> list[str]:
    return [choice.text() for choice in window.panel().choices()][:-1]


def test_an_answer_is_chosen_from_three_that_are_shown_before_one_is_on_the_clipboard(
        warned: Warn, press: Press, guard: GuardHere) -> None:
    QApplication.clipboard().setText("")
    window = warned(samples.secret())
    press(window, "帮我回一句")
    offered = _replies(window)
    assert len(offered) == 3
    assert QApplication.clipboard().text() == ""
    press(window, offered[1])
    assert QApplication.clipboard().text() == offered[1]
    assert guard.released() == []


@pytest.mark.parametrize("destination", ["微信", "QQ", "钉钉"])
def test_no_answer_says_what_the_item_is_or_names_a_program(warned: Warn, press: Press, destination: str) -> None:
    window = warned(samples.secret(destination=replace(samples.WECHAT, program=destination)))
    press(window, "帮我回一句")
    said = "".join(_replies(window))
    assert not [word for word in ("密", "文件", "打印", "微信", "QQ", "钉钉", "演练") if word in said]


def test_the_answers_are_the_units_own_where_its_policy_has_some(
        warned: Warn, press: Press, guard: GuardHere, desk: TrayWindows, qtbot: QtBot) -> None:
    guard.status.policy(replace(guard.rules.policy, replies=("请打科里电话。", "我让小李送过去。")))
    qtbot.waitUntil(lambda: desk.guard_status.at_warning().replies != ())
    window = warned(samples.secret())
    press(window, "帮我回一句")
    assert _replies(window) == ["请打科里电话。", "我让小李送过去。"]


def test_of_eleven_files_each_stopped_one_has_a_row_that_leads_to_it_as_a_whole(
        warned: Warn, desk: TrayWindows, qtbot: QtBot) -> None:
    window = warned(samples.eleven_files())
    shown = [row for row in window.findChildren(LookRow) if row.isVisible()]
    assert len(shown) == 3
    assert window.panel().title() == "有 10 个文件先别发"
    assert "还有 7 个" in read_aloud(window)
    assert "食堂通知.txt" not in read_aloud(window)
    wanted: list[str] = []
    desk.warnings.review_wanted.connect(wanted.append)
    QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
                     shown[1].mapTo(window, QPoint(120, shown[1].height() // 2)))
    qtbot.waitUntil(lambda: wanted == ["files"])


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_only_the_files_without_a_finding_are_copied_by_one_click(
        desk: TrayWindows, press: Press, guard: GuardHere, tmp_path: Path, qtbot: QtBot, encoding: str) -> None:
    folder = tmp_path / os.fsdecode("资料".encode(encoding))
    folder.mkdir()
    names = [judged.name for judged in samples.eleven_files().judged]
    for name in names:
        (folder / name).write_text("甲")
    listed = "\n".join((folder / name).as_uri() for name in names).encode()
    payload = msgspec.msgpack.encode((Target("text/uri-list", "text/uri-list", 8, listed),))
    case = samples.eleven_files()
    guard.quarantine._vault.put(case, payload)
    guard.announce(case, notify=True)
    QApplication.clipboard().clear()
    qtbot.waitUntil(lambda: desk.warnings.window() is not None and desk.warnings.window().armed())
    window = desk.warnings.window()
    assert window is not None
    qtbot.waitUntil(lambda: bool(button_named(window, "只发没问题的 1 个")))
    press(window, "只发没问题的 1 个")
    (address,) = QApplication.clipboard().mimeData().urls()
    assert address.toEncoded().data().decode() == (folder / "食堂通知.txt").as_uri()
    assert guard.state("files") is CaseState.HELD


def test_asking_the_office_shows_how_to_reach_it(warned: Warn, press: Press, guard: GuardHere) -> None:
    window = warned(samples.secret())
    press(window, "请保密办核对")
    assert any(OFFICE in words for words in read_aloud(window))
    press(window, "返回")
    assert button_named(window, "请保密办核对")
    assert guard.released() == []


def test_the_office_can_be_told_by_a_ready_sentence_without_content_or_name(warned: Warn, press: Press,
                                                                             qapp: QApplication) -> None:
    window = warned(samples.unreadable(id="asked", decision=replace(samples.unreadable().decision,
                                                                    release=Release.CODE)))
    press(window, "请保密办核对")
    (said,) = (words for words in read_aloud(window) if "请帮忙核对" in words)
    assert "0412" not in said
    assert number_of("asked") in said
    press(window, "复制这句话")
    assert "请帮忙核对能不能发" in qapp.clipboard().text()
    assert qapp.clipboard().text() in said


def test_whom_to_call_and_not_to_pass_it_on_is_said_once_and_return_brings_the_advice_back(warned: Warn,
                                                                                          press: Press) -> None:
    window = warned(samples.secret())
    advice = next(words for words in read_aloud(window) if "不要自行删除" in words)
    press(window, "请保密办核对")
    (said,) = (words for words in read_aloud(window) if "不要自行删除" in words)
    assert OFFICE in said
    press(window, "返回")
    assert [words for words in read_aloud(window) if "不要自行删除" in words] == [advice]


def test_a_free_item_is_released_by_one_press(warned: Warn, press: Press, guard: GuardHere, qtbot: QtBot) -> None:
    window = warned(samples.unreadable())
    press(window, "放行一次")
    qtbot.waitUntil(lambda: guard.released() == [("unreadable", "")])
    assert guard.broker.granted == ["unreadable"]
    qtbot.waitUntil(lambda: "Ctrl+V" in window.panel().title())


def test_family_items_are_released_with_that_reason(warned: Warn, press: Press, guard: GuardHere,
                                                    qtbot: QtBot) -> None:
    press(warned(with_release(samples.personal(), Release.FAMILY)), "这是我本人或家人的")
    qtbot.waitUntil(lambda: guard.released() == [("personal", "本人或家人的信息")])


def test_a_reason_is_needed_before_the_button_works(warned: Warn, press: Press, guard: GuardHere,
                                                    qtbot: QtBot) -> None:
    window = warned(samples.personal())
    press(window, "工作需要，写明原因")
    go = button_named(window, "放行一次，再按 Ctrl+V")
    assert not go.isEnabled()
    reasons, own = window.findChild(QComboBox), window.findChild(QLineEdit)
    assert reasons is not None
    assert own is not None
    reasons.setCurrentIndex(reasons.count() - 1)
    assert not go.isEnabled()
    own.insert("报送民政局")
    assert go.isEnabled()
    press(window, "放行一次，再按 Ctrl+V")
    qtbot.waitUntil(lambda: guard.released() == [("personal", "其他原因：报送民政局")])


def test_an_approver_is_asked_for_in_the_same_window(warned: Warn, press: Press, guard: GuardHere,
                                                     qtbot: QtBot) -> None:
    window = warned(samples.draft())
    press(window, "已批准，填批准人")
    field = window.findChild(QLineEdit)
    assert field is not None
    assert not button_named(window, "放行一次，再按 Ctrl+V").isEnabled()
    field.insert("王局长")
    press(window, "放行一次，再按 Ctrl+V")
    qtbot.waitUntil(lambda: guard.released() == [("draft", "王局长，当面或电话同意")])


def test_a_public_consultation_is_released_with_that_reason(warned: Warn, press: Press, guard: GuardHere,
                                                            qtbot: QtBot) -> None:
    press(warned(samples.draft()), "这是公开征求意见稿")
    qtbot.waitUntil(lambda: guard.released() == [("draft", "公开征求意见稿")])


def test_a_refused_code_is_explained_in_place_and_can_be_tried_again(warned: Warn, press: Press, guard: GuardHere,
                                                                     qtbot: QtBot) -> None:
    guard.code_keys = (bytes(32),)
    window = warned(with_release(samples.secret(), Release.CODE))
    press(window, "输入授权码")
    field = window.findChild(QLineEdit)
    assert field is not None
    qtbot.keyClicks(field, "8021-1234")
    press(window, "放行一次，再按 Ctrl+V")
    qtbot.waitUntil(lambda: any("授权码不完整" in words for words in read_aloud(window)))
    assert button_named(window, "放行一次，再按 Ctrl+V").isEnabled()
    assert guard.released() == []
    assert guard.state("secret") is CaseState.HELD


def test_a_request_code_is_shown_and_a_whole_code_is_taken_from_the_field(warned: Warn, press: Press, guard: GuardHere,
                                                                          qtbot: QtBot) -> None:
    office = CryptoSigner(Ed25519PrivateKey.generate())
    guard.code_keys = (bytes.fromhex(office.public_key.keyval["public"]),)
    window = warned(with_release(samples.draft(), Release.CODE))
    press(window, "输入授权码")
    qtbot.waitUntil(lambda: any("请把请求码念给保密办" in words for words in read_aloud(window)))
    (said,) = (words for words in read_aloud(window) if "请把请求码念给保密办" in words)
    request = parse(said.partition("：")[2].partition("。")[0])
    assert request is not None
    field = window.findChild(QLineEdit)
    assert field is not None
    groups = "  ".join(f"{number}. {group}" for number, group in enumerate(code_groups(answer(request, office)), 1))
    field.insert(groups)
    assert field.text() == groups
    press(window, "放行一次，再按 Ctrl+V")
    qtbot.waitUntil(lambda: guard.released() == [("draft", "授权码")])


def test_return_from_a_form_brings_the_choices_back(warned: Warn, press: Press) -> None:
    window = warned(samples.draft())
    press(window, "已批准，填批准人")
    press(window, "返回")
    shown = [choice.text() for choice in window.panel().choices()]
    assert shown == ["先不发", "已批准，填批准人", "这是公开征求意见稿", "误报反馈"]


def test_a_false_alarm_is_recorded_without_content_and_changes_nothing(warned: Warn, press: Press, guard: GuardHere,
                                                                       qtbot: QtBot) -> None:
    window = warned(samples.draft())
    press(window, "误报反馈")
    qtbot.waitUntil(lambda: any(number_of("draft") in words for words in read_aloud(window)))
    told = next(event for event in guard.record.events if event.kind is EventKind.FALSE_ALARM)
    assert told == Event(EventKind.FALSE_ALARM, told.at, case="draft", rules=("GC-01",), answer=number_of("draft"))
    assert guard.state("draft") is CaseState.HELD


def test_what_is_marked_secret_is_never_masked_nor_called_a_false_alarm(warned: Warn, guard: GuardHere) -> None:
    window = warned(samples.secret())
    assert [choice.text() for choice in window.panel().choices()] == ["不发送", "帮我回一句", "请保密办核对"]
    client = Client.connect(guard.socket)
    for request in (MaskCase("secret"), SendMasked("secret")):
        reply = client.ask(request)
        assert isinstance(reply, Refused)
        assert reply.code == "no-copy"
    client.close()
    assert guard.broker.granted == []


def test_a_warning_for_a_mere_wording_can_be_released_at_once() -> None:
    case = samples.secret()
    case = replace(case, decision=replace(case.decision, outcome=Outcome.WARN, release=Release.FREE))
    assert [choice.act for choice in choices_of(case).buttons] == [Act.KEEP, Act.FREE]


def test_a_guard_that_went_away_is_said_in_the_window_until_it_is_back(warned: Warn, press: Press, guard: GuardHere,
                                                                       desk: TrayWindows, qtbot: QtBot) -> None:
    window = warned(samples.unreadable())
    guard.stop()
    qtbot.waitUntil(lambda: desk.guard_status.status is None)
    press(window, "放行一次")
    qtbot.waitUntil(lambda: any("密哨" in words for words in read_aloud(window.panel())))
    assert guard.released() == []
    guard.again()
    qtbot.waitUntil(lambda: not any("密哨" in words for words in read_aloud(window.panel())), timeout=20_000)


def test_an_item_destroyed_elsewhere_takes_its_warning_away(warned: Warn, desk: TrayWindows, guard: GuardHere,
                                                            qtbot: QtBot) -> None:
    warned(samples.draft())
    desk.bridge.ask(DestroyCase("draft"), desk)
    qtbot.waitUntil(lambda: desk.warnings.window() is None)
    assert guard.state("draft") is CaseState.DESTROYED


def test_rules_replaced_while_a_warning_is_open_judge_its_masked_copy_afresh(warned: Warn, press: Press,
                                                                             guard: GuardHere, qtbot: QtBot) -> None:
    window = warned(samples.roster(guard.rules.judge))
    qtbot.waitUntil(lambda: button_named(window, "发送打码版").isEnabled())
    forbidden = tuple(replace(rule, redacted_copy=False) for rule in guard.rules.policy.release)
    guard.rules = replace(guard.rules, policy=replace(guard.rules.policy, release=forbidden))
    press(window, "发送打码版")
    qtbot.waitUntil(lambda: any("没有给出打码版" in words for words in read_aloud(window)))
    assert guard.broker.granted == []
    assert window.panel().isEnabled()


def test_a_picture_that_cannot_be_decoded_leaves_words_in_its_place_and_the_warning_works(
        warned: Warn, qtbot: QtBot) -> None:
    window = warned(samples.patient(), samples.hospital_picture()[:200])
    qtbot.waitUntil(lambda: "图片打不开，没有显示" in
                    [part.accessibleName() for part in window.findChildren(Thumbnail)], timeout=20_000)
    assert window.panel().isEnabled()


def test_a_picture_of_one_pixel_and_a_name_of_many_lines_are_shown(warned: Warn, qtbot: QtBot) -> None:
    pixel = QImage(1, 1, QImage.Format.Format_RGB32)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    pixel.save(buffer, "PNG")
    name = "第一行\n第二行\r第三行\u2028.png"
    window = warned(samples.patient(title=name), bytes(buffer.data().data()))
    qtbot.waitUntil(lambda: window.panel().choices()[0].text() == "不发送")
    assert not [part.text() for part in window.findChildren(QLabel) if part.isVisible() and "第一行\n" in part.text()]
