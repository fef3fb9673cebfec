"""Tests the layers of the mark: where they are, what they say, that they take nothing, and how readable text stays."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from random import Random

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QBuffer, QRect, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from guard.channels.notices import Channel, ChannelNotice, Sighted
from guard.control.requests import State, Status
from guard.core.screen_mark import MarkedWindow, Marking, MarkStrength
from guard.screen_mark.payload import Trace, device_number, now_at
from guard.screen_mark.tracing import trace
from rules.model import Nature
from tests.support.contrast import ENOUGH, GROUNDS, contrast
from tests.support.ui_guard import GuardHere
from tests.trace.camera import Shot, photograph
from tests.trace.screens import SCREENS
from ui.app import TrayWindows
from ui.screen_mark.drawing import dots_tile, strokes, words_of, words_tile
from ui.screen_mark.layer import Layer
from ui.screen_mark.marks import Marks

NOON = datetime(2026, 12, 1, 12, 0).astimezone()
WINDOW = MarkedWindow((200, 100, 900, 700))
MARKING = Marking((WINDOW,), "赵敏", "办公室", MarkStrength.LIGHT, None, ("演练方案.pdf",), Nature.STATE_SECRET, 1.8e9)
STATUS = Status(State.WATCHING, marking=MARKING)


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def marks(qapp: QApplication, clock: Clock) -> Iterator[Marks]:
    marks = Marks(qapp, lambda place: [QRect(*place)], clock)
    yield marks
    marks.close()


def the_one(marks: Marks) -> Layer:
    layer, = marks.layers()
    return layer


def test_a_layer_covers_exactly_the_window_and_goes_with_the_mark(marks: Marks) -> None:
    marks.told(STATUS)
    layer = the_one(marks)
    assert layer.geometry() == QRect(200, 100, 900, 700)
    moved = replace(MARKING, windows=(MarkedWindow((240, 130, 900, 700)),))
    marks.told(Status(State.WATCHING, marking=moved))
    assert the_one(marks) is layer
    assert layer.geometry() == QRect(240, 130, 900, 700)
    marks.told(Status(State.WATCHING))
    assert marks.layers() == ()


def test_each_new_mark_is_said_to_be_drawn_once(marks: Marks) -> None:
    said: list[bool] = []
    marks.drawn.connect(said.append)
    marks.told(STATUS)
    marks.told(Status(State.WATCHING, marking=replace(MARKING, windows=(MarkedWindow((240, 130, 900, 700)),))))
    assert said == [True]
    marks.told(Status(State.WATCHING))
    marks.told(STATUS)
    marks.told(Status(State.WATCHING, marking=replace(MARKING, since=MARKING.since + 1)))
    assert said == [True] * 3


def test_where_no_program_may_draw_a_mark_it_is_said_that_there_is_none(
        qapp: QApplication, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QGuiApplication, "platformName", lambda: "wayland")
    monkeypatch.setenv("WAYLAND_DISPLAY", "nowhere")
    marks, said = Marks(qapp, lambda place: [QRect(*place)], clock), list[bool]()
    marks.drawn.connect(said.append)
    marks.told(STATUS)
    marks.close()
    assert said == [False]


def test_the_guard_is_told_that_the_mark_was_drawn(qtbot: QtBot, desk: TrayWindows, guard: GuardHere) -> None:
    guard.status.marking(MARKING)
    qtbot.waitUntil(lambda: guard.drawn == [True])


def test_a_layer_takes_neither_keyboard_nor_mouse_and_is_no_window_of_the_desktop(marks: Marks) -> None:
    marks.told(STATUS)
    layer = the_one(marks)
    for flag in (Qt.WindowType.WindowTransparentForInput, Qt.WindowType.WindowDoesNotAcceptFocus,
                 Qt.WindowType.X11BypassWindowManagerHint):
        assert layer.windowFlags() & flag
    assert layer.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    assert not layer.isActiveWindow()


def test_where_another_window_covers_the_document_nothing_is_painted(marks: Marks) -> None:
    covered = replace(MARKING, windows=(MarkedWindow(WINDOW.place, ((200, 100, 450, 700),)),),
                      strength=MarkStrength.STRONG)
    marks.told(Status(State.WATCHING, marking=covered))
    alpha = cover_of(the_one(marks))
    assert alpha[:, :450].max() == 0
    assert alpha[:, 450:].max() > 0


def test_a_document_that_is_wholly_covered_has_no_layer_and_is_not_said_to_be_marked(marks: Marks) -> None:
    said: list[bool] = []
    marks.drawn.connect(said.append)
    covered = replace(MARKING, windows=(MarkedWindow(WINDOW.place, ((0, 0, 1920, 1080),)),))
    marks.told(Status(State.WATCHING, marking=covered))
    assert marks.layers() == ()
    marks.told(STATUS)
    assert said == [False, True]


def test_a_window_across_two_monitors_is_marked_on_each_and_what_both_show_once(
        qapp: QApplication, clock: Clock) -> None:
    for parts, areas in (((QRect(200, 100, 400, 700), QRect(600, 100, 500, 700)), 2), ((QRect(*WINDOW.place),) * 2, 1)):
        split = Marks(qapp, lambda _, parts=parts: list(parts), clock)
        split.told(STATUS)
        assert len(split.layers()) == areas
        split.close()


def test_a_mark_of_the_whole_screen_covers_every_screen(marks: Marks) -> None:
    marks.told(Status(State.WATCHING, marking=replace(MARKING, windows=())))
    assert [layer.geometry() for layer in marks.layers()] == [screen.geometry() for screen in QApplication.screens()]


def test_it_says_who_where_when_and_what_not_to_do_and_the_minute_goes_on(
        qtbot: QtBot, marks: Marks, clock: Clock) -> None:
    assert words_of(MARKING, NOON) == "请勿拍照  2026-12-01 12:00\n办公室  赵敏"
    assert words_of(replace(MARKING, unit=""), NOON) == "请勿拍照  2026-12-01 12:00\n赵敏"
    assert words_of(replace(MARKING, unit="", name=""), NOON) == "请勿拍照  2026-12-01 12:00"
    marks.told(STATUS)
    before = cover_of(the_one(marks))
    clock.now = NOON.replace(minute=1)
    qtbot.waitUntil(lambda: not np.array_equal(cover_of(the_one(marks)), before))


def test_a_name_cannot_break_its_line_of_the_mark(marks: Marks) -> None:
    said = words_of(replace(MARKING, name="赵\n敏" * 40), NOON)
    assert len(said.splitlines()) == 2
    assert len(said) < 80


def test_a_strip_says_what_it_is_what_not_to_do_and_which_law(qtbot: QtBot, desk: TrayWindows,
                                                              guard: GuardHere) -> None:
    seen = ChannelNotice(Channel.MARKED, ("演练方案.pdf",), "", Nature.STATE_SECRET, (40, 40, 300, 200))
    guard.server.publish(Sighted(seen))
    qtbot.waitUntil(lambda: bool(desk.strips.shown()))
    strip, = desk.strips.shown()
    assert strip.sentence() == ("《演练方案.pdf》带有密级标志。不要拍照、不要转发，传阅走机要渠道。"
                                "依据：保守国家秘密法第二十九条。")
    assert desk.toasts.window() is None


def test_a_strip_says_who_shares_what_and_what_to_do(desk: TrayWindows) -> None:
    desk.strips.on_screen(ChannelNotice(Channel.SHARED, ("演练方案.pdf",), "wemeetapp", Nature.STATE_SECRET))
    strip, = desk.strips.shown()
    assert strip.sentence() == ("腾讯会议正在共享屏幕，开着的《演练方案.pdf》带有密级标志。请先停止共享，"
                                "或者先关掉这份文件。依据：保守国家秘密法第二十九条。")
    desk.strips.on_screen(ChannelNotice(Channel.MEETING, ("甲.docx", "乙.docx"), "zoom", Nature.PERSONAL))
    assert strip.sentence() == ("屏幕上开着《甲.docx》等 2 份文件，带有他人的个人信息。"
                                "共享屏幕前请先关掉，也别截图或拍照发送。")


@pytest.mark.parametrize("nature", [None, *Nature])
def test_every_nature_has_a_sentence(qtbot: QtBot, desk: TrayWindows, nature: Nature | None) -> None:
    desk.strips.on_screen(ChannelNotice(Channel.MARKED, ("甲.docx",), "", nature))
    strip, = desk.strips.shown()
    assert strip.sentence().startswith("《甲.docx》带有")
    assert "不要拍照、不要转发" in strip.sentence()
    assert ("机要渠道" in strip.sentence()) is (nature is Nature.STATE_SECRET)


def test_the_tray_shows_the_mark_of_its_guard_and_none_when_the_guard_has_gone(
        qtbot: QtBot, desk: TrayWindows, guard: GuardHere) -> None:
    guard.status.marking(MARKING)
    qtbot.waitUntil(lambda: bool(desk.marks.layers()))
    guard.server.stop()
    qtbot.waitUntil(lambda: desk.marks.layers() == ())


# ------------------------------------------------------------------ what the mark covers
@pytest.mark.parametrize("strength", MarkStrength)
@pytest.mark.parametrize("dots", [False, True], ids=["words alone", "with dots"])
def test_text_under_the_mark_keeps_a_contrast_of_4_5(qapp: QApplication, strength: MarkStrength, dots: bool) -> None:
    """WCAG 2.2, 1.4.3, for the worst pair of a covered ground and covered text that the mark can make."""
    for ground, text in GROUNDS:
        grounds, texts = (shades(value, strength, dots) for value in (ground, text))
        worst = (grounds.min(), texts.max()) if ground > text else (grounds.max(), texts.min())
        assert contrast(*worst) >= ENOUGH, (ground, text, contrast(*worst))


@pytest.mark.parametrize("strength", MarkStrength)
def test_the_mark_can_be_seen_on_every_ground(qapp: QApplication, strength: MarkStrength) -> None:
    for ground, _ in GROUNDS:
        seen = shades(ground, strength, dots=False).astype(int)
        assert np.ptp(seen) >= 6


def test_the_strokes_for_a_desktop_without_compositing_leave_most_of_a_page_free(qapp: QApplication) -> None:
    area = QRect(0, 0, 900, 700)
    covered = sum(part.width() * part.height() for part in strokes(words_of(MARKING, NOON), area.size()))
    assert 0.005 < covered / (area.width() * area.height()) < 0.05


@pytest.mark.thorough
def test_a_photograph_of_the_mark_that_a_tray_draws_tells_computer_and_hour(qapp: QApplication) -> None:
    """The path of drawing: Qt paints words and dots over a page, as on a screen."""
    device = device_number("办公室-017")
    page = SCREENS["an office's web page"][0](Random(3))
    shown = over(page, MarkStrength.MEDIUM, device)
    found = trace(np.asarray(Image.open(io.BytesIO(photograph(
        shown, Shot(yaw=22, pitch=8, roll=2, scale=0.9, quality=70, size=(1400, 800)))))))
    assert found is not None
    assert found.trace == Trace(device, now_at(device, NOON.timestamp()).hour)


def cover_of(layer: Layer) -> np.ndarray:
    """Return how much each pixel of a layer covers."""
    image = QImage(layer.size(), QImage.Format.Format_RGBA8888)
    image.fill(Qt.GlobalColor.transparent)
    layer.render(image)
    return pixels(image)[..., 3]


def shades(value: int, strength: MarkStrength, dots: bool) -> np.ndarray:
    """Return every value that a plain ground gets under the mark."""
    ground = Image.new("RGB", (700, 500), (value, value, value))
    return np.unique(np.asarray(over(ground, strength, device_number("甲") if dots else None).convert("L")))


def over(picture: Image.Image, strength: MarkStrength, device: int | None) -> Image.Image:
    """Paint the mark over a picture, as a layer does."""
    encoded = io.BytesIO()
    picture.save(encoded, "PNG")
    image = QImage.fromData(encoded.getvalue()).convertToFormat(QImage.Format.Format_RGB888)
    painter = QPainter(image)
    tiles = [dots_tile(device, NOON, 1.0)] if device is not None else []
    for tile in (*tiles, words_tile(words_of(MARKING, NOON), strength, 1.0)):
        painter.drawTiledPixmap(image.rect(), tile)
    painter.end()
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.ReadWrite)
    image.save(buffer, "PNG")
    return Image.open(io.BytesIO(bytes(buffer.data().data()))).convert("RGB")


def pixels(image: QImage) -> np.ndarray:
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, :4 * image.width()].reshape(image.height(), image.width(), 4).copy()
