"""Draws every window in each language, look and scale (make screenshots). Invented content, the same every time.

Each language, look and scale runs in its own process, because Qt reads QT_SCALE_FACTOR once.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from io import BytesIO
from itertools import product
from pathlib import Path

import msgspec
from PIL import Image
from PySide6.QtCore import QBuffer, QEventLoop, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from guard.channels.notices import Channel, ChannelNotice, FileDialog
from guard.control.requests import CaseContent, State, Status
from guard.core.model import Case, CaseState, Kind, Origin, Release
from guard.core.screen_mark import MarkSpan
from guard.feedback.answers import FeedbackAnswer, Given, number_of
from guard.redact.mask_kinds import KIND_WORDS, MaskKind
from guard.sentences.catalogue import sentence
from rules.model import Nature
from rules.sentences.sentence import NOTHING, Sentence
from tests.support import palettes
from tests.support import ui_samples as samples
from tests.support.built_in import built_in
from tests.support.ui_guarded import Guarded, until
from tests.ui import (
    screens_documents,
    screens_extremes,
    screens_ordered,
    screens_people,
    screens_tray,
    screens_workshop,
)
from ui.i18n.dates import clock
from ui.i18n.language import Language, speak
from ui.i18n.say import say
from ui.items.actions import Act, offers_copy
from ui.items.labels import not_sent
from ui.kit.collecting import Collecting
from ui.kit.theme import Theme
from ui.kit.widgets import room_on
from ui.notices.strip import Strip
from ui.notices.strips import Strips
from ui.notices.toasts import SightedPanel, about
from ui.review.marks import MarksView
from ui.review.stage import View
from ui.review.window import ReviewWindow
from ui.tray.icon import Tray
from ui.warning.one_case import CasePanel
from ui.warning.several import SeveralPanel
from ui.warning.window import WarningWindow
from ui.windows.dialogs import AboutWindow, ElsewhereWindow
from ui.windows.recall import RecallWindow

CHOICES = {Act.APPROVER: "已批准，填批准人", Act.REASON: "工作需要，写明原因", Act.CONTACT: "请保密办核对",
           Act.CODE: "输入授权码", Act.REPLY: "帮我回一句"}
OFFSCREEN = f"offscreen:configfile={Path(__file__).with_name('screen.json')}"
"""A screen that every window fits on at 300 %."""

DOUBTS = tuple(KIND_WORDS[kind] for kind in (MaskKind.HEALTH, MaskKind.UNIT, MaskKind.ADDRESS))
"""Kinds of which a masked copy may still show something."""

AT_THREE = ("warning", "review")
"""Windows that are drawn at 300 % too."""

SHOWN = (
    *((Language.CHINESE, f"{name}-light") for name in (
        "warning-secret", "warning-patient", "warning-personal", "warning-reason", "warning-roster", "warning-draft",
        "warning-draft-approver", "warning-site", "warning-unreadable", "warning-multi", "warning-document",
        "sighted-received",
        "strip-folder", "strip-screen", "review-picture", "review-text", "review-secret", "standin",
        "health", "recall", "ordered",
        "own", "selfcheck", "settings", "statistics", "firstrun-1", "firstrun-3-held", "workshop", "workshop-yaml",
        "workshop-publish", "feedback", "feedback-statement", "strip-answered")),
    *((Language.CHINESE, f"{name}-dark") for name in ("warning-secret", "warning-roster", "review-picture")),
    *((Language.ENGLISH, f"{name}-light") for name in ("warning-secret", "warning-patient", "review-picture")),
)
"""The pictures stored in docs/screens: every look of every window would take fifteen times as much."""

DESK = {"light": "#DCE2EA", "dark": "#0E1013"}


def main(arguments: Sequence[str]) -> int:
    """Draw everything into OUT/LANGUAGE, or one look (LANGUAGE MODE SCALE) when called with these.

    With a second argument the pictures of SHOWN are written there too, for the documentation.
    """
    out = Path(arguments[0])
    if len(arguments) == 4:
        out.mkdir(parents=True, exist_ok=True)
        _draw(out, Language(arguments[1]), arguments[2], arguments[3])
        return 0
    with ThreadPoolExecutor(os.cpu_count()) as looks:
        for _ in looks.map(partial(_draw_apart, out), *zip(*product(Language, ("light", "dark"), "123"), strict=True)):
            pass
    for language, name in SHOWN if len(arguments) > 1 else ():
        ending = "" if language is Language.CHINESE else f"-{language}"
        shutil.copyfile(out / language / f"{name}.png", Path(arguments[1]) / f"{name}{ending}.png")
    return 0


def _draw_apart(out: Path, language: Language, mode: str, scale: str) -> None:
    command = [sys.executable, "-m", "tests.ui.screens", str(out / language), language, mode, scale]
    surroundings = {**os.environ, "QT_QPA_PLATFORM": OFFSCREEN, "QT_SCALE_FACTOR": scale, "TZ": "Asia/Shanghai"}
    subprocess.run(command, check=True, env=surroundings)


def _draw(out: Path, language: Language, mode: str, scale: str) -> None:
    application = QApplication([])
    Collecting(application)
    speak(application, language)
    theme = Theme(application, mode, 1.0)
    for name, make in drawings(theme).items():
        if scale == "3" and not name.startswith(AT_THREE):
            continue
        window = make()
        window.show()
        _settle(400)
        _save(_on_desk(window, mode), out / f"{name}-{mode}{'' if scale == '1' else f'@{scale}x'}.png")
        put_away(window, theme)


def put_away(window: QWidget, theme: Theme) -> None:
    """Close a window and end the guards that were started for it."""
    window.close()
    for guarded in theme.findChildren(Guarded):
        guarded.stop()
        guarded.setParent(None)


def _save(picture: QPixmap, path: Path) -> None:
    held = QBuffer()
    held.open(QBuffer.OpenModeFlag.WriteOnly)
    picture.save(held, "PNG")
    palettes.save(Image.open(BytesIO(held.data().data())), path)


def drawings(theme: Theme) -> dict[str, Callable[[], QWidget]]:
    """Return the windows by name."""
    return {
        "warning-secret": lambda: warning(theme, samples.secret()),
        "warning-secret-basis": lambda: warning(theme, samples.secret(), unfold=True),
        "warning-akin": lambda: warning(theme, samples.akin()),
        "warning-patient": lambda: warning(theme, samples.patient()),
        "warning-personal": lambda: warning(theme, samples.personal()),
        "warning-page": lambda: warning(theme, samples.personal(destination=samples.WEBMAIL)),
        "warning-roster": lambda: warning(theme, samples.roster(built_in().judge)),
        "warning-doubts": lambda: warning(theme, samples.roster(built_in().judge), doubts=DOUBTS),
        "warning-draft": lambda: warning(theme, samples.draft()),
        "warning-site": lambda: warning(theme, samples.refused_by_a_site()),
        "warning-draft-approver": lambda: warning(theme, samples.draft(), act=Act.APPROVER),
        "warning-unreadable": lambda: warning(theme, samples.unreadable()),
        "warning-multi": lambda: several(theme),
        "warning-files": lambda: warning(theme, samples.eleven_files(), clean=("/home/wang/食堂通知.txt",)),
        "warning-multi-files": lambda: several_files(theme),
        "warning-hostile": lambda: warning(theme, samples.hostile()),
        "warning-reason": lambda: warning(theme, samples.personal(), act=Act.REASON),
        "warning-code": lambda: warning(theme, coded(samples.draft()), act=Act.CODE),
        "warning-contact": lambda: warning(theme, samples.secret(), act=Act.CONTACT),
        "warning-reply": lambda: warning(theme, samples.secret(), act=Act.REPLY),
        "warning-countdown": lambda: warning(theme, samples.draft(), countdown=30),
        "sighted-received": lambda: sighted(theme, ChannelNotice(
            Channel.RECEIVED, ("关于防汛物资的通知（演示样例）.docx",), "微信", Nature.STATE_SECRET)),
        "sighted-landed": lambda: sighted(theme, ChannelNotice(
            Channel.LANDED, ("交办单照片.jpg",), nature=Nature.STATE_SECRET)),
        "sighted-opened": lambda: sighted(theme, ChannelNotice(Channel.OPENED, ("返乡人员登记表.xlsx",), "wechat",
                                                               Nature.PERSONAL)),
        "sighted-password": lambda: sighted(theme, ChannelNotice(Channel.CONCEALED, (), "微信")),
        "sighted-page": lambda: sighted(theme, ChannelNotice(
            Channel.PAGE_NOT_JUDGED, ("图纸.dwg",), "互联网邮箱（firefox）")),
        "sighted-page-given": lambda: sighted(theme, ChannelNotice(
            Channel.PAGE_GIVEN, ("返乡人员登记表.xlsx",), "AI 助手（chromium）", Nature.PERSONAL)),
        "strip-folder": lambda: strip(theme, lambda strips: strips.dialog_seen(FileDialog(
            1, "wechat", ("关于防汛物资的通知（演示样例）.docx", "返乡人员登记表（十一月汇总，含联系方式与住址）.xlsx",
                          "扫描件 0412.pdf"), 2, True, None))),
        "strip-latest": lambda: strip(theme, lambda strips: strips.dialog_seen(FileDialog(
            1, "wechat", ("返乡人员登记表.xlsx",), 0, False, None))),
        "strip-screen": lambda: strip(theme, lambda strips: strips.on_screen(ChannelNotice(
            Channel.ON_SCREEN, ("关于防汛物资的通知（演示样例）.docx",), "wechat", Nature.STATE_SECRET))),
        "strip-screen-several": lambda: strip(theme, lambda strips: strips.on_screen(ChannelNotice(
            Channel.ON_SCREEN, ("返乡人员登记表.xlsx", "住院记录.pdf"), "wechat", Nature.PERSONAL))),
        "strip-marked": lambda: strip(theme, lambda strips: strips.on_screen(ChannelNotice(
            Channel.MARKED, ("关于防汛物资的通知（演示样例）.docx",), "", Nature.STATE_SECRET))),
        "strip-shared": lambda: strip(theme, lambda strips: strips.on_screen(ChannelNotice(
            Channel.SHARED, ("关于防汛物资的通知（演示样例）.docx",), "wemeetapp", Nature.STATE_SECRET))),
        "strip-shared-several": lambda: strip(theme, lambda strips: strips.on_screen(ChannelNotice(
            Channel.SHARED, ("关于防汛物资的通知（演示样例）.docx", "返乡人员登记表.xlsx"), "wemeetapp",
            Nature.STATE_SECRET))),
        "strip-meeting": lambda: strip(theme, lambda strips: strips.on_screen(ChannelNotice(
            Channel.MEETING, ("返乡人员登记表.xlsx",), "zoom", Nature.PERSONAL))),
        "strip-answered": lambda: strip(theme, lambda strips: strips.answered((Given(
            number_of("draft"), "draft", "GC-01", samples.AT, FeedbackAnswer(
                number_of("draft"), True, "公开征求意见的不再提示，谢谢您的反馈。", samples.AT, "2026-12-01")),))),
        "review-picture": lambda: review(theme, mixed(samples.screen()), "screen"),
        "review-picture-narrow": lambda: review(theme, mixed(samples.screen()), "screen", size=(900, 600)),
        "review-text": lambda: review(theme, mixed(samples.roster(built_in().judge)), "roster"),
        "review-masked": lambda: review(theme, mixed(samples.roster(built_in().judge)), "roster", view=View.MASKED),
        "review-doubts": lambda: review(theme, mixed(samples.roster(built_in().judge)), "roster", doubts=DOUBTS),
        "review-several": lambda: review(theme, mixed(samples.personal()), "personal", every=True),
        "review-outcomes": lambda: review(theme, ended(), "draft"),
        "review-search": lambda: review(theme, mixed(samples.personal()), "draft", search="讨论稿"),
        "review-hostile": lambda: review(theme, mixed(samples.hostile(release=Release.FREE)), "hostile"),
        "review-trouble": lambda: review(theme, mixed(samples.personal()), "personal",
                                         trouble=sentence("vault.full")),
        "review-secret": lambda: review(theme, [samples.secret(), samples.draft()], "secret"),
        "review-akin": lambda: review(theme, [samples.akin(), samples.secret()], "akin"),
        "review-marks": lambda: review_marks(theme),
        "review-empty": lambda: review(theme, [], ""),
        "standin": lambda: screens_tray.stand_in(theme, [samples.patient(), samples.secret(), samples.draft(),
                                            samples.unreadable()]),
        "standin-empty": lambda: screens_tray.stand_in(theme, []),
        "health": lambda: screens_tray.health(theme),
        "tray-menu": lambda: tray_menu(theme, [samples.patient(), samples.secret(), samples.draft(),
                                               samples.unreadable()]),
        "recall": lambda: RecallWindow(theme, "内线 8021", lambda: 0.0),
        **screens_documents.drawings(theme, review),
        **screens_ordered.drawings(theme),
        **screens_people.drawings(theme),
        **screens_workshop.drawings(theme),
        **screens_extremes.drawings(theme, review, screens_tray.stand_in, tray_menu, strip),
        "about": lambda: AboutWindow(theme, "0.1.0", Status(State.WATCHING, pack="不拍密·不传密 2026.11",
                                                                      security_office="内线 8021")),
        "elsewhere": lambda: ElsewhereWindow(theme),
    }


def warning(theme: Theme, case: Case, *, unfold: bool = False, act: Act | None = None,
            countdown: int = 0, clean: tuple[str, ...] = (), doubts: tuple[Sentence, ...] = ()) -> WarningWindow:
    """Return a shown warning of one item. ``doubts`` are kinds of which its copy may still show something."""
    window = WarningWindow(theme, clock(samples.AT), None)
    panel = CasePanel(theme, case, "内线 8021")
    window.show_panel(panel, not_sent(case), countdown)
    panel.evidence.show_content(CaseContent(case, (samples.raster(samples.hospital_picture()),)))
    window.show()
    copy = samples.masked_copy(case)
    if copy is not None:
        panel.show_copy(msgspec.structs.replace(copy, doubts=doubts))
    elif offers_copy(case):
        panel.no_copy()
    panel.show_clean(clean)
    if unfold:
        panel.unfold()
    if act is not None:
        next(choice for choice in panel.choices() if choice.text() == say(CHOICES[act])).click()
    panel.show_request(screens_people.ASKED)
    return window


def coded(case: Case) -> Case:
    """Return a case that only a code releases."""
    return replace(case, decision=replace(case.decision, release=Release.CODE))


def sighted(theme: Theme, sighting: ChannelNotice) -> WarningWindow:
    """Return the shown notice about something that was not held."""
    window = WarningWindow(theme, clock(samples.AT), None)
    window.show_panel(SightedPanel(theme, sighting, "内线 8021"), about(sighting))
    window.show()
    return window


def strip(theme: Theme, tell: Callable[[Strips], None]) -> Strip:
    """Return the shown strip beside another window."""
    strips = Strips(theme, lambda _place: None)
    tell(strips)
    return strips.shown()[0]


def several(theme: Theme) -> WarningWindow:
    """Return a shown warning of several items."""
    return _several(theme, [samples.secret(), samples.patient(), samples.draft(opened_at=samples.AT - 120),
                            samples.unreadable()])


def several_files(theme: Theme) -> WarningWindow:
    """Return a shown warning of files that a client was not given."""
    names = ("通知（演示样例）.docx", "返乡人员登记表.xlsx", "恢复公交线路讨论稿.docx")
    cases = (samples.secret(), samples.personal(), samples.draft())
    return _several(theme, [replace(case, origin=Origin.OPENED, kind=Kind.FILES, title=name)
                            for case, name in zip(cases, names, strict=True)])


def _several(theme: Theme, cases: Sequence[Case]) -> WarningWindow:
    window = WarningWindow(theme, clock(samples.AT), None)
    window.show_panel(SeveralPanel(theme, cases, samples.AT), not_sent(cases[0]))
    window.show()
    return window


def mixed(case: Case) -> list[Case]:
    """Return a list of every kind of item with this one in it."""
    older = [samples.secret(id=f"older-{day}", opened_at=samples.AT - 86400 * day, state=state)
             for day, state in ((1, CaseState.HELD), (4, CaseState.RELEASED), (5, CaseState.HELD))]
    return [case, samples.secret(), samples.draft(), samples.unreadable(), *older]


def ended() -> list[Case]:
    """Return items of which something has become, each in another way."""
    old = {"opened_at": samples.AT - 86400}
    return [samples.draft(state=CaseState.RELEASED, approver="王局长"), samples.roster(built_in().judge, masked="sent"),
            samples.patient(masked="taken"), samples.personal(state=CaseState.RELEASED), samples.secret(),
            samples.unreadable(id="gone", state=CaseState.DESTROYED, **old), samples.unreadable()]


def review(theme: Theme, cases: Sequence[Case], case_id: str, *, size: tuple[int, int] | None = None,
           view: View | None = None, every: bool = False, search: str = "", trouble: Sentence = NOTHING,
           doubts: tuple[Sentence, ...] = ()) -> ReviewWindow:
    """Return 被拦截内容 at an item, once its copy has arrived."""
    guarded = Guarded(theme, cases)
    if trouble:
        guarded.guard.status.trouble("quarantine", trouble)
    window = ReviewWindow(theme, guarded.bridge, guarded.guard_status, guarded.headings, screens_tray.now)
    if size is not None:
        window.resize(QSize(*size).boundedTo(room_on(window)))
    window.open(case_id)
    until(lambda: window.shown() == case_id if cases else not window.bar.isVisible())
    shown = window.view()
    if shown is not None:
        until(lambda: not shown.stage.pending and (shown.stage.copy is None or shown.stage.masked.view() is not None))
        if view is not None:
            shown.stage.show_view(view)
        if doubts and shown.stage.copy is not None:
            shown.stage.show_copy(msgspec.structs.replace(shown.stage.copy, doubts=doubts))
    if every:
        window.listing.list.selectAll()
    if search:
        window.bar.search.setText(search)
        until(lambda: window.listing.model.rowCount() == 2)
    return window


def review_marks(theme: Theme) -> QWidget:
    """Return 被拦截内容 at the times in which the screen was marked."""
    day = samples.AT - 86_400
    spans = (MarkSpan(samples.AT - 300, None, Nature.STATE_SECRET, lasts=True),
             MarkSpan(samples.AT - 5_000, samples.AT - 4_000, Nature.PERSONAL),
             MarkSpan(day, day + 1_700, Nature.STATE_SECRET), MarkSpan(day - 9_000, None, Nature.WORK_SECRET),
             MarkSpan(day - 86_400, day - 60_000, None, always=True))
    window = review(theme, mixed(samples.personal()), "personal")
    for guarded in theme.findChildren(Guarded):
        guarded.guard.marks = spans
    window.listing.marks.click()
    until(lambda: "不记" in window.findChildren(MarksView)[0].sentence.plain()
          or "which" in window.findChildren(MarksView)[0].sentence.plain())
    return window


def tray_menu(theme: Theme, cases: Sequence[Case]) -> QWidget:
    """Return the tray's menu."""
    guarded = Guarded(theme, cases)
    tray = Tray(theme, guarded.guard_status, guarded.headings, screens_tray.nothing_done(), screens_tray.now)
    _settle(200)
    tray.menu.resize(tray.menu.sizeHint())  # as it does when it opens
    return tray.menu


def _on_desk(window: QWidget, mode: str) -> QPixmap:
    ratio = window.devicePixelRatioF()
    size = QSize(window.size())
    picture = QPixmap(size * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(QColor(DESK[mode]))
    grabbed = QPixmap(size * ratio)
    grabbed.setDevicePixelRatio(ratio)
    grabbed.fill(Qt.GlobalColor.transparent)
    window.render(grabbed)
    painter = QPainter(picture)
    painter.drawPixmap(0, 0, grabbed)
    painter.end()
    return picture


def _settle(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
