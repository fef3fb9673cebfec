"""Tests what pages get when a part between them and the guard fails.

It is never a page that hangs, and nothing that was held.
"""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.support.chromium import CHROMIUM
from tests.support.guarding import CLEAN, DRAFT, GuardUnderTest, wait_for
from tests.support.office_files import heavy_document
from tests.support.page_browsers import EXTENSION, PagedChromium
from tests.support.page_server import PageServer
from tests.support.pasting_pages import paste_until_it_arrives, refused
from tests.support.processes import child, stopped

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")

CHAT, OFFICE = "kimi.com", "oa.example.gov.cn"
WORDS = "恢复部分公交线路"
LARGE_BYTES = 42_000_000
HANGS_MS = 2000
AT_ONCE = 50
NOTES_HANGS = ("window.slept = 0; window.awake = performance.now(); setInterval(() => {const now = performance.now();"
               "slept = Math.max(slept, now - awake); awake = now}, 10)")
"""The longest time for which the page could do nothing."""

ASKED_AGAIN_MS = 1000
"""packaging/browser/asking.js: AGAIN_MS."""


def host_of(browser: PagedChromium) -> int:
    return child(browser.process.pid, "--browser-host")


def sent(guard: GuardUnderTest, host: int) -> int:
    """Return how many bytes a host was given so far."""
    return int(Path(f"/proc/{host}/io").read_text().split("rchar: ")[1].split()[0])


