"""Tests a real Chromium: as the source of a picture, as a chat client built on it, and as an allowed program."""

from __future__ import annotations

import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from guard.clipboard.x11.identity import Identifier
from guard.core.model import Answer, Decision, DestinationKind, Kind, Origin, Outcome, Release
from guard.core.pages import PageKind, Pages
from guard.core.policy import Policy, Programs
from guard.core.tickets import SAME_PASTE_SECONDS, TICKET_SECONDS
from guard.ipc.messages import Asking, Decided, Flagged, Grant, Granted, Served
from guard.platform.x11.connection import Connection
from tests.support.brokering import BLOCKED, NOTICE, WARNED, Brokering, policy
from tests.support.chromium import CHROMIUM, Chromium
from tests.support.guarding import wait_for
from tests.support.owner_watch import OwnerWatch
from tests.support.thorough import thorough_but
from ui.demo.display import Display

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")

CHROMIUM_PATHS = ("/usr/lib/chromium/chromium", "/usr/lib/chromium-browser/chromium-browser")
HELD = Decision(Outcome.BLOCK, (DestinationKind.CHAT,), True, Release.CODE)
Open = Callable[[str], Chromium]


def picture() -> bytes:
    noise = np.random.default_rng(1).integers(0, 255, (40, 60, 3), dtype=np.uint8)
    stream = BytesIO()
    Image.fromarray(noise).save(stream, "PNG")
    return stream.getvalue()


PNG = picture()
PAGE = (f"<img id=p src='data:image/png;base64,{b64encode(PNG).decode()}'>"
        "<div id=e contenteditable style='white-space:pre'></div>")


@pytest.fixture
def browser(display: Display, tmp_path: Path) -> Iterator[Open]:
    opened: list[Chromium] = []
    watch = OwnerWatch(display.name)

    def start(window_class: str) -> Chromium:
        opened.append(Chromium(display, tmp_path / f"profile{len(opened)}", window_class, PAGE))
        wait_for(lambda: window_class in watch.windows(), f"the window of {window_class}")
        return opened[-1]

    yield start
    for entry in opened:
        entry.close()
    watch.close()


def pasted(browser: Chromium) -> str:
    """Paste until something has come: in the moment in which the broker offers it anew there is nothing to paste."""
    for _ in range(5):
        browser.run("{const e=document.getElementById('e');e.innerHTML='';e.focus()}")
        browser.edit("paste")
        with suppress(AssertionError):
            return str(wait_for(lambda: browser.run("document.getElementById('e').innerText.trim()"), "the paste", 6))
    raise AssertionError("nothing was pasted")


def test_a_copied_picture_is_read_from_the_page(broker: Brokering, chat: str, browser: Open) -> None:
    page = browser("browser")
    page.run("getSelection().selectAllChildren(document.body);"
             "const r=document.createRange();r.selectNode(document.getElementById('p'));"
             "getSelection().removeAllRanges();getSelection().addRange(r)")
    page.edit("copy")
    asking = broker.expect(Asking)
    assert asking.capture.kind is Kind.PICTURE
    assert PNG in [item.untrusted_bytes for item in asking.capture.items]
    broker.send(Decided(asking.capture.id, HELD))
    wait_for(lambda: broker.paste(chat).decode() == NOTICE, "the notice")


def test_a_chat_client_built_on_it_gets_the_notice(broker: Brokering, browser: Open) -> None:
    page = browser("wechat")
    broker.copy(BLOCKED)
    broker.expect(Flagged)
    assert pasted(page) == NOTICE
    assert broker.expect(Served).destination.kind is DestinationKind.CHAT


@pytest.mark.parametrize("asked_before", thorough_but([True], [True, False]))
def test_after_a_release_a_chat_client_built_on_it_pastes_what_was_released_once(broker: Brokering, browser: Open,
                                                                                asked_before: bool) -> None:
    """It keeps what it pasted until somebody copies: it must be told that the answer has changed."""
    page = browser("wechat")
    for number in range(2):
        text = f"{WARNED} {number}"
        broker.copy(text)
        capture = broker.expect(Flagged, lambda report: report.capture.origin is Origin.CLIPBOARD).capture.id
        if asked_before and not number:  # after that its input box has the notice already
            assert pasted(page) == NOTICE
        broker.send(Grant(capture, TICKET_SECONDS))
        assert broker.expect(Granted).given
        assert pasted(page) == text
        assert broker.expect(Served, lambda report: report.answer is Answer.ORIGINAL).capture == capture
        time.sleep(SAME_PASTE_SECONDS)  # an earlier request counts as the same paste
        assert pasted(page) == NOTICE


def test_an_allowed_one_gets_the_original(start_broker: Callable[..., Brokering], browser: Open) -> None:
    broker = start_broker(policy(*CHROMIUM_PATHS))
    page = browser("oa")
    broker.copy(BLOCKED)
    broker.expect(Flagged)
    assert pasted(page) == BLOCKED


def with_sites(*office: str) -> Policy:
    known = policy(*office)
    browsers = Programs(DestinationKind.BROWSER, names=("chromium",))
    return replace(known, programs=(*known.programs, browsers), pages=(Pages(PageKind.ASSISTANT, ("豆包",)),))


@pytest.mark.parametrize("allowed", thorough_but([()], [(), CHROMIUM_PATHS]))
def test_a_page_is_treated_by_the_title_it_has_when_it_asks(start_broker: Callable[..., Brokering], browser: Open,
                                                           display: Display, allowed: tuple[str, ...]) -> None:
    broker = start_broker(with_sites(*allowed))
    page = browser("oa")
    watch = OwnerWatch(display.name)
    broker.copy(WARNED)
    broker.expect(Flagged)
    page.run("document.title='协同办公'")
    wait_for(lambda: any("协同办公" in title for title in watch.titles()), "the title")
    assert pasted(page) == WARNED
    watch.forget()
    watch.wait("CLIPBOARD")  # offered anew: Chromium pastes from its own memory until the next copy
    page.run("document.title='新对话 - 豆包'")
    wait_for(lambda: any("豆包" in title for title in watch.titles()), "the other title")
    watch.close()
    assert pasted(page) == NOTICE
    refused = broker.expect(Served, lambda report: report.answer is Answer.NOTICE).destination
    assert (refused.kind, refused.program[:3]) == (DestinationKind.CHAT, "豆包（")


def test_each_paste_into_a_page_is_offered_afresh_however_soon_it_follows(start_broker: Callable[..., Brokering],
                                                                          browser: Open, display: Display) -> None:
    broker = start_broker(with_sites())
    page = browser("oa")
    watch = OwnerWatch(display.name)
    broker.copy(WARNED)
    broker.expect(Flagged)
    for _ in range(2):  # within the two seconds that count as one paste
        watch.forget()
        assert pasted(page) == WARNED
        watch.wait("CLIPBOARD")
    watch.close()


def test_the_running_windows_say_how_they_would_be_treated(browser: Open, display: Display) -> None:
    page = browser("oa")
    connection = Connection(display.name)
    identifier = Identifier(connection)
    assert DestinationKind.BROWSER in {seen.kind for seen in identifier.running(with_sites())}
    page.run("document.title='豆包'")
    found = wait_for(lambda: [seen for seen in identifier.running(with_sites()) if seen.kind is DestinationKind.CHAT],
                     "the page to count as chat")
    assert found[0].executable.endswith("/chromium")
    connection.close()
