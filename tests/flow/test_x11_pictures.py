"""Tests pictures and files on X11: taken over before their verdict, and pasted exactly as before when clean."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest
from Xlib import display as x_display

from guard.clipboard.holding import VERDICT_SECONDS
from guard.core.model import Answer, Decision, DestinationKind, Kind, Outcome, Release
from guard.files.copied import files_of
from guard.ipc.messages import Asking, Decided, Flagged, Passed, Served
from guard.platform.x11.connection import Connection
from tests.support.brokering import BLOCKED, CLEAN, NOTICE, Brokering
from tests.support.guarding import wait_for
from tests.support.processes import child
from tests.support.stalled_main import GATE, WAITS
from tests.support.x11_client import X11Client
from ui.demo.display import Display

Client = Callable[..., X11Client]

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40
CLEAN_DECISION = Decision(Outcome.ALLOW)
HELD = Decision(Outcome.BLOCK, (DestinationKind.CHAT, DestinationKind.CLIPBOARD_MANAGER), True, Release.CODE)
FILES = b"copy\nfile:///home/a/%E5%80%BC%E7%8F%AD%E8%A1%A8.docx"


def in_background(work: Callable[[], bytes]) -> Future[bytes]:
    """Paste on a thread, so that the decision can come while the paste waits."""
    pool = ThreadPoolExecutor(1)
    future = pool.submit(work)
    pool.shutdown(wait=False)
    return future


@pytest.fixture
def await_paste(display: Display) -> Iterator[Callable[[str], None]]:
    """Wait until a program of ours that pastes has asked: xclip makes its window and asks in one write."""
    screen, connection = x_display.Display(display.name), Connection(display.name)

    def asks(program: str) -> bool:
        pid = child(os.getpid(), program)
        return bool(pid) and any(connection.client_pid(window.id) == pid
                                 for window in screen.screen().root.query_tree().children)

    yield lambda program: wait_for(lambda: asks(program), "the program to ask")
    screen.close()
    connection.close()


def test_a_picture_that_a_chat_client_copied_itself_is_held_from_it_as_any_other(
        broker: Brokering, display: Display, chat: str) -> None:
    subprocess.run([chat, "-selection", "clipboard", "-t", "image/png"], input=PNG, check=True,
                   env=display.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    asking = broker.expect(Asking)
    assert [item.untrusted_bytes for item in asking.capture.items] == [PNG]
    broker.send(Decided(asking.capture.id, HELD))
    assert PNG not in broker.paste(chat, "image/png")
    served = broker.expect(Served)
    assert (served.destination.kind, served.answer) == (DestinationKind.CHAT, Answer.NOTICE)


def test_a_picture_is_owned_and_asked_about_with_everything_that_was_offered(broker: Brokering,
                                                                            client: Client) -> None:
    watcher = client()
    broker.copy(PNG, "image/png")
    asking = broker.expect(Asking)
    assert asking.capture.kind is Kind.PICTURE
    assert [item.untrusted_bytes for item in asking.capture.items] == [PNG]
    assert [(target.name, target.untrusted_bytes) for target in asking.capture.targets] == [("image/png", PNG)]
    assert watcher.paste("image/bmp") is None
    owner = watcher.owner()
    broker.send(Decided(asking.capture.id, CLEAN_DECISION))
    # Another client: the patience with the first is used up, and its next request may come before the decision.
    assert client().paste("image/png") == ("image/png", 8, PNG)
    assert watcher.owner() == owner


def test_a_clean_picture_pastes_into_chat_as_soon_as_it_is_decided(
        broker: Brokering, chat: str, await_paste: Callable[[str], None]) -> None:
    broker.copy(PNG, "image/png")
    asking = broker.expect(Asking)
    assert "image/png" in broker.offered(chat)  # answered at once, undecided
    pasted = in_background(lambda: broker.paste(chat, "image/png"))
    await_paste(chat)
    broker.send(Decided(asking.capture.id, CLEAN_DECISION))
    assert pasted.result(10) == PNG
    assert broker.paste(chat, "image/png") == PNG


def test_a_held_picture_leaves_chat_with_the_notice(broker: Brokering, chat: str, office: str) -> None:
    broker.copy(PNG, "image/png")
    asking = broker.expect(Asking)
    pasted = in_background(lambda: broker.paste(chat, "image/png"))
    broker.send(Decided(asking.capture.id, HELD))
    assert pasted.result(10) == b""
    assert broker.expect(Served).answer is Answer.NOTICE
    assert broker.paste(chat).decode() == NOTICE
    assert "image/png" not in broker.offered(chat)
    assert broker.paste(office, "image/png") == PNG


def test_chat_waits_for_a_verdict_no_longer_than_a_client_does(broker: Brokering, chat: str, stranger: str) -> None:
    broker.copy(PNG, "image/png")
    broker.expect(Asking)

    def waited(program: str) -> float:
        started = time.monotonic()
        assert broker.paste(program, "image/png") == b""
        took = time.monotonic() - started
        assert took > 1.0
        return took

    for program in (chat, stranger):
        assert any(waited(program) < 2.0 for _ in range(5))  # a busy computer may take longer now and then


def test_office_never_waits_for_a_verdict(broker: Brokering, office: str) -> None:
    broker.copy(PNG, "image/png")
    broker.expect(Asking)
    started = time.monotonic()
    assert broker.paste(office, "image/png") == PNG
    assert time.monotonic() - started < VERDICT_SECONDS


def test_a_large_picture_arrives_and_leaves_in_pieces(broker: Brokering, chat: str, client: Client) -> None:
    large = PNG + bytes(range(256)) * 12_000  # 3 MB
    source = client(targets={"image/png": ("image/png", 8, large)}, incremental=True)
    source.own()
    source.serve(10, until=lambda: any(isinstance(report, Asking) for report in broker.drain()))
    asking = next(report for report in broker.reports if isinstance(report, Asking))
    assert asking.capture.items[0].untrusted_bytes == large
    broker.send(Decided(asking.capture.id, CLEAN_DECISION))
    assert broker.paste(chat, "image/png") == large
    assert client().paste("image/png") == ("image/png", 8, large)


def test_a_source_that_gives_its_picture_for_any_target_gives_it_once_and_ends(broker: Brokering, display: Display,
                                                                              tmp_path: Path) -> None:
    picture = tmp_path / "picture.png"
    picture.write_bytes(PNG + os.urandom(3_000_000))
    xclip = display.start(["xclip", "-quiet", "-selection", "clipboard", "-t", "image/png", "-in", str(picture)],
                          stderr=subprocess.DEVNULL)
    asking = broker.expect(Asking)
    assert [item.untrusted_bytes for item in asking.capture.items] == [picture.read_bytes()]
    assert [target.name for target in asking.capture.targets] == ["image/png"]
    xclip.wait(timeout=5)  # it stays until its deliveries in pieces are complete


def test_a_source_of_something_large_that_nobody_judges_is_heard_to_the_end_and_ends(
        broker: Brokering, display: Display, tmp_path: Path) -> None:
    document = tmp_path / "document"
    document.write_bytes(os.urandom(3_000_000))
    broker.watch.forget()
    xclip = display.start(["xclip", "-quiet", "-selection", "clipboard", "-t", "application/x-own", "-in",
                           str(document)], stderr=subprocess.DEVNULL)
    broker.watch.wait("CLIPBOARD")
    broker.copy(CLEAN)
    broker.expect(Passed)
    xclip.wait(timeout=5)


@pytest.mark.parametrize("length", [10, 300_000], ids=["at once", "in pieces"])
def test_a_text_that_a_source_gives_and_does_not_list_is_taken_to_the_end_and_not_kept(
        broker: Brokering, client: Client, length: int) -> None:
    words = (BLOCKED * length)[:length].encode()
    source = client(targets={"image/png": ("image/png", 8, PNG), "UTF8_STRING": ("UTF8_STRING", 8, words)},
                    unlisted=frozenset({"UTF8_STRING"}))
    source.own()
    source.serve(5, until=lambda: any(isinstance(report, Asking) for report in broker.drain()))
    source.serve(5, until=lambda: not any(source._pieces.values()))
    asking = next(report for report in broker.reports if isinstance(report, Asking))
    assert [item.untrusted_bytes for item in asking.capture.items] == [PNG]
    assert [target.name for target in asking.capture.targets] == ["image/png"]
    assert source.asked == ["TARGETS", "UTF8_STRING", "image/png"]
    assert not any(source._pieces.values())


def test_copy_image_of_a_browser_is_a_picture(broker: Brokering, client: Client) -> None:
    markup = b"<img src='https://example.org/a.png'>"
    source = client(targets={"text/html": ("text/html", 8, markup), "image/png": ("image/png", 8, PNG)})
    source.own()
    source.serve(5, until=lambda: any(isinstance(report, Asking) for report in broker.drain()))
    asking = next(report for report in broker.reports if isinstance(report, Asking))
    assert [item.untrusted_bytes for item in asking.capture.items] == [PNG]
    assert {target.name for target in asking.capture.targets} == {"text/html", "image/png"}


def test_a_picture_inside_html_beside_clean_text_is_asked_about(broker: Brokering, client: Client) -> None:
    markup = CLEAN.encode() + b"<img src='data:image/png;base64," + b64encode(PNG) + b"'>"
    source = client(targets={"UTF8_STRING": ("UTF8_STRING", 8, CLEAN.encode()),
                             "text/html": ("text/html", 8, markup)})
    source.own()
    source.serve(5, until=lambda: any(isinstance(report, Asking) for report in broker.drain()))
    asking = next(report for report in broker.reports if isinstance(report, Asking))
    assert [item.untrusted_text or item.untrusted_bytes for item in asking.capture.items] == [CLEAN, PNG]


def test_copied_files_are_asked_about_as_paths(broker: Brokering, chat: str) -> None:
    broker.copy(FILES, "x-special/gnome-copied-files")
    asking = broker.expect(Asking)
    assert asking.capture.kind is Kind.FILES
    assert [(item.name, item.untrusted_bytes) for item in asking.capture.items] == [("/home/a/值班表.docx", b"")]
    broker.send(Decided(asking.capture.id, CLEAN_DECISION))
    assert broker.paste(chat, "x-special/gnome-copied-files") == FILES


def test_a_text_beside_copied_files_is_asked_about_with_them(broker: Brokering, client: Client) -> None:
    source = client(targets={"UTF8_STRING": ("UTF8_STRING", 8, BLOCKED.encode()),
                             "text/uri-list": ("text/uri-list", 8, b"file:/home/a/x.txt")})
    source.own()
    source.serve(5, until=lambda: any(isinstance(report, Asking) for report in broker.drain()))
    asking = next(report for report in broker.reports if isinstance(report, Asking))
    assert asking.capture.kind is Kind.FILES
    assert [item.untrusted_text or item.name for item in asking.capture.items] == [BLOCKED, "/home/a/x.txt"]


def test_a_selected_text_beside_files_is_judged_alone(broker: Brokering, client: Client) -> None:
    source = client(targets={"UTF8_STRING": ("UTF8_STRING", 8, BLOCKED.encode()),
                             "text/uri-list": ("text/uri-list", 8, b"file:///home/a/x.txt")})
    source.own("PRIMARY")
    source.serve(5, until=lambda: any(isinstance(report, Flagged) for report in broker.drain()))
    flagged = next(report for report in broker.reports if isinstance(report, Flagged))
    assert [item.untrusted_text for item in flagged.capture.items] == [BLOCKED]


def test_files_that_changed_since_they_were_judged_are_asked_about_again(broker: Brokering, chat: str, office: str,
                                                                         tmp_path: Path) -> None:
    document = tmp_path / "值班表.txt"
    listing = judged_clean(broker, document)
    asking = broker.reports[-1]
    assert broker.paste(chat, "text/uri-list") == listing
    document.write_text(BLOCKED, "utf-8")
    assert broker.paste(office, "text/uri-list") == listing
    assert broker.paste(chat, "text/uri-list") == b""
    again = broker.expect(Asking)
    assert isinstance(asking, Asking)
    assert again.capture == asking.capture
    broker.send(Decided(again.capture.id, CLEAN_DECISION, files_of(again.capture).marks))
    assert broker.paste(chat, "text/uri-list") == listing


def judged_clean(broker: Brokering, document: Path) -> bytes:
    """Copy a file and report it as clean; return the list that is then on the clipboard."""
    document.write_text(CLEAN, "utf-8")
    listing = document.as_uri().encode()
    broker.copy(listing, "text/uri-list")
    asking = broker.expect(Asking)
    broker.send(Decided(asking.capture.id, CLEAN_DECISION, files_of(asking.capture).marks))
    return listing


def test_a_share_that_stops_answering_keeps_no_other_copy_from_being_judged(
        start_broker: Callable[..., Brokering], chat: str, tmp_path: Path) -> None:
    broker = start_broker(program="stalled_main.py")
    listing = judged_clean(broker, tmp_path / "值班表.txt")
    assert broker.paste(chat, "text/uri-list") == listing
    os.mkfifo(tmp_path / GATE)
    pasted = in_background(lambda: broker.paste(chat, "text/uri-list"))
    wait_for((tmp_path / WAITS).exists, "a look at the file")
    broker.copy(BLOCKED)
    broker.expect(Flagged)
    assert broker.paste(chat).decode() == NOTICE
    assert pasted.result(5) == b""


def test_files_of_a_share_that_does_not_answer_count_as_changed_after_what_a_paste_waits(
        start_broker: Callable[..., Brokering], chat: str, office: str, client: Client, tmp_path: Path) -> None:
    broker = start_broker(program="stalled_main.py")
    stranger = client()
    listing = judged_clean(broker, tmp_path / "值班表.txt")
    assert broker.paste(chat, "text/uri-list") == listing
    gate = tmp_path / GATE
    os.mkfifo(gate)
    started = time.monotonic()
    chats = in_background(lambda: broker.paste(chat, "text/uri-list"))
    assert stranger.paste("text/uri-list") is None
    assert chats.result(5) == b""
    assert VERDICT_SECONDS - 0.5 < time.monotonic() - started < VERDICT_SECONDS + 1
    assert broker.paste(office, "text/uri-list") == listing
    again = broker.expect(Asking)
    gate.rename(tmp_path / "open")
    (tmp_path / "open").write_bytes(b"")  # it answers again, too late for the requestor
    broker.send(Decided(again.capture.id, CLEAN_DECISION, files_of(again.capture).marks))
    broker.obeyed()
    assert stranger.paste("text/uri-list") == ("text/uri-list", 8, listing)  # though it has waited its time before
    assert broker.paste(chat, "text/uri-list") == listing


def test_clean_files_paste_again_and_again_into_one_program(broker: Brokering, client: Client,
                                                            tmp_path: Path) -> None:
    listing = judged_clean(broker, tmp_path / "值班表.txt")
    pasting = client()
    started = time.monotonic()
    while time.monotonic() - started < VERDICT_SECONDS + 0.3:  # the patience with one paste would be over
        assert pasting.paste("text/uri-list") == ("text/uri-list", 8, listing)


def test_held_files_leave_chat_without_their_paths(broker: Brokering, chat: str) -> None:
    broker.copy(FILES, "x-special/gnome-copied-files")
    broker.send(Decided(broker.expect(Asking).capture.id, HELD))
    assert broker.paste(chat, "x-special/gnome-copied-files") == b""
    assert broker.paste(chat).decode() == NOTICE


def test_a_decision_about_an_older_copy_changes_nothing(broker: Brokering, chat: str) -> None:
    broker.copy(PNG, "image/png")
    older = broker.expect(Asking).capture.id
    broker.copy(PNG + b"2", "image/png")
    broker.expect(Asking)
    broker.send(Decided(older, CLEAN_DECISION))
    assert broker.paste(chat, "image/png") == b""


def test_a_newer_copy_answers_those_who_wait_for_the_older(
        broker: Brokering, chat: str, await_paste: Callable[[str], None]) -> None:
    broker.copy(PNG, "image/png")
    broker.expect(Asking)
    pasted = in_background(lambda: broker.paste(chat, "image/png"))
    await_paste(chat)
    broker.copy(CLEAN)
    broker.expect(Passed)
    assert pasted.result(5) == b""


def test_a_picture_whose_owner_dies_is_asked_about_as_unreadable(broker: Brokering, client: Client) -> None:
    source = client(targets={"image/png": ("image/png", 8, PNG)}, silent=True)
    source.own()
    source.serve(0.5, until=lambda: "image/png" in source.asked)
    asking = broker.expect(Asking)
    assert [item.problem is not None for item in asking.capture.items] == [True]


def test_text_of_fifty_megabytes_is_held_while_it_is_judged(broker: Brokering, chat: str, office: str) -> None:
    text = "普通的一行\n" * 3_200_000 + BLOCKED
    assert len(text.encode()) > 50_000_000
    copying = threading.Thread(target=broker.copy, args=(text,))
    copying.start()
    copying.join()
    flagged = broker.expect(Flagged)
    assert flagged.capture.items[0].untrusted_text == text
    assert broker.paste(chat).decode() == NOTICE
    assert broker.paste(office).decode() == text


def test_large_clean_text_pastes_as_it_was(broker: Brokering, chat: str) -> None:
    text = "普通的一行\n" * 300_000
    broker.copy(text)
    broker.expect(Passed)
    assert broker.paste(chat).decode() == text


def test_a_requestor_that_goes_away_in_the_middle_harms_nobody(broker: Brokering, chat: str, client: Client,
                                                               display: object) -> None:
    large = PNG * 400
    broker.copy(large, "image/png")
    broker.send(Decided(broker.expect(Asking).capture.id, CLEAN_DECISION))
    hasty = client()
    for number in range(5):
        window = hasty._new_window()
        hasty.ask("image/png", place=f"PLACE_{number}", window=window)
        window.destroy()  # type: ignore[attr-defined]
    hasty.display.flush()
    gone = client()
    gone.ask("image/png")
    gone.display.close()
    gone.close = lambda: None  # type: ignore[method-assign]
    assert broker.paste(chat, "image/png") == large
    assert broker.process.poll() is None


def test_an_empty_clipboard_is_nothing(broker: Brokering, display: object, chat: str) -> None:
    subprocess.run(["xsel", "-b", "-c"], env=broker.display.environment, check=True)
    broker.copy("")
    broker.copy(" \n")
    broker.copy(CLEAN)
    broker.expect(Passed)
    assert [report for report in broker.reports if isinstance(report, Flagged | Asking)] == []
