"""Tests files that pages take by choosers of their own making, through the browser's real file dialog.

They are a chooser that is in no document, one that is taken out of it, the pickers of the File System Access API.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

import pytest
from PIL import Image

from guard.core.model import Kind
from tests.support.chromium import CHROMIUM
from tests.support.file_dialogs import choose_in_dialog
from tests.support.guarding import CLEAN, DRAFT, GuardUnderTest, wait_for
from tests.support.hand import Hand
from tests.support.page_browsers import PagedChromium
from tests.support.page_firefox import FIREFOX, paged_firefox
from tests.support.page_server import PageServer
from tests.support.pasting_pages import refused

CHAT, OFFICE = "kimi.com", "oa.example.gov.cn"
WORDS = "恢复部分公交线路"
_MADE = "const made = Object.assign(document.createElement('input'), {type: 'file', onchange: () => took(made.files)});"
_BEFORE = "made.onchange = null; made.addEventListener('input', () => took(made.files), true);"
CHOOSERS = {
    "in no document": f"{_MADE} made.click()",
    "in no document, by its own method": f"{_MADE} made.showPicker()",
    "in no document, by an event": f"{_MADE} made.dispatchEvent(new MouseEvent('click'))",
    "taken out at once": f"{_MADE} document.body.append(made); made.click(); made.remove()",
    "moved into another document": (f"{_MADE} document.body.append(made); made.click();"
                                    "inner.contentDocument.body.append(inner.contentDocument.adoptNode(made))"),
    "in no document, heard of before": f"{_MADE} {_BEFORE} made.click()",
    "taken out at once, heard of before": (
        f"{_MADE} {_BEFORE} document.body.append(made); made.click(); made.remove()"),
    "moved about, heard of before": (
        f"{_MADE} {_BEFORE} const box = document.createElement('div'); box.append(made); document.body.append(box);"
        "made.click(); box.remove(); setTimeout(() => document.createElement('p').append(made))"),
    "in a shadow in no document": (
        f"{_MADE} {_BEFORE} const box = document.createElement('div');"
        "box.attachShadow({mode: 'closed'}).append(made); made.click()"),
    "in no document, said to be in one": (
        f"{_MADE} Object.defineProperty(made, 'isConnected', {{value: true}}); window.Node = class {{}}; made.click()"),
    "by an event of which the page says another type": (
        f"{_MADE} const click = new MouseEvent('click'); Object.defineProperty(click, 'type', {{value: 'x'}});"
        "made.dispatchEvent(click)"),
    "a form that sends itself": (
        "const form = document.createElement('form'); form.innerHTML = '<input type=file name=upload>';"
        "Object.assign(form, {method: 'post', enctype: 'multipart/form-data', action: '/', target: 'into'});"
        "inner.contentWindow.name = 'into'; document.body.append(form); const [made] = form.elements;"
        "made.onchange = () => form.submit(); made.click()"),
}
"""How a page may open a chooser, as its scripts."""

IN_A_LABEL = f"{_MADE} const label = document.createElement('label'); label.append(made); label.click()"
PICKER = "showOpenFilePicker().then(async ([one]) => took([await one.getFile()]), () => took([]))"
IN_CHROMIUM = {**CHOOSERS, "in a label in no document": IN_A_LABEL, "a picker": PICKER}
STORE = ("const store = (act) => new Promise((done) => {const asked = indexedDB.open('handles');"
         "asked.onupgradeneeded = () => asked.result.createObjectStore('all');"
         "asked.onsuccess = () => {const all = asked.result.transaction('all', 'readwrite').objectStore('all');"
         "const way = act(all); way.onsuccess = () => {asked.result.close(); done(way.result)}}});"
         "const keep = (one) => store((all) => all.put(one, 1)).then(() => send('kept', {}));"
         "const kept = () => store((all) => all.get(1));")
"""What keeps a handle in the page's database."""
MOST_USED = ("in no document", "taken out at once", "a picker")


class Browser(Protocol):
    """What both browsers do."""

    def open(self, address: str) -> None:
        """Open an address."""

    def run(self, script: str) -> Any:
        """Run a script."""

    def click(self, selector: str) -> None:
        """Press the mouse on an element."""


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """A held file and a clean one."""
    held, clean = tmp_path / "held.txt", tmp_path / "clean.txt"
    held.write_text(DRAFT, "utf-8")
    clean.write_text(CLEAN, "utf-8")
    return held, clean


