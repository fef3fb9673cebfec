"""Tests a page that tries to get what its user was refused, or to use the extension: nothing of it has an effect.

The guard watches another display: the extension has no clipboard's answer before it, and must hold alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from guard.core.model import Case, Outcome
from tests.support.archives import zip_of
from tests.support.chromium import CHROMIUM
from tests.support.guarding import CLEAN, DRAFT, GuardUnderTest, wait_for
from tests.support.page_browsers import PagedChromium, paged_chromium
from tests.support.page_server import PageServer
from tests.support.page_tricks import FORGED, LEAK, PAGE_TRICKS, PREPARED, By, Trick
from tests.support.pasting_pages import copied, paste_until_it_arrives, refused
from tests.support.turns import Turns
from ui.demo.display import Display, private_display

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")

CHAT = "kimi.com"
WORDS = "恢复部分公交线路"


@pytest.fixture(scope="module")
def elsewhere(turns: Turns, tmp_path_factory: pytest.TempPathFactory) -> Iterator[GuardUnderTest]:
    """A guard on a display of its own."""
    folder = tmp_path_factory.mktemp("elsewhere")
    (folder / "screens").mkdir()
    with private_display("640x480") as display:
        guard = GuardUnderTest(display, folder / "home", folder / "screens")
        guard.start()
        yield guard
        guard.stop()


@pytest.fixture(scope="module")
def browser(elsewhere: GuardUnderTest, display: Display, server: PageServer,
            tmp_path_factory: pytest.TempPathFactory) -> Iterator[PagedChromium]:
    """A Chromium that asks that guard, with a draft on its clipboard. All that ever arrived is looked through."""
    with paged_chromium(display, tmp_path_factory.mktemp("browser"), elsewhere.home) as running:
        copied(display, DRAFT)
        yield running
    assert WORDS not in server.words(), "it arrived later"


@pytest.fixture
def held(tmp_path: Path) -> Path:
    file = tmp_path / "丙.txt"
    file.write_text(DRAFT, "utf-8")
    return file


def let(browser: PagedChromium, trick: Trick, file: Path) -> None:
    """Do what the user does."""
    match trick.by:
        case By.PASTE:
            browser.wait(trick.where)
            browser.focus(trick.where)
            browser.edit("paste")
        case By.DROP:
            browser.drop(trick.where, files=(file,))
        case By.CHOICE:
            browser.choose(trick.where, file)


def fence(browser: PagedChromium, server: PageServer) -> None:
    """Return when all that the page has sent so far has arrived."""
    before = len(server.of_kind("fence"))
    browser.run("fetch(window.home ?? '/', {method: 'POST', body: JSON.stringify({kind: 'fence'})})")
    wait_for(lambda: len(server.of_kind("fence")) > before, "the fence")


@pytest.mark.parametrize("trick", PAGE_TRICKS, ids=lambda trick: trick.name)
def test_a_hostile_page_that(elsewhere: GuardUnderTest, browser: PagedChromium, server: PageServer, held: Path,
                             trick: Trick) -> None:
    elsewhere.begin_anew()
    browser.open(server.address(CHAT, "desk"))
    browser.run(f"{{{(LEAK + trick.script).replace('EXTENSION', browser.extension)}}} 0")
    let(browser, trick, held)
    if trick.by is By.NOTHING:
        fence(browser, server)
        assert not elsewhere.held()
        assert "answered" not in server.words()
    else:
        assert refused(elsewhere).decision.hold
    fence(browser, server)
    assert WORDS not in server.words()
    assert "mishao" not in browser.run("document.documentElement.outerHTML")


def test_a_page_that_prepares_a_window_hears_of_nobody_and_is_told_nothing_of_what_it_made(
        elsewhere: GuardUnderTest, browser: PagedChromium, server: PageServer) -> None:
    elsewhere.begin_anew()
    browser.open(server.address(CHAT, "desk"))
    browser.ask("Runtime.evaluate", expression=f"{{{PREPARED}}} 0", userGesture=True)
    browser.wait("window.link")
    browser.run(f"{{{FORGED}}} 0")
    browser.wait("told.length >= 2")
    assert browser.run("[...told, ...heard]") == ["nothing", "nothing"]
    browser.run("other.close()")
    assert not elsewhere.held()


def choose_and_be_refused(guard: GuardUnderTest, browser: PagedChromium, server: PageServer, file: Path) -> Case:
    guard.begin_anew()
    browser.open(server.address(CHAT, "desk"))
    server.forget()
    browser.choose("file", file)
    case = refused(guard)
    fence(browser, server)
    assert not [one for one in server.of_kind("chosen") if one["files"]]
    return case


@pytest.mark.thorough
def test_a_chosen_archive_that_grows_without_end_is_refused_unread(
        elsewhere: GuardUnderTest, browser: PagedChromium, server: PageServer, tmp_path: Path) -> None:
    file = tmp_path / "材料.zip"
    inner = zip_of({f"{number}.txt": bytes(20_000_000) for number in range(4)})
    file.write_bytes(zip_of({f"{number}.zip": inner for number in range(40)}))
    case = choose_and_be_refused(elsewhere, browser, server, file)
    assert case.decision.outcome is Outcome.UNREADABLE
    assert elsewhere.serves()


@pytest.mark.thorough
def test_a_chosen_file_over_the_limit_is_refused_unread(
        elsewhere: GuardUnderTest, browser: PagedChromium, server: PageServer, tmp_path: Path) -> None:
    file = tmp_path / "大.bin"
    with file.open("wb") as large:
        large.truncate(65 * 1024 * 1024)
    assert choose_and_be_refused(elsewhere, browser, server, file).decision.outcome is Outcome.UNREADABLE


def test_a_service_worker_reaches_nothing_of_the_extension(browser: PagedChromium, server: PageServer) -> None:
    browser.open(server.address("localhost", "desk"))
    said = browser.ask("Runtime.evaluate", awaitPromise=True, returnByValue=True, expression=(
        "navigator.serviceWorker.register('/worker.js').then(() => navigator.serviceWorker.ready).then((found) => "
        "new Promise((done) => { navigator.serviceWorker.onmessage = (event) => done(event.data);"
        f"found.active.postMessage('chrome-extension://{browser.extension}/content.js') }}))"))["result"]["value"]
    assert said == {"chrome": False, "fetched": False, "clipboard": False}


@pytest.mark.thorough
def test_after_all_that_a_clean_text_still_arrives(elsewhere: GuardUnderTest, browser: PagedChromium, display: Display,
                                                  server: PageServer) -> None:
    browser.open(server.address(CHAT, "desk"))
    copied(display, CLEAN)
    browser.focus("area")
    paste_until_it_arrives(browser, server, CLEAN)
    assert elsewhere.serves()
