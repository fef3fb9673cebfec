"""Tests when the screen is marked, where, with what, and that a sentence is said once a day."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from guard.channels.mark_records import ALWAYS
from guard.channels.marks import Marks
from guard.channels.notices import Channel, ChannelNotice, Sighted
from guard.channels.screen import SOON_SECONDS
from guard.core.model import DestinationKind, Outcome
from guard.core.policy import Mode, Policy
from guard.core.screen_mark import MarkArea, MarkedWindow, Marking, MarkName, MarkStrength, MarkWhen, ScreenMark
from guard.screen_mark.payload import device_number
from rules.model import Nature
from tests.channels.screens import CHAT, NAME, PROGRAM, Around, Screen, Window, flagged

READER = Window(2, PROGRAM, f"{NAME} - WPS 文字", place=(100, 80, 900, 700))
OTHER = Window(3, PROGRAM, "计算器", place=(600, 400, 300, 300))
NOON = 1_800_000_000.0


def policy(**said: object) -> Policy:
    return Policy("test", screen_mark=replace(ScreenMark(), **said))


def looked(around: Around, *screens: Screen | None, clock: list[float] | None = None) -> list[float | None]:
    times = clock or [NOON]
    marks = Marks(around.ends(), lambda: times[0])
    return [marks.look(screen) for screen in screens]


def test_the_window_of_a_blocked_file_is_marked_and_no_longer_when_the_file_is_closed(around_flagged: Around) -> None:
    again = looked(around_flagged, Screen((READER,), 2), Screen((replace(READER, title="WPS 文字"),), 2))
    marking, gone = around_flagged.marked
    assert marking is not None
    assert marking.windows == (MarkedWindow((100, 80, 900, 700)),)
    assert (marking.unit, marking.strength, marking.device) == ("办公室", MarkStrength.LIGHT, None)
    assert (marking.files, marking.nature, marking.since) == ((NAME,), Nature.STATE_SECRET, NOON)
    assert gone is None
    assert again == [SOON_SECONDS, None]


def test_what_covers_the_window_is_told(around_flagged: Around) -> None:
    looked(around_flagged, Screen((READER, OTHER), 3))
    marking, = around_flagged.marked
    assert marking is not None
    assert marking.windows == (MarkedWindow((100, 80, 900, 700), ((600, 400, 300, 300),)),)


def test_of_two_marked_windows_the_lower_one_is_marked_where_it_is_seen(around_flagged: Around) -> None:
    """A mark over a mark would hide more than the policy's strength says."""
    looked(around_flagged, Screen((READER, replace(OTHER, title=f"{NAME} - 只读")), 3))
    marking, = around_flagged.marked
    assert marking is not None
    assert marking.windows == (MarkedWindow(READER.place, (OTHER.place,)), MarkedWindow(OTHER.place))


def test_the_frame_around_what_is_shared_covers_nothing(around_flagged: Around) -> None:
    """A meeting program draws it over the whole screen, in a window through which one sees and clicks."""
    frame = replace(OTHER, title="cpt_frame_xcb_window", place=(0, 0, 1920, 1080), lets_clicks_through=True)
    looked(around_flagged, Screen((READER, frame), 3))
    assert [marking.windows for marking in around_flagged.marked if marking] == [(MarkedWindow((100, 80, 900, 700)),)]


@pytest.mark.parametrize("said", [{}, {"area": MarkArea.SCREEN}], ids=["windows", "screens"])
def test_a_window_that_has_gone_meanwhile_is_marked_nowhere_but_where_whole_screens_are(
        around_flagged: Around, said: dict[str, object]) -> None:
    around_flagged.policy = policy(**said)
    looked(around_flagged, Screen((replace(READER, place=None),), 2))
    assert bool(around_flagged.marked) is bool(around_flagged.shown[0]) is bool(said)


def test_whole_screens_are_marked_where_nobody_tells_where_windows_are(around_flagged: Around) -> None:
    looked(around_flagged, Screen((replace(READER, place=None),), 2, with_places=False))
    assert [marking.windows for marking in around_flagged.marked if marking] == [()]