@pytest.fixture(scope="module")
def browsers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[Path, PagedChromium]]:
    kept: dict[Path, PagedChromium] = {}
    yield kept
    for browser in kept.values():
        browser.close()


@pytest.fixture
def chromium(watching: GuardUnderTest, server: PageServer, browsers: dict[Path, PagedChromium],
             tmp_path_factory: pytest.TempPathFactory) -> PagedChromium:
    """A Chromium whose sites count as safe, which pickers need, also while a dialog covers its window."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    server.forget()
    if watching.home not in browsers:
        safe = ",".join(server.address(host, "")[:-1] for host in (CHAT, OFFICE))
        browsers[watching.home] = PagedChromium(
            watching.display, tmp_path_factory.mktemp("chromium"), watching.home,
            f"--unsafely-treat-insecure-origin-as-secure={safe}", "--disable-backgrounding-occluded-windows")
    return browsers[watching.home]


def opened(browser: Browser, server: PageServer, host: str, script: str) -> None:
    """Open the page of a site with a button that opens a chooser."""
    browser.open(server.address(host, "desk"))
    page = ("document.body.insertAdjacentHTML('afterbegin', '<button id=go>go</button>');"
            "window.took = async (files) => send('taken', {files: await about(files)});"
            f"go.onclick = () => {{{script}}}")
    browser.run("(() => {const one = document.createElement('script');"
                f"one.textContent = {json.dumps(page)}; document.body.append(one); return 0}})()")


def taken(server: PageServer) -> list[tuple[str, str]]:
    """Return what has arrived at the server: names and words."""
    found = [(file["name"], file["words"]) for one in server.of_kind("taken") for file in one["files"]]
    return found + [("clean.txt", CLEAN) for one in server.of_kind("form") if CLEAN in one["text"]]


def holds_and_gives(guard: GuardUnderTest, browser: Browser, server: PageServer, hand: Hand, script: str,
                    files: tuple[Path, Path]) -> None:
    held, clean = files
    server.forget()
    opened(browser, server, CHAT, script)
    choose_in_dialog(guard.display, hand, lambda: browser.click("#go"), held)
    assert str(refused(guard).title) == held.name
    choose_in_dialog(guard.display, hand, lambda: browser.click("#go"), clean)
    wait_for(lambda: taken(server), "the clean file")
    assert taken(server) == [(clean.name, CLEAN)]
    assert WORDS not in server.words()


@pytest.mark.parametrize("script", [
    pytest.param(script, id=name, marks=() if name in MOST_USED else pytest.mark.thorough)
    for name, script in IN_CHROMIUM.items()])
def test_a_page_takes_only_clean_files_by_a_chooser(
        watching: GuardUnderTest, chromium: PagedChromium, server: PageServer, hand: Hand, files: tuple[Path, Path],
        script: str) -> None:
    holds_and_gives(watching, chromium, server, hand, script, files)
    assert "extension" not in chromium.run(
        "(() => {const part = document.createElement('p'); let calls; part.onclick = () => {calls = new Error().stack};"
        "part.click(); return calls})()"), "the page sees who calls"


def allow(guard: GuardUnderTest, chromium: PagedChromium, picture: Path) -> None:
    """Answer the browser's own question whether the page may have the folder; while it asks the page is dark."""
    x, y = chromium.run("[screenX + outerWidth - 40, screenY + outerHeight - 40]")

    def asks() -> bool:
        guard.display.picture(picture)
        with Image.open(picture) as shown:
            return shown.getpixel((int(x), int(y))) != (255, 255, 255)

    wait_for(asks, "the browser's question")
    guard.display.press("Tab")
    for _ in range(5):  # it takes no key that comes too early
        guard.display.press("Return")
        with suppress(AssertionError):
            wait_for(lambda: not asks(), "the browser to take the answer", seconds=2)
            return
    raise AssertionError("the browser took no answer")


