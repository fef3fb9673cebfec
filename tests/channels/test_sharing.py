"""Tests the warning of a blocked document that is visible while a meeting program shares the screen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from guard.channels.marks import Marks
from guard.channels.notices import Channel, ChannelNotice, Sighted, Told
from guard.channels.on_screen import OnScreen
from guard.channels.screen import Share
from guard.channels.sharing import OVER_SECONDS
from guard.config.builtin_policy import builtin_policy
from guard.config.policy_file import load
from guard.core.destination_kinds import meeting_of
from guard.core.events import EventKind
from guard.core.model import Destination, DestinationKind
from guard.core.policy import Policy
from guard.core.screen_mark import MarkWhen, ScreenMark
from rules.model import Nature
from tests.channels.screens import PROGRAM, Around, Screen, Window, flagged

NAME, OTHER_NAME = "演练方案.docx", "名册.xlsx"
READER = Window(2, PROGRAM, f"{NAME} - WPS 文字", place=(100, 80, 900, 700))
ZOOM = Share("zoom", 41, None)
NOON = 1_800_000_000.0
BUILT_IN = load(builtin_policy(), "策略.yaml")


@pytest.fixture
def around(tmp_path: Path) -> Around:
    return Around((flagged(tmp_path / NAME),), replace(BUILT_IN, screen_mark=replace(ScreenMark(), reminder=False)))


class Desk:
    """A channel that looks at one screen after the other."""

    def __init__(self, around: Around) -> None:
        self.around, self.now, self.passed = around, NOON, 1000.0
        self.marks = Marks(around.ends(), lambda: self.now, lambda: self.passed)

    def look(self, *windows: Window, shares: tuple[Share, ...] = (ZOOM,), after: float = 0.5) -> list[Told]:
        self.now += after
        self.passed += after
        self.marks.look(Screen(windows or (READER,), 2, shares))
        return self.around.take()


def warning(program: str = "zoom", name: str = NAME) -> Sighted:
    return Sighted(ChannelNotice(Channel.SHARED, (name,), program, Nature.STATE_SECRET, (100, 80, 900, 700)))


def test_it_is_said_once_while_a_document_is_visible_and_shared(around: Around) -> None:
    desk = Desk(around)
    assert desk.look(shares=()) == []
    assert desk.look() == [warning()]
    assert [desk.look() for _ in range(5)] == [[]] * 5
    event, = around.recorded
    assert (event.kind, event.reason, event.destination, event.nature) == (
        EventKind.SIGHTED, "shared", "zoom", Nature.STATE_SECRET.value)
    assert NAME not in repr(event)


def test_another_document_another_program_and_the_next_meeting_are_said_again(around: Around, tmp_path: Path) -> None:
    around.files = (*around.files, flagged(tmp_path / OTHER_NAME))
    desk, other = Desk(around), replace(READER, number=3, title=f"{OTHER_NAME} - WPS 表格")
    assert desk.look() == [warning()]
    assert desk.look(READER, other) == [warning(name=OTHER_NAME)]
    assert desk.look(shares=(ZOOM, Share("wemeetapp", 42, None))) == [warning("wemeetapp")]
    desk.look(shares=())
    assert desk.look(after=OVER_SECONDS + 1) == [warning()]


def test_a_bar_that_hides_for_a_moment_is_no_other_meeting(around: Around) -> None:
    desk = Desk(around)
    assert desk.look() == [warning()]
    desk.look(shares=())
    assert desk.look(after=OVER_SECONDS / 2) == []


def test_documents_that_are_shared_together_are_named_in_one_sentence(around: Around, tmp_path: Path) -> None:
    around.files = (flagged(tmp_path / OTHER_NAME, Nature.WORK_SECRET), *around.files)
    other = replace(READER, number=3, title=f"{OTHER_NAME} - WPS 表格", place=(0, 0, 300, 300))
    told, = Desk(around).look(other, READER)
    assert told == Sighted(ChannelNotice(Channel.SHARED, (OTHER_NAME, NAME), "zoom", Nature.STATE_SECRET,
                                         (100, 80, 900, 700)))
    assert [event.nature for event in around.recorded] == [Nature.WORK_SECRET.value, Nature.STATE_SECRET.value]


def test_a_clock_that_is_set_back_keeps_the_next_meeting_from_no_warning(around: Around) -> None:
    desk = Desk(around)
    assert desk.look() == [warning()]
    desk.now -= 8 * 3600
    desk.look(shares=(), after=OVER_SECONDS + 1)
    assert desk.look() == [warning()]


@pytest.mark.parametrize(("place", "said"), [((0, 0, 1920, 1080), True), ((90, 70, 300, 300), True),
                                             ((1920, 0, 1920, 1080), False), ((0, 0, 100, 1080), False)])
def test_only_what_is_within_the_frame_is_shared(around: Around, place: tuple[int, int, int, int],
                                                 said: bool) -> None:
    assert bool(Desk(around).look(shares=(Share("zoom", 41, place),))) is said


def test_nothing_is_said_without_a_document_during_a_pause_or_where_the_policy_does_not_want_it(around: Around) -> None:
    desk = Desk(around)
    assert desk.look(replace(READER, title="计算器")) == []
    assert desk.look(replace(READER, seen=False)) == []
    around.paused = True
    assert desk.look() == []
    around.paused = False
    around.policy = replace(around.policy, screen_mark=replace(around.policy.screen_mark, sharing=False))
    assert desk.look() == []


def test_it_is_said_where_the_policy_wants_no_mark(around: Around) -> None:
    around.policy = replace(around.policy, screen_mark=replace(around.policy.screen_mark, when=MarkWhen.NEVER))
    assert Desk(around).look() == [warning()]
    assert around.marked == []


@pytest.mark.parametrize(("program", "channel"), [("wemeetapp", Channel.MEETING), ("wechat", Channel.ON_SCREEN)])
def test_before_a_meeting_program_shares_it_comes_forward(around: Around, program: str, channel: Channel) -> None:
    front = Window(1, Destination(DestinationKind.CHAT, program, 0, f"/opt/{program}"), "聊天")
    OnScreen(around.ends(), lambda: NOON).look(Screen((READER, front), 1))
    told, = around.take()
    assert isinstance(told, Sighted)
    assert told.sighting.route is channel


@pytest.mark.parametrize(("names", "title", "sharing"), [
    (("/opt/zoom/zoom",), "as_toolbar", True), (("Zoom",), "cpt_frame_xcb_window", True),
    (("/opt/zoom/zoom",), "Zoom Meeting", False), (("/usr/lib/chromium/chromium",), "腾讯会议 - Chromium", False),
    (("/usr/lib/chromium/chromium",), "https://meeting.tencent.com is sharing your screen.", True),
    (("chromium",), "https://meeting.tencent.com正在共享您的屏幕。", True),
    (("/opt/apps/com.tencent.wemeet/files/bin/wemeetapp",), "腾讯会议", False),
])
def test_the_built_in_policy_knows_the_windows_of_those_that_share(names: tuple[str, ...], title: str,
                                                                   sharing: bool) -> None:
    meeting = meeting_of(names, BUILT_IN)
    assert meeting is not None
    assert meeting.is_sharing_title(title) is sharing


def test_a_viewer_is_no_meeting_program_whatever_its_title() -> None:
    assert meeting_of(("/usr/bin/evince", "Evince"), BUILT_IN) is None
    assert meeting_of(("", ""), BUILT_IN) is None


def test_a_unit_adds_a_program_of_its_own_before_the_built_in_ones() -> None:
    policy: Policy = load("""策略: 县委\n版本: "1"\n基于: 内置
会议软件: [{程序名: [dingtalk], 共享时的窗口: [共享工具条]}]\n""".encode(), "策略.yaml")
    meeting = meeting_of(("/opt/dingtalk",), policy)
    assert meeting is not None
    assert meeting.is_sharing_title("共享工具条")
    assert meeting_of(("zoom",), policy) is not None