@pytest.mark.parametrize("window", [
    replace(READER, title="别的.docx - WPS 文字"), replace(READER, seen=False), replace(READER, program=CHAT),
    replace(READER, program=replace(PROGRAM, kind=DestinationKind.CLIPBOARD_MANAGER)), replace(READER, title=""),
], ids=["another file", "minimised", "in a chat client", "in a clipboard manager", "without a title"])
def test_nothing_else_is_marked(around_flagged: Around, window: Window) -> None:
    looked(around_flagged, Screen((window,), 2))
    assert (around_flagged.marked, around_flagged.told, around_flagged.recorded) == ([], [], [])


def test_a_file_that_is_only_warned_of_is_not_marked(around_flagged: Around) -> None:
    around_flagged.files = (replace(around_flagged.files[0], outcome=Outcome.WARN),)
    looked(around_flagged, Screen((READER,), 2))
    assert around_flagged.marked == []


@pytest.mark.parametrize(("said", "windows"), [
    ({"area": MarkArea.SCREEN}, ()), ({"when": MarkWhen.ALWAYS}, ()),
    ({"area": MarkArea.WINDOW}, (MarkedWindow((100, 80, 900, 700)),)),
])
def test_the_policy_says_where(
        around_flagged: Around, said: dict[str, object], windows: tuple[MarkedWindow, ...]) -> None:
    around_flagged.policy = policy(**said)
    looked(around_flagged, Screen((READER,), 2))
    assert [marking.windows for marking in around_flagged.marked if marking] == [windows]


def test_a_mark_that_is_always_there_needs_no_file_and_no_screen(around_flagged: Around) -> None:
    around_flagged.policy, around_flagged.files = policy(when=MarkWhen.ALWAYS, name=MarkName.DEVICE, dots=True), ()
    assert looked(around_flagged, None, Screen((OTHER,), 3)) == [None, None]
    number = device_number("PC-017")
    assert around_flagged.marked == [Marking((), "PC-017", "办公室", MarkStrength.LIGHT, number, (), None, NOON)]


def test_without_a_mark_in_the_policy_nothing_is_said_either(around_flagged: Around) -> None:
    around_flagged.policy = policy(when=MarkWhen.NEVER)
    looked(around_flagged, Screen((READER,), 2))
    assert (around_flagged.marked, around_flagged.told, around_flagged.recorded) == ([], [], [])


def test_a_sentence_is_said_once_a_day_when_the_file_comes_to_the_front(around_flagged: Around) -> None:
    clock = [NOON]
    marks = Marks(around_flagged.ends(), lambda: clock[0])
    front, behind = Screen((READER, OTHER), 2), Screen((READER, OTHER), 3)
    told = Sighted(ChannelNotice(Channel.MARKED, (NAME,), "", Nature.STATE_SECRET, (100, 80, 900, 700)))
    for look, said in ((behind, []), (front, [told]), (behind, []), (front, [])):
        marks.look(look)
        assert around_flagged.take() == said
    clock[0] += 86400
    marks.look(front)
    assert around_flagged.take() == [told]


def test_where_the_unit_only_records_no_file_is_marked_and_what_is_always_marked_is(around_flagged: Around) -> None:
    around_flagged.policy = Policy("test", mode=Mode.MONITOR)
    looked(around_flagged, Screen((READER,), 2))
    assert (around_flagged.marked, around_flagged.told, around_flagged.shown) == ([], [], [{}])
    around_flagged.policy = replace(policy(when=MarkWhen.ALWAYS), mode=Mode.MONITOR)
    looked(around_flagged, Screen((READER,), 2))
    assert [marking.files for marking in around_flagged.marked if marking] == [()]


def test_where_the_unit_only_reminds_a_blocked_file_is_marked_and_its_sentence_is_said(around_flagged: Around) -> None:
    around_flagged.policy = Policy("test", mode=Mode.WARN)
    looked(around_flagged, Screen((READER,), 2))
    assert (len(around_flagged.marked), len(around_flagged.told)) == (1, 1)