def wait_until_on_its_way(guard: GuardUnderTest, browser: PagedChromium, before: int) -> None:
    wait_for(lambda: sent(guard, host_of(browser)) > before + LARGE_BYTES // 4, "a part of the upload")


def many(folder: Path) -> list[Path]:
    """Return documents that are sent in pieces, since none of them is large."""
    return [heavy_document(folder / f"大{number}.docx", CLEAN, LARGE_BYTES // 6) for number in range(6)]


def opened(browser: PagedChromium, server: PageServer, host: str = CHAT) -> None:
    browser.open(server.address(host, "desk"))
    browser.run(NOTES_HANGS)
    server.forget()


def pasted_once(guard: GuardUnderTest, browser: PagedChromium, server: PageServer) -> None:
    """Open a chat page and paste a clean text there, so that its host runs."""
    opened(browser, server)
    guard.copy(CLEAN)
    browser.focus("area")
    paste_until_it_arrives(browser, server, CLEAN)
    server.forget()


@pytest.mark.parametrize("clicked", ["area", "nothing"])
def test_what_was_pasted_goes_where_it_was_pasted_when_its_user_clicks_elsewhere_meanwhile(
        watching: GuardUnderTest, chromium: PagedChromium, server: PageServer, clicked: str) -> None:
    pasted_once(watching, chromium, server)
    assert watching.process is not None
    guard = watching.process.pid

    def pasted_and_clicked() -> bool:
        """Return False when nothing arrived, as the verdict may come too late on a busy computer, or where the click
        came before the paste began.
        """
        chromium.run("area.value = ''; chat.textContent = '前后'; chat.focus()")
        chromium.run("getSelection().collapse(chat.firstChild, 1)")
        with stopped(guard):
            chromium.edit("paste")
            chromium.run("area.focus()" if clicked == "area" else "chat.blur()")
        with suppress(AssertionError):
            wait_for(lambda: chromium.run("chat.innerText.trim() !== '前后' || area.value !== ''"), "the words",
                     seconds=5)
            return bool(chromium.run("area.value === ''"))
        return False

    assert any(pasted_and_clicked() for _ in range(3))
    assert chromium.run("[chat.innerText.trim(), area.value]") == [f"前{CLEAN}后", ""]
    assert chromium.run("document.activeElement.id") == ("area" if clicked == "area" else "")


def test_a_page_that_was_loaded_while_no_host_could_start_is_judged_once_one_can(
        watching: GuardUnderTest, chromium: PagedChromium, server: PageServer, tmp_path: Path) -> None:
    pasted_once(watching, chromium, server)
    clean, held = tmp_path / "clean.txt", tmp_path / "held.txt"
    clean.write_text(CLEAN, "utf-8")
    held.write_text(DRAFT, "utf-8")
    away = chromium.host.rename(chromium.host.with_name("away"))
    os.kill(host_of(chromium), signal.SIGKILL)
    opened(chromium, server)
    chromium.run("addEventListener('change', (event) => { window.trusted = event.isTrusted })")

    def trusted() -> bool:
        """Choose what nobody judges: the event is the browser's own once it has noticed that the host is gone."""
        chromium.choose("file", clean)
        wait_for(lambda: CLEAN in server.words(), "what nobody judges")
        return bool(chromium.run("window.trusted"))

    wait_for(trusted, "a page as if no extension were there")
    away.rename(chromium.host)
    begun = chromium.run("performance.now()")
    wait_for(lambda: chromium.run("performance.now()") > begun + ASKED_AGAIN_MS, "the time to ask again")
    chromium.focus("area")
    chromium.choose("file", held)
    refused(watching)
    assert WORDS not in server.words()


def test_a_guard_that_hangs_keeps_no_page_from_working_and_lets_nothing_through(
        watching: GuardUnderTest, chromium: PagedChromium, server: PageServer, tmp_path: Path) -> None:
    held = tmp_path / "丙.txt"
    held.write_text(DRAFT, "utf-8")
    pasted_once(watching, chromium, server)
    assert watching.process is not None
    with stopped(watching.process.pid):
        chromium.edit("paste")
        chromium.choose("file", held)
        time.sleep(2.5)  # longer than a text may take
        assert chromium.run("slept") < HANGS_MS
        assert not [one for one in server.arrived if one["kind"] in {"paste", "chosen"} and one.get("files") != []]
        opened(chromium, server, OFFICE)
        chromium.focus("area")
        paste_until_it_arrives(chromium, server, CLEAN)
        assert chromium.run("slept") < HANGS_MS
    assert WORDS not in server.words()


@pytest.mark.thorough
def test_an_upload_whose_host_is_killed_is_sent_to_the_next_one(
        watching: GuardUnderTest, chromium: PagedChromium, server: PageServer, tmp_path: Path) -> None:
    pasted_once(watching, chromium, server)
    host = host_of(chromium)
    before = sent(watching, host)
    sending = many(tmp_path)
    chromium.choose("file", *sending)
    wait_until_on_its_way(watching, chromium, before)
    os.kill(host, signal.SIGKILL)
    wait_for(lambda: server.of_kind("chosen"), "the whole upload", seconds=60)
    assert [(one["name"], one["size"]) for one in server.of_kind("chosen")[0]["files"]] == [
        (path.name, path.stat().st_size) for path in sending]
    assert chromium.run("slept") < HANGS_MS


@pytest.mark.thorough
def test_of_an_extension_that_is_updated_in_mid_upload_the_page_gets_nothing_and_goes_on(
        watching: GuardUnderTest, chromium: PagedChromium, server: PageServer, tmp_path: Path) -> None:
    pasted_once(watching, chromium, server)
    before = sent(watching, host_of(chromium))
    sending = many(tmp_path)
    chromium.choose("file", *sending)
    wait_until_on_its_way(watching, chromium, before)
    chromium.ask("Extensions.loadUnpacked", on_page=False, path=str(EXTENSION))
    held = tmp_path / "丙.txt"
    held.write_text(DRAFT, "utf-8")
    chromium.choose("file", held)
    chromium.edit("paste")
    chromium.wait("file.files.length === 0")
    time.sleep(0.5)  # for what would arrive
    assert chromium.run("slept") < HANGS_MS
    assert not [one for one in server.of_kind("chosen") if one["files"]]
    opened(chromium, server)
    chromium.choose("file", *sending)
    wait_for(lambda: server.of_kind("chosen"), "the upload, chosen again", seconds=60)
    assert WORDS not in server.words()


@pytest.mark.thorough
def test_fifty_choices_at_once_all_arrive_whole(
        watching: GuardUnderTest, chromium: PagedChromium, server: PageServer, tmp_path: Path) -> None:
    opened(chromium, server)
    chromium.run(f"for (let at = 0; at < {AT_ONCE}; at += 1) document.body.append(Object.assign("
                 "document.createElement('input'), {type: 'file', className: 'many'}))")
    chosen = [heavy_document(tmp_path / f"{at:02}.docx", CLEAN, 150_000) for at in range(AT_ONCE)]
    for at, path in enumerate(chosen):
        chromium.choose(f"document.getElementsByClassName('many')[{at}]", path)
    wait_for(lambda: len(server.of_kind("chosen")) == AT_ONCE, "every file", seconds=60)
    arrived = {one["files"][0]["name"]: one["files"][0]["bytes"] for one in server.of_kind("chosen")}
    assert arrived == {path.name: path.read_bytes().hex() for path in chosen}
    assert chromium.run("slept") < HANGS_MS
