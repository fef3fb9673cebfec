"""Tests a real editor operated by its keys: judged copies, and pastes as office and as chat."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from guard.clipboard.broker_state import SETTLE_SECONDS
from guard.clipboard.x11.presence import LOOK_SECONDS
from guard.core.model import Answer, DestinationKind, Origin
from guard.ipc.messages import Arm, Armed, Flagged, Served, Watch
from tests.support.brokering import BLOCKED, NOTICE, Brokering, policy, renamed
from tests.support.guarding import wait_for
from tests.support.hand import Hand
from tests.support.owner_watch import OwnerWatch
from tests.support.pressing import press_until
from tests.support.x11_client import X11Client
from ui.demo.display import Display, end

MOUSEPAD = "/usr/bin/mousepad"
Open = Callable[[str, Path], None]


@pytest.fixture
def open_in(display: Display) -> Iterator[Open]:
    """Open a file in an editor, which then has the keyboard; the previous one is ended."""
    running: list[subprocess.Popen[bytes]] = []
    watch = OwnerWatch(display.name)

    def start(program: str, file: Path) -> None:
        for entry in running:
            end(entry)
        name = Path(program).name
        wait_for(lambda: display.active() != name, "the editor before it to be gone")
        running[:] = [display.start([program, "--disable-server", str(file)], stderr=subprocess.DEVNULL)]
        display.focus(name)
        wait_for(lambda: display.active() == name, f"{name} in front")
        wait_for(lambda: any(file.name in title for title in watch.titles()), f"{name} to show the file")

    yield start
    for entry in running:
        end(entry)
    watch.close()


@pytest.fixture
def turn_to_chat(display: Display, programs: Path) -> Iterator[Callable[[], None]]:
    """Raise a chat client."""
    running: list[subprocess.Popen[bytes]] = []

    def turn() -> None:
        running.append(display.start([renamed("mousepad", "wechat", programs / "mousepad"), "--disable-server"],
                                     stderr=subprocess.DEVNULL))
        display.focus("wechat")

    yield turn
    for entry in running:
        end(entry)


def selected(open_in: Open, folder: Path, watcher: X11Client, display: Display) -> int:
    """Select all of a marked text in the editor, and return the window that then owns PRIMARY."""
    open_marked(open_in, folder)
    return select_all(watcher, display)


def open_marked(open_in: Open, folder: Path) -> None:
    source = folder / "source.txt"
    source.write_text(BLOCKED, "utf-8")
    open_in(MOUSEPAD, source)


def select_all(watcher: X11Client, display: Display) -> int:
    """The editor places its cursor some time after it shows the file, and what was selected before is not any more."""
    def kept() -> int:
        owner = watcher.owner("PRIMARY")
        time.sleep(SETTLE_SECONDS)
        return owner if watcher.owner("PRIMARY") == owner else 0

    return press_until(lambda: display.press("Control_L", "a"), kept, "the editor to select its text")


def stays_selected(watcher: X11Client, editor: int) -> None:
    """Check that the broker has left the selection to the editor; one that selects anew has none for a moment."""
    time.sleep(5 * SETTLE_SECONDS)  # judged by then
    wait_for(lambda: watcher.owner("PRIMARY") == editor, "the editor to have its selection still")


def pasted(broker: Brokering, open_in: Open, program: str, file: Path) -> tuple[DestinationKind, Answer, str]:
    """Paste into an empty file and save it; return how the broker classified the editor, and the content."""
    file.write_bytes(b"")
    open_in(program, file)
    broker.display.press("Control_L", "v")
    served = broker.expect(Served)
    wait_for(lambda: any(title.startswith("*") for title in broker.watch.titles()), "the editor to show the text")
    broker.display.press("Control_L", "s")
    text = wait_for(lambda: file.read_text("utf-8"), f"{program} to save what it pasted")
    return served.destination.kind, served.answer, text.rstrip("\n")


def copied_and_held_once_turned_away(broker: Brokering, watcher: X11Client, editor: int,
                                     turn_away: Callable[[], None]) -> None:
    """Copy the selection, which must still exist, turn to another program, and check that it is held then."""
    stays_selected(watcher, editor)
    broker.display.press("Control_L", "c")
    broker.expect(Flagged, lambda report: report.capture.origin is Origin.CLIPBOARD)
    turn_away()
    broker.expect(Flagged, lambda report: report.capture.origin is Origin.PRIMARY)
    assert watcher.owner("PRIMARY") not in (0, editor)


def test_what_is_selected_stays_so_while_its_user_is_there_and_is_held_once_she_turns_to_another_program(
        start_broker: Callable[..., Brokering], display: Display, open_in: Open, turn_to_chat: Callable[[], None],
        client: Callable[..., X11Client], tmp_path: Path) -> None:
    broker = start_broker(policy(MOUSEPAD))
    watcher = client()
    editor = selected(open_in, tmp_path, watcher, display)
    copied_and_held_once_turned_away(broker, watcher, editor, turn_to_chat)


def test_what_is_selected_by_keys_stays_so_while_the_pointer_is_on_another_program_until_it_moves_there(
        start_broker: Callable[..., Brokering], display: Display, open_in: Open, hand: Hand,
        client: Callable[..., X11Client], tmp_path: Path) -> None:
    broker = start_broker(policy(MOUSEPAD))
    watcher = client()
    open_marked(open_in, tmp_path)
    hand.move(30, 30)
    editor = select_all(watcher, display)
    copied_and_held_once_turned_away(broker, watcher, editor, lambda: hand.move(31, 30))


def test_what_is_drawn_over_with_the_mouse_stays_so_where_the_button_is_let_go_over_another_program(
        start_broker: Callable[..., Brokering], display: Display, open_in: Open, hand: Hand,
        client: Callable[..., X11Client], tmp_path: Path) -> None:
    broker = start_broker(policy(MOUSEPAD))
    watcher = client()
    open_marked(open_in, tmp_path)
    left, top, right, bottom = display.window("mousepad")
    hand.move((left + right) // 2, (top + bottom) // 2)
    hand.press()
    for step in range(9, -1, -1):  # the editor starts a drag only when it sees the pointer on its way
        hand.move(30 + (left + right - 60) * step // 20, 30 + (top + bottom - 60) * step // 20)
    editor = wait_for(lambda: watcher.owner("PRIMARY"), "the editor to select its text")
    time.sleep(3 * SETTLE_SECONDS)  # judged by then
    hand.let_go()
    copied_and_held_once_turned_away(broker, watcher, editor, lambda: hand.move(31, 30))


def test_what_was_selected_before_a_pause_is_left_alone_in_it_and_held_after_it(
        start_broker: Callable[..., Brokering], display: Display, open_in: Open, turn_to_chat: Callable[[], None],
        client: Callable[..., X11Client], tmp_path: Path) -> None:
    broker = start_broker(policy(MOUSEPAD))
    watcher = client()
    editor = selected(open_in, tmp_path, watcher, display)
    stays_selected(watcher, editor)
    broker.send(Watch(False))
    broker.send(Arm((), broker.policy))  # answered when the pause is in force
    broker.expect(Armed)
    turn_to_chat()
    time.sleep(3 * LOOK_SECONDS)  # it would have been taken over by then
    wait_for(lambda: watcher.owner("PRIMARY") == editor, "the editor to have its selection still")
    broker.send(Watch(True))
    broker.expect(Flagged, lambda report: report.capture.origin is Origin.PRIMARY)


def test_mousepad_copies_what_is_judged_and_pastes_the_original_as_office_and_the_notice_as_chat(
        start_broker: Callable[..., Brokering], display: Display, open_in: Open, programs: Path,
        client: Callable[..., X11Client], tmp_path: Path) -> None:
    broker = start_broker(policy(MOUSEPAD))
    selected(open_in, tmp_path, client(), display)
    display.press("Control_L", "c")
    broker.expect(Flagged, lambda report: report.capture.origin is Origin.CLIPBOARD)
    chat = renamed("mousepad", "wechat", programs / "mousepad")
    assert pasted(broker, open_in, chat, tmp_path / "chat.txt") == (DestinationKind.CHAT, Answer.NOTICE, NOTICE)
    assert pasted(broker, open_in, MOUSEPAD, tmp_path / "office.txt") == (
        DestinationKind.OFFICE, Answer.ORIGINAL, BLOCKED)
