"""Draws the windows that help before anything was held, with invented content: 演示样例，全部虚构，非国家秘密."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from guard.authorisation.request import PUBLIC_BYTES, CodeRequest
from guard.control.requests import AtWarning, RequestCode, State, Status
from guard.core.model import Case, CaseState
from guard.core.own_numbers import OwnKind
from guard.core.reporting import Reporting
from guard.feedback.answers import FeedbackAnswer
from tests.support import ui_samples as samples
from tests.support.built_in import built_in
from tests.support.ui_guarded import Guarded, until
from ui.feedback.statement import StatementWindow
from ui.feedback.window import FeedbackWindow
from ui.firstrun.window import FirstRunWindow
from ui.i18n.say import say
from ui.kit.help_pages import PAGES
from ui.kit.help_window import HelpWindow
from ui.kit.theme import Theme
from ui.selfcheck.window import SelfCheckWindow
from ui.settings.preferences import Preferences
from ui.settings.window import SettingsWindow
from ui.statistics.window import StatisticsWindow
from ui.windows.dialogs import LeaveWindow, PauseWindow
from ui.windows.health import Ways
from ui.windows.own_numbers import OwnWindow

ROSTER = "各位同事：\n现将返乡人员情况发给大家，请各社区今晚前完成排查。\n" + "".join(
    f"{number}. {name}，证件号 {identity}，住幸福里 {number} 栋 402\n" for number, (name, identity) in enumerate(
        zip(samples.ROSTER_SECRETS[:3], samples.ROSTER_SECRETS[3:], strict=True), start=1)) + "收到请回复，不要外传。"
MARKED = f"{samples.MARK}\n关于开展应急演练的通知（演示样例，非国家秘密）"

ANSWERS: dict[str, list[tuple[str, float, str]]] = {
    "waiting": [], "not adopted": [("讨论稿没有公开，仍要先批准再发。", 2.0, "")],
    "adopted": [("公开征求意见的不再提示，谢谢您的反馈。", 3.0, "2026-12-01")]}
GIVEN = ("返乡人员登记表.xlsx", "关于开展防汛应急演练的通知" + "（征求意见稿）" * 6 + ".docx", "甲\n乙\u202e.txt")


ASKED = RequestCode(CodeRequest(None, bytes(range(PUBLIC_BYTES))).text(), samples.AT + 5400)
"""A request code as long as each is."""


def first_run(theme: Theme, page: int, *, held: bool = False) -> FirstRunWindow:
    """Return a page of 首次使用; with ``held`` as it looks once the sample was held."""
    notice = built_in().policy.notice
    window = FirstRunWindow(theme)
    window.told(Status(State.WATCHING, at_warning=AtWarning(notice), reports=Reporting().fields))
    for _ in range(page):
        window.forward.click()
    if held:
        window.trying.copy.click()
        window.trying.chat.insertFromMimeData(text(notice))
    return window


def own(theme: Theme, *numbers: tuple[OwnKind, str]) -> OwnWindow:
    """Return 我的信息 with these numbers registered."""
    guarded = Guarded(theme, [])
    for kind, number in numbers:
        guarded.guard.own.add(kind, number)
    return OwnWindow(theme, guarded.bridge)


def feedback(theme: Theme) -> FeedbackWindow:
    """Return 误报反馈 with an answer of each kind and one that is pending."""
    desk = Guarded(theme, [])
    for name in ("waiting", "not adopted", "adopted"):
        given = desk.guard.feedback.book.add(samples.draft(id=name))
        desk.guard.feedback.answered([FeedbackAnswer(given.number, name == "adopted", *answered)
                                      for answered in ANSWERS[name]])
    window = FeedbackWindow(theme, desk.bridge)
    _until_shown(window, given.number)
    until(lambda: not desk.guard.feedback.book.unseen())  # is still being written
    return window


def statement(theme: Theme) -> StatementWindow:
    """Return 误报说明 with the words that may be added."""
    case = samples.draft()
    desk = Guarded(theme, [case])
    window = StatementWindow(theme, desk.bridge, desk.guard.feedback.book.add(case))
    until(window.tick.isEnabled)
    window.tick.setChecked(True)
    return window


def _until_shown(window: QWidget, words: str) -> None:
    until(lambda: any(words in label.text() for label in window.findChildren(QLabel)))


def text(words: str) -> QMimeData:
    """Return copied text."""
    mime = QMimeData()
    mime.setText(words)
    return mime


def picture() -> QMimeData:
    """Return a copied picture."""
    mime = QMimeData()
    mime.setData("image/png", samples.hospital_picture())
    return mime


def files(*paths: str) -> QMimeData:
    """Return copied files."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(path) for path in paths])
    return mime