def test_a_page_takes_a_whole_folder_only_when_all_of_it_is_clean(
        watching: GuardUnderTest, chromium: PagedChromium, server: PageServer, hand: Hand, tmp_path: Path) -> None:
    opened(chromium, server, CHAT, "showDirectoryPicker().then(async (folder) => {const all = [];"
           "for await (const one of folder.values()) if (one.kind === 'file') all.push(await one.getFile());"
           "took(all)}, () => took([]))")
    for name, content in (("held", DRAFT), ("fine", "二")):
        (tmp_path / name / "within").mkdir(parents=True)
        (tmp_path / name / "within" / "held.txt").write_text(content, "utf-8")
        (tmp_path / name / "clean.txt").write_text(CLEAN, "utf-8")
        choose_in_dialog(watching.display, hand, lambda: chromium.click("#go"), tmp_path / name)
        allow(watching, chromium, tmp_path / "picture.png")
        if name == "held":
            assert refused(watching).kind is Kind.FILES
            assert not taken(server)
    wait_for(lambda: taken(server) == [("clean.txt", CLEAN)], "the clean folder")


def test_a_page_reads_a_handle_that_it_kept_only_while_its_file_is_clean(
        watching: GuardUnderTest, chromium: PagedChromium, server: PageServer, hand: Hand, tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text(CLEAN, "utf-8")
    opened(chromium, server, CHAT, f"{STORE} if (!window.keeps) {{showOpenFilePicker().then(([one]) => keep(one))}}"
           "else {kept().then((one) => one.getFile()).then((one) => took([one]),"
           "(problem) => send('refused', {name: problem.name}))}")
    choose_in_dialog(watching.display, hand, lambda: chromium.click("#go"), file)
    wait_for(lambda: server.of_kind("kept"), "the handle to be kept")
    chromium.run("window.keeps = true")
    file.write_text(DRAFT, "utf-8")
    chromium.click("#go")
    assert str(refused(watching).title) == file.name
    wait_for(lambda: server.of_kind("refused"), "the page to be told")
    assert server.of_kind("refused")[0]["name"] == "NotAllowedError"
    file.write_text(CLEAN + CLEAN, "utf-8")
    chromium.click("#go")
    wait_for(lambda: taken(server), "the clean file")
    assert taken(server) == [(file.name, CLEAN + CLEAN)]
    assert WORDS not in server.words()


def test_a_page_reads_what_is_in_its_own_storage_unseen(
        watching: GuardUnderTest, chromium: PagedChromium, server: PageServer) -> None:
    opened(chromium, server, CHAT, "(async () => {const folder = await navigator.storage.getDirectory();"
           "const one = await folder.getFileHandle('own.txt', {create: true}); const into = await one.createWritable();"
           f"await into.write({json.dumps(DRAFT)}); await into.close(); took([await one.getFile()])}})()")
    chromium.click("#go")
    wait_for(lambda: taken(server) == [("own.txt", DRAFT)], "its own file")
    assert not watching.held()


def test_an_office_page_takes_what_it_will_and_sees_nothing_of_it(
        watching: GuardUnderTest, chromium: PagedChromium, server: PageServer, hand: Hand,
        files: tuple[Path, Path]) -> None:
    opened(chromium, server, OFFICE, CHOOSERS["in no document"])
    choose_in_dialog(watching.display, hand, lambda: chromium.click("#go"), files[0])
    wait_for(lambda: WORDS in server.words(), "the file")
    assert chromium.run("[HTMLElement.prototype.click, HTMLInputElement.prototype.showPicker, showOpenFilePicker,"
                        "showDirectoryPicker, dispatchEvent, FileSystemFileHandle.prototype.getFile].map((one) =>"
                        "`function ${one.name}() { [native code] }` === String(one))") == [True] * 6


@pytest.mark.thorough
@pytest.mark.skipif(not FIREFOX.exists(), reason="Firefox is not installed")
def test_a_page_in_firefox_takes_only_clean_files_by_a_chooser(
        watching: GuardUnderTest, server: PageServer, hand: Hand, files: tuple[Path, Path], tmp_path: Path) -> None:
    with paged_firefox(watching.display, tmp_path, watching.home) as firefox:
        for name in ("in no document", "taken out at once", "a form that sends itself"):
            watching.begin_anew()
            holds_and_gives(watching, firefox, server, hand, CHOOSERS[name], files)
