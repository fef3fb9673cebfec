"""Tests the look at the window in front by OCR: when it is taken, what it marks, and that nothing of it is kept."""

from __future__ import annotations

import io
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from guard.channels.desktop_x11 import X11Screen
from guard.channels.marks import Marks
from guard.channels.screen import SOON_SECONDS
from guard.channels.window_contents import (
    APART_SECONDS,
    LOOKS,
    SETTLE_SECONDS,
    UNREAD_PAUSES,
    WindowContents,
)
from guard.config.builtin_policy import builtin_policy
from guard.config.policy_file import load
from guard.core.model import Decision, Outcome
from guard.core.policy import Policy
from guard.core.screen_mark import ScreenMark
from guard.daemon.window_pictures import picture_judge
from guard.platform.x11.connection import Connection
from guard.reading.client import ReaderClient
from rules.model import Nature
from tests.channels.screens import CHAT, PROGRAM, Around, Screen, Window, flagged
from tests.support.built_in import built_in
from tests.support.guarding import wait_for
from tests.support.pictures import encode, render_document
from tests.support.processes import stopped
from tests.support.reader_program import COMMAND
from tests.support.ui_guard import Readers
from ui.demo.display import Display, end

PAGE = Window(5, PROGRAM, "某某县协同办公 - 浏览器", place=(0, 0, 800, 600))
OTHER = Window(6, PROGRAM, "计算器", place=(0, 0, 300, 300))
BLOCKED = Decision(Outcome.BLOCK, nature=Nature.STATE_SECRET)


class Desk:
    """A channel that looks at one screen after the other, and a judge that blocks what contains ``secret``."""

    def __init__(self, around: Around, *, wanted: bool = True) -> None:
        self.read: list[bytes] = []
        self.may_answer = threading.Event()
        self.may_answer.set()
        self.around = around
        around.judge = self.judge
        around.policy = Policy("test", screen_mark=replace(ScreenMark(), contents=wanted, reminder=False))
        self.now = 1000.0
        self.contents = WindowContents(self.judge, lambda: self.now)
        self.marks = Marks(around.ends(), contents=self.contents)
        self.unread = around.unread

    def judge(self, untrusted: bytes) -> Decision:
        self.may_answer.wait(10)
        self.read.append(untrusted)
        if b"torn" in untrusted:
            return Decision(Outcome.UNREADABLE)
        return BLOCKED if b"secret" in untrusted else Decision(Outcome.ALLOW)

    def look(self, *windows: Window, picture: bytes | None = b"secret", after: float = APART_SECONDS) -> float | None:
        """Look at the last of these windows in front; return in how many seconds it wants to look again."""
        self.now += after
        front = windows[-1].number
        return self.marks.look(Screen(windows, front, pictures={front: picture} if picture is not None else {}))

    def pause(self, *windows: Window, picture: bytes = b"torn", after: float = APART_SECONDS) -> float | None:
        """Look as ``look``, and wait until nothing is being read; return in how many seconds it wants to look again."""
        wanted = [self.look(*windows, picture=picture, after=after)]
        wait_for(lambda: wanted[-1] != SOON_SECONDS or wanted.append(self.look(*windows, picture=picture, after=0)),
                 "the end of reading")
        return wanted[-1]

    def marked(self) -> tuple[str, ...]:
        marking = self.around.marked[-1] if self.around.marked else None
        return marking.files if marking is not None else ()


@pytest.fixture
def desk() -> Desk:
    return Desk(Around())


def test_a_window_whose_content_is_blocked_is_marked_until_its_title_changes(desk: Desk) -> None:
    wait_for(lambda: desk.look(PAGE) and desk.marked() == (PAGE.title,), "the mark")
    assert len(desk.read) == 1
    wait_for(lambda: not desk.look(replace(PAGE, title="首页 - 浏览器"), picture=b"menu"), "the end of reading")
    assert desk.marked() == ()


def test_what_is_not_blocked_is_looked_at_twice(desk: Desk) -> None:
    wait_for(lambda: not desk.look(PAGE, picture=b"menu"), "the end of reading")
    assert desk.read == [b"menu"] * LOOKS
    assert desk.marked() == ()


def test_a_page_that_is_drawn_after_its_title_is_marked(desk: Desk) -> None:
    wait_for(lambda: desk.look(PAGE, picture=b"blank") and desk.read, "the first look")
    wait_for(lambda: desk.look(PAGE, picture=b"secret") and desk.marked(), "the mark")
    assert desk.read == [b"blank", b"secret"]


def test_a_new_title_is_given_time_to_have_its_page_drawn(desk: Desk) -> None:
    assert desk.look(PAGE)
    assert desk.look(PAGE, after=SETTLE_SECONDS / 2)
    assert desk.read == []


