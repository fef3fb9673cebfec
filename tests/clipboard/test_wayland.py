"""Tests which program gets what on a real Wayland compositor, beyond what every broker must do."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from guard.clipboard.focused_frames import FocusedFrames
from guard.clipboard.wayland import identity
from guard.core.model import Answer, Decision, DestinationKind, Kind, Outcome, Release
from guard.core.pages import PageKind
from guard.core.sites import Sites
from guard.files.copied import files_of
from guard.ipc.messages import Asking, Decided, Flagged, Focused, Passed, Replaced, Restore, Served, Stop
from guard.platform.processes_linux import started_at
from tests.support.brokering import BLOCKED, NOTICE, WARNED, Brokering, policy
from tests.support.guarding import wait_for
from tests.support.pictures import NOISE
from tests.support.stalled_main import GATE, WAITS

Start = Callable[..., Brokering]


def test_the_destination_decides(wayland_broker: Brokering, chat: str, office: str, stranger: str) -> None:
    wayland_broker.copy(WARNED)
    wayland_broker.expect(Flagged)
    assert wayland_broker.paste(office).decode() == WARNED
    assert wayland_broker.paste(chat).decode() == NOTICE
    assert wayland_broker.paste(stranger).decode() == WARNED
    served = {}
    while DestinationKind.UNKNOWN not in served:
        report = wayland_broker.expect(Served)
        served[report.destination.kind] = report.answer
    assert served == {DestinationKind.OFFICE: Answer.ORIGINAL, DestinationKind.CHAT: Answer.NOTICE,
                      DestinationKind.UNKNOWN: Answer.ORIGINAL}


def test_a_picture_is_held_before_its_verdict_and_served_byte_for_byte_after_it(wayland_broker: Brokering, chat: str,
                                                                                office: str) -> None:
    wayland_broker.copy(NOISE, "image/png")
    asking = wayland_broker.expect(Asking)
    assert asking.capture.kind is Kind.PICTURE
    assert asking.capture.items[0].untrusted_bytes == NOISE
    assert wayland_broker.paste(office, "image/png") == NOISE
    blocked = Decision(Outcome.BLOCK, (DestinationKind.CHAT,), True, Release.REASON)
    wayland_broker.send(Decided(asking.capture.id, blocked))
    assert wayland_broker.paste(chat, "image/png") == b""
    wayland_broker.send(Decided(asking.capture.id, Decision(Outcome.ALLOW)))
    wait_for(lambda: wayland_broker.paste(chat, "image/png") == NOISE, "the clean picture")


def test_files_of_a_share_that_does_not_answer_are_not_pasted_and_keep_no_other_copy_from_being_judged(
        start_broker: Start, chat: str, tmp_path: Path) -> None:
    broker = start_broker(only="wayland", program="stalled_main.py")
    document = tmp_path / "值班表.txt"
    document.write_bytes(b"1")
    listing = document.as_uri().encode()

    def judged_clean() -> None:
        asking = broker.expect(Asking)
        broker.send(Decided(asking.capture.id, Decision(Outcome.ALLOW), files_of(asking.capture).marks))

    broker.copy(listing, "text/uri-list")
    judged_clean()
    assert broker.paste(chat, "text/uri-list") == listing
    os.mkfifo(tmp_path / GATE)
    assert broker.paste(chat, "text/uri-list") == b""
    (tmp_path / GATE).rename(tmp_path / "open")
    judged_clean()
    assert broker.paste(chat, "text/uri-list") == listing
    os.mkfifo(tmp_path / GATE)
    (tmp_path / WAITS).unlink()
    with ThreadPoolExecutor(1) as pool:
        pasted = pool.submit(broker.paste, chat, "text/uri-list")
        wait_for((tmp_path / WAITS).exists, "a look at the file")
        broker.copy(BLOCKED)
        broker.expect(Flagged)
        assert pasted.result() == b""


def test_a_clean_picture_still_pastes_after_the_broker_has_ended(wayland_broker: Brokering, chat: str) -> None:
    wayland_broker.copy(NOISE, "image/png")
    wayland_broker.send(Decided(wayland_broker.expect(Asking).capture.id, Decision(Outcome.ALLOW)))
    wayland_broker.send(Stop())
    assert wayland_broker.process.wait(10) == 0
    assert wayland_broker.paste(chat, "image/png") == NOISE
    wayland_broker.copy("下一次复制")  # the process in the background ends


@pytest.mark.parametrize("copied", [False, True], ids=["nothing copied since", "copied since"])
def test_what_a_killed_broker_owned_is_offered_again_unless_somebody_has_copied_since(
        start_broker: Start, chat: str, copied: bool) -> None:
    first = start_broker(only="wayland")
    first.copy(NOISE, "image/png")
    asking = first.expect(Asking)
    first.send(Decided(asking.capture.id, Decision(Outcome.ALLOW)))
    first.obeyed()
    first.process.kill()
    first.process.wait(10)
    if copied:
        first.copy("下一次复制")
    second = start_broker(only="wayland")
    second.send(Restore(asking.capture.id, Kind.PICTURE, asking.capture.targets, Decision(Outcome.ALLOW)))
    second.obeyed()
    assert second.paste(chat, "image/png") == (b"" if copied else NOISE)
    assert copied is any(isinstance(report, Replaced) for report in second.reports)
    assert second.armed is not None
    assert "restore" in second.armed.capabilities


def test_what_is_cleared_is_not_to_be_offered_again(wayland_broker: Brokering) -> None:
    wayland_broker.copy(WARNED)
    capture = wayland_broker.expect(Flagged).capture.id
    wayland_broker.empty()
    assert wayland_broker.expect(Replaced).capture == capture


def test_the_last_of_many_quick_copies_is_the_one_judged(wayland_broker: Brokering, chat: str) -> None:
    # All but the last are clean: a copy made while another is taken over is lost (docs/known-limits.md).
    for number in range(21):
        wayland_broker.copy(f"{BLOCKED}{number}" if number % 2 and number < 12 else f"第 {number} 次")
    wayland_broker.copy(f"{WARNED}，最后一次")
    wayland_broker.expect(Flagged, lambda report: "最后一次" in (report.capture.items[0].untrusted_text or ""))
    assert wayland_broker.paste(chat).decode() == NOTICE


def test_five_megabytes_pass_whole(wayland_broker: Brokering, chat: str) -> None:
    text = "值班安排\n" * 400_000
    wayland_broker.copy(text)
    wayland_broker.expect(Passed)
    assert wayland_broker.paste(chat).decode() == text


def test_a_reader_that_cannot_be_found_counts_as_a_chat_client() -> None:
    with Path("/dev/null").open("wb") as no_pipe:
        asker = identity.identify(no_pipe.fileno(), 0, policy(), FocusedFrames())
    assert asker.destination.kind is DestinationKind.CHAT


@pytest.mark.parametrize(("frame", "kind"), [("https://kimi.com", DestinationKind.CHAT),
                                             ("https://oa.example.gov.cn", DestinationKind.UNKNOWN)])
def test_a_browser_that_reads_counts_as_the_site_with_the_keyboard(frame: str, kind: DestinationKind) -> None:
    reading, writing = os.pipe()
    browser = subprocess.Popen(["cat"], stdin=reading, stdout=subprocess.DEVNULL)
    os.close(reading)
    focused = FocusedFrames()
    focused.take(Focused(os.getpid(), started_at(os.getpid()), browser.pid, frame, frame))
    listed = policy(sites=(Sites(PageKind.ASSISTANT, ("kimi.com",)),))
    try:
        destination = identity.identify(writing, 0, listed, focused).destination
    finally:
        os.close(writing)
        browser.wait(10)
    assert (destination.kind, destination.pid) == (kind, browser.pid)
    assert destination.program == ("AI 助手（cat）" if kind is DestinationKind.CHAT else "cat")