def test_the_sentence_can_be_left_out(around_flagged: Around) -> None:
    around_flagged.policy = policy(reminder=False)
    looked(around_flagged, Screen((READER,), 2))
    assert around_flagged.told == []
    assert len(around_flagged.marked) == 1


def test_it_is_recorded_for_which_files_there_is_a_mark_and_that_the_policy_always_wants_one(
        around_flagged: Around) -> None:
    digest = around_flagged.files[0].digest
    looked(around_flagged, Screen((READER,), 2), Screen((OTHER,), 3))
    assert around_flagged.shown == [{digest: Nature.STATE_SECRET}, {}]
    around_flagged.policy = policy(when=MarkWhen.ALWAYS)
    looked(around_flagged, None, Screen((READER,), 2))
    assert around_flagged.shown[2:] == [{ALWAYS: None}, {ALWAYS: None, digest: Nature.STATE_SECRET}]


def test_a_file_that_is_flagged_while_it_is_open_is_marked_with_the_next_look(around_flagged: Around) -> None:
    files, around_flagged.files = around_flagged.files, ()
    marks = Marks(around_flagged.ends(), lambda: NOON)
    marks.look(Screen((READER,), 2))
    around_flagged.files = files
    assert marks.look(Screen((READER,), 2))
    assert around_flagged.marked[-1] is not None


def test_of_two_files_of_a_name_the_one_that_is_there_is_marked(around_flagged: Around, tmp_path: Path) -> None:
    gone, there = around_flagged.files[0], replace(flagged(tmp_path / "新" / NAME), nature=Nature.WORK_SECRET)
    around_flagged.files, around_flagged.is_there = (gone, there), lambda file: file != gone
    looked(around_flagged, Screen((READER,), 2))
    assert [marking.nature for marking in around_flagged.marked if marking] == [Nature.WORK_SECRET]
    around_flagged.is_there = lambda _: False
    around_flagged.marked.clear()
    looked(around_flagged, Screen((READER,), 2))
    assert around_flagged.marked == []


def test_a_slide_show_is_marked_while_its_program_shows_the_file_too(around_flagged: Around) -> None:
    presenter = replace(PROGRAM, pid=os.getpid())
    main = replace(READER, program=presenter)
    slides = Window(4, presenter, f"演示：{Path(NAME).stem}", place=(0, 0, 1920, 1080))
    another = replace(slides, number=5, program=replace(PROGRAM, pid=1))
    looked(around_flagged, Screen((main, slides, another), 4))
    marking, = around_flagged.marked
    assert marking is not None
    assert {window.place for window in marking.windows} == {READER.place, slides.place}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what a program has open")
@pytest.mark.parametrize(("opened", "words", "marked"), [
    ("其他/{name}", "short", False), ("其他/2025 {name}", "short", False), ("其他/{name}", "as long as it is", True),
    ("{name}", "as long as it is", True), ("其他/附{name}", "short", True)])
def test_a_program_that_has_another_file_of_that_name_open_is_not_marked(
        around_flagged: Around, tmp_path: Path, opened: str, words: str, marked: bool) -> None:
    (tmp_path / "其他").mkdir()
    around_flagged.files = (replace(flagged(tmp_path / NAME), size=len("as long as it is")),)
    path = tmp_path / opened.format(name=NAME)
    path.write_text(words, "utf-8")
    (tmp_path / NAME).touch()
    with path.open(encoding="utf-8"):
        looked(around_flagged, Screen((replace(READER, program=replace(PROGRAM, pid=os.getpid())),), 2))
    assert bool(around_flagged.marked) is marked


def test_nothing_is_marked_during_a_pause_whose_end_is_no_event_of_the_desktop(around_flagged: Around) -> None:
    marks = Marks(around_flagged.ends(), lambda: NOON)
    marks.look(Screen((READER,), 2))
    around_flagged.paused = True
    assert marks.look(Screen((READER,), 2))
    assert around_flagged.marked[-1] is None
    around_flagged.paused = False
    marks.look(Screen((READER,), 2))
    assert around_flagged.marked[-1] is not None