def test_there_are_five_seconds_between_two_looks(desk: Desk) -> None:
    assert all(desk.look(PAGE, picture=b"menu") for _ in range(2))
    wait_for(lambda: len(desk.read) == 1, "the first look")
    assert desk.look(PAGE, OTHER, picture=b"menu", after=1)
    assert desk.look(PAGE, OTHER, picture=b"menu", after=APART_SECONDS - 1.5)
    assert len(desk.read) == 1
    assert desk.look(PAGE, OTHER, picture=b"menu", after=0.5)
    wait_for(lambda: len(desk.read) == 2, "the look at the other window")


def test_one_window_is_read_at_a_time_and_the_desktop_does_not_wait(desk: Desk) -> None:
    desk.may_answer.clear()
    assert all(desk.look(PAGE) for _ in range(2))
    assert all(desk.look(PAGE, OTHER) for _ in range(3))
    assert desk.read == []
    desk.may_answer.set()
    wait_for(lambda: len(desk.read) == 1, "the first")
    wait_for(lambda: desk.look(PAGE, OTHER) or len(desk.read) == 2, "the second")


@pytest.mark.parametrize("window", [replace(PAGE, program=CHAT), replace(PAGE, title=""), replace(PAGE, number=9)],
                         ids=["a chat client", "without a title", "of this program"])
def test_others_are_not_looked_at(desk: Desk, window: Window) -> None:
    screen = Screen((window,), window.number, pictures={window.number: b"secret"}, ours=(9,))
    desk.marks.look(screen)
    desk.now += APART_SECONDS
    assert not desk.marks.look(screen)
    assert desk.read == []


def test_what_could_not_be_read_is_looked_at_again_with_growing_pauses_and_counted_until_it_was(desk: Desk) -> None:
    assert desk.look(PAGE, picture=b"torn") == SETTLE_SECONDS
    pauses = [APART_SECONDS]
    while len(pauses) < 9:
        pause = desk.pause(PAGE, after=pauses[-1])
        assert pause is not None
        pauses.append(pause)
    longest = UNREAD_PAUSES.longest_seconds
    assert pauses == [5, 5, 10, 20, 40, 80, 160, longest, longest]
    assert desk.look(PAGE, after=longest - 1) == 1
    assert (len(desk.read), desk.unread[-1], desk.marked()) == (8, 1, ())
    wait_for(lambda: desk.look(PAGE, after=1) and desk.marked(), "the mark")
    assert (len(desk.read), desk.unread[-1]) == (9, 0)


@pytest.mark.parametrize("left", [(OTHER,), (replace(PAGE, title="首页 - 浏览器"),)], ids=["closed", "changed"])
def test_a_window_that_could_not_be_read_is_no_longer_counted_when_it_is(desk: Desk, left: tuple[Window, ...]) -> None:
    desk.look(PAGE, picture=b"torn")
    assert desk.pause(PAGE) == APART_SECONDS
    desk.look(PAGE, OTHER, picture=b"menu", after=0)
    assert desk.unread[-1] == 1
    desk.look(*left, picture=b"menu")
    assert desk.unread[-1] == 0


def test_a_window_of_which_no_picture_can_be_taken_was_not_read(desk: Desk) -> None:
    assert desk.look(PAGE, picture=None) == SETTLE_SECONDS
    assert [desk.look(PAGE, picture=None, after=after) for after in (1, 5, 10)] == [5, 10, 20]
    assert desk.unread == [0, 1, 1, 1]
    wait_for(lambda: desk.look(PAGE, after=20) and desk.marked(), "the mark")
    assert desk.unread[-1] == 0


def test_of_many_windows_those_that_were_not_read_are_not_forgotten(desk: Desk) -> None:
    desk.look(PAGE, picture=b"torn")
    assert desk.pause(PAGE) == APART_SECONDS
    for number in range(60):
        other = replace(OTHER, number=100 + number)
        desk.look(PAGE, other)
        desk.pause(PAGE, other, picture=b"menu")
    assert desk.unread[-1] == 1