def addresses(*written: str) -> QMimeData:
    """Return what a file manager or a browser offers for these addresses: a list, and the same as text."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromEncoded(address.encode()) for address in written])
    mime.setText("\n".join(written))
    return mime


def self_check(theme: Theme, mime: QMimeData) -> SelfCheckWindow:
    """Return 发前自查 with the answer to what was pasted."""
    window = SelfCheckWindow(theme, Guarded(theme, []).bridge)
    window.show()
    answers: list[None] = []
    window.checked.connect(lambda: answers.append(None))
    if mime.formats():
        window.take(mime)
        until(lambda: bool(answers))
    return window


class NoAutostart:
    """Autostart is off; with ``imposed`` the administrator has decided otherwise."""

    def __init__(self, *, imposed: bool = False) -> None:
        self.on = self._imposed = imposed

    def imposed(self) -> bool:
        return self._imposed

    def enabled(self) -> bool:
        return self.on

    def enable(self, _command: Sequence[str]) -> None:
        self.on = True

    def disable(self) -> None:
        self.on = False


def settings(theme: Theme, *, imposed: bool = False, tab: int = 0) -> SettingsWindow:
    """Return 设置, with the settings that a built-in policy locks on its second tab."""
    guarded = Guarded(theme, [])
    file = Path(guarded.guard.socket).with_name("mishao.toml")
    file.write_text('[destinations]\nchat = ["zoom"]\n[folders]\nscreenshots = ["~/图片/会议截图"]\n', "utf-8")
    preferences = Preferences(file.parent, file, ("mishao",), NoAutostart(imposed=imposed))
    window = SettingsWindow(theme, guarded.bridge, preferences)
    window.tabs.setCurrentIndex(tab)
    window.show()
    wanted = say("占位文字")
    until(lambda: any(part.text() == wanted for part in window.findChildren(QLabel)))
    QApplication.processEvents()
    return window


def statistics(theme: Theme, cases: Sequence[Case]) -> StatisticsWindow:
    """Return 本月统计 of these items."""
    return StatisticsWindow(theme, Guarded(theme, cases).bridge, lambda: samples.AT)


def month() -> list[Case]:
    """Return what was held in a month."""
    rules = ("BC-01", "BC-05", "BC-05", "BC-05", "BC-06", "BC-06", "BC-08", "BC-08", "BC-08", "BC-08", "BC-08", "")
    return [samples.draft(id=f"d{number}", decision=replace(samples.draft().decision, rule=rule),
                          state=CaseState.RELEASED if number % 4 == 0 else CaseState.HELD)
            for number, rule in enumerate(rules)]


def ways() -> Ways:
    """Return links that lead nowhere."""
    return Ways(lambda: None, lambda: None, lambda _request, _owner, _then: None, lambda: None)


DRAWINGS: dict[str, Callable[[Theme], QWidget]] = {
    "pause": lambda theme: PauseWindow(theme, Guarded(theme, []).bridge, 30),
    "pause-code": lambda theme: by_code(PauseWindow(theme, Guarded(theme, []).bridge, 30)),
    "leave": lambda theme: LeaveWindow(theme, Guarded(theme, []).bridge),
    "leave-code": lambda theme: by_code(LeaveWindow(theme, Guarded(theme, []).bridge)),
    "help-review": lambda theme: help_on(theme, say("被拦截内容 — 密哨"), "ReviewWindow"),
    "help-warning": lambda theme: help_on(theme, say("{heading} — 密哨", heading=say("提醒")), "WarningWindow"),
    "feedback": feedback,
    "feedback-statement": statement,
    "selfcheck-empty": lambda theme: self_check(theme, QMimeData()),
    "selfcheck": lambda theme: self_check(theme, text(ROSTER)),
    "selfcheck-secret": lambda theme: self_check(theme, text(MARKED)),
    "selfcheck-ask": lambda theme: self_check(theme, text("hello 110101199003078515")),
    "selfcheck-clear": lambda theme: self_check(theme, text("明天上午九点在三楼会议室开会，请带好材料。")),
    "selfcheck-picture": lambda theme: self_check(theme, picture()),
    "selfcheck-files": lambda theme: self_check(theme, files(*(f"/nowhere/{name}" for name in GIVEN))),
    "selfcheck-away": lambda theme: self_check(theme, addresses(*(f"smb://server/{name}" for name in GIVEN))),
    "selfcheck-long": lambda theme: self_check(theme, text("字" * 1_000_000)),
    "own-empty": own,
    "own": lambda theme: own(theme, (OwnKind.IDENTITY, "510104199003074518"), (OwnKind.PHONE, "13812345678")),
    "settings": settings,
    "settings-unit": lambda theme: settings(theme, tab=1),
    "settings-imposed": lambda theme: settings(theme, imposed=True),
    "statistics": lambda theme: statistics(theme, month()),
    "statistics-empty": lambda theme: statistics(theme, []),
    "firstrun-1": lambda theme: first_run(theme, 0),
    "firstrun-2": lambda theme: first_run(theme, 1),
    "firstrun-3": lambda theme: first_run(theme, 2),
    "firstrun-3-held": lambda theme: first_run(theme, 2, held=True),
}
"""The windows by name."""


def by_code(window: LeaveWindow | PauseWindow) -> LeaveWindow | PauseWindow:
    """Return a window whose reason is given, where the policy lets it act by a code only."""
    window.reason.setText("换电脑")
    window.ask_code()
    window.show_request(ASKED)
    return window


def help_on(theme: Theme, title: str, kind: str) -> HelpWindow:
    """Return the F1 help of this kind of window."""
    return HelpWindow(theme, title, "", PAGES[kind])


def drawings(theme: Theme) -> dict[str, Callable[[], QWidget]]:
    """Return the windows by name."""
    return {name: partial(make, theme) for name, make in DRAWINGS.items()}