def test_of_many_marked_windows_the_one_that_is_shown_is_not_forgotten_and_harmless_ones_are_read_no_more(
        desk: Desk) -> None:
    wait_for(lambda: desk.look(PAGE) and desk.marked(), "the mark")
    for number in range(60):
        other = replace(OTHER, title=f"文件{number} - 浏览器")
        wait_for(lambda other=other: desk.look(PAGE, other) and other.title in desk.marked(), "the next mark")
        assert PAGE.title in desk.marked()
    harmless = [replace(OTHER, number=100 + number) for number in range(2)]
    for window in (harmless[at // 2 % 2] for at in range(8 * LOOKS)):
        desk.now += APART_SECONDS
        screen = Screen((PAGE, OTHER, *harmless), window.number, pictures={window.number: b"menu"})
        wait_for(lambda screen=screen: desk.contents.look(screen) != SOON_SECONDS, "the end of reading")
    assert desk.read.count(b"menu") == len(harmless) * LOOKS


def test_of_a_window_that_is_closed_nothing_is_known_any_more(desk: Desk) -> None:
    wait_for(lambda: desk.look(PAGE) and desk.marked(), "the mark")
    desk.look(OTHER, picture=b"menu")
    assert desk.contents.found(Screen((PAGE,), PAGE.number)) == {}


def test_a_window_whose_judging_raised_was_not_read_and_others_are(
        desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    def judge(untrusted: bytes) -> Decision:
        if untrusted == b"bad":
            raise KeyError(untrusted)
        return BLOCKED

    desk.contents = WindowContents(judge, lambda: desk.now)
    desk.marks = Marks(desk.around.ends(), contents=desk.contents)
    desk.look(PAGE, picture=b"bad")
    assert desk.pause(PAGE, picture=b"bad") == APART_SECONDS
    assert desk.unread[-1] == 1
    assert "KeyError" in caplog.text
    wait_for(lambda: desk.look(PAGE, OTHER) and desk.marked() == (OTHER.title,), "the mark of another window")


@pytest.mark.thorough
def test_a_window_whose_reader_hung_is_marked_by_the_next_one(desk: Desk) -> None:
    page = encode(render_document("机密★5年 某某县委办公室文件\n某办发〔2026〕12号", width=700))
    reader = ReaderClient(COMMAND, read_seconds=4.0, patience=2.0, read_unconfined=True)
    desk.contents = WindowContents(picture_judge(built_in, reader), lambda: desk.now)
    desk.marks = Marks(desk.around.ends(), contents=desk.contents)
    try:
        assert reader.prepare("cascade").engine
        with stopped(first := reader.pid):
            desk.look(PAGE, picture=page)
            assert desk.pause(PAGE, picture=page) == APART_SECONDS
        assert (desk.unread[-1], desk.marked()) == (1, ())
        wait_for(lambda: desk.look(PAGE, picture=page) and desk.marked(), "the mark")
        assert desk.unread[-1] == 0
        assert reader.pid != first
    finally:
        reader.close()


def test_a_window_whose_title_names_a_blocked_file_needs_no_look(desk: Desk, tmp_path: Path) -> None:
    desk.around.files = (flagged(tmp_path / "演练方案.docx"),)
    desk.look(replace(PAGE, title="演练方案.docx - WPS"))
    assert desk.read == []
    assert desk.marked() == ("演练方案.docx",)


def test_nothing_is_looked_at_where_the_policy_does_not_want_it_or_during_a_pause() -> None:
    desk = Desk(Around(), wanted=False)
    assert [desk.look(PAGE) for _ in range(3)] == [None] * 3
    assert not load(builtin_policy(), "策略.yaml").screen_mark.contents
    paused = Desk(Around(paused=True))
    assert all(paused.look(PAGE) for _ in range(3))
    assert (desk.read, paused.read) == ([], [])


def test_no_picture_and_no_text_stays_and_only_mark_and_nature_are_recorded(desk: Desk) -> None:
    wait_for(lambda: desk.look(PAGE) and bool(desk.marked()), "the mark")
    assert b"secret" not in repr(vars(desk.contents)).encode()
    assert desk.around.recorded == []
    assert [set(shown.values()) for shown in desk.around.shown if shown] == [{Nature.STATE_SECRET}] * sum(
        map(bool, desk.around.shown))


def test_what_is_on_a_real_display_is_taken_as_a_picture_and_judged(display: Display, tmp_path: Path) -> None:
    page = tmp_path / "page.png"
    page.write_bytes(encode(render_document("机密★5年 某某县委办公室文件\n某办发〔2026〕12号", width=700)))
    viewer = display.start(["eog", "--new-instance", str(page)])
    connection, readers = Connection(display.name, urgent=False), Readers.new()
    try:
        display.window("eog")
        judge = picture_judge(built_in, readers.reading)
        policy = built_in().policy

        def now() -> X11Screen:
            return X11Screen(connection, policy, tuple)

        def blocked() -> bool:
            screen = now()
            front = screen.active()
            untrusted = screen.picture(front) if front else None
            if untrusted is None:
                return False
            place = screen.place(front)
            assert place is not None
            assert Image.open(io.BytesIO(untrusted)).size == place[2:]
            return judge(untrusted).outcome is Outcome.BLOCK

        wait_for(blocked, "a picture that is blocked")
        assert connection.picture((5000, 5000, 100, 100)) is None
        assert not now().is_ours(now().active())
    finally:
        end(viewer)
        readers.close()
        connection.close()
