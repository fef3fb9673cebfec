"""Tests what reaches a site from a real Chromium with the extension in it.

Nothing that is held does, and everything else does as without it.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from guard.control.requests import ReleaseCase
from guard.core.model import Kind, Origin, Outcome
from guard.core.tickets import SAME_PASTE_SECONDS
from guard.ipc.replies import Done
from tests.support.guarding import CLEAN, DRAFT, GuardUnderTest, wait_for
from tests.support.office_files import heavy_document
from tests.support.page_browsers import PagedChromium
from tests.support.page_server import PageServer
from tests.support.pasting_pages import go_into, paste_until_it_arrives, refused
from tests.support.processes import child, stopped

CHAT, OFFICE = "kimi.com", "oa.example.gov.cn"
BOXES = ("area", "chat", "inner.contentDocument.getElementById('within')", "openRoot.querySelector('textarea')",
         "closedRoot.querySelector('textarea')")
"""A text box, an editor, a box in a frame, and in an open and a closed shadow."""

INPUTS = ("file", "openRoot.querySelector('input')", "closedRoot.querySelector('input')")
FENCE = "到此为止"
"""Pasted last: when it has arrived, everything before it has, too."""

SECRET_WORDS = "恢复部分公交线路"
NOTICE = "内容核对中"
"""Of what the clipboard gives in place of held content."""


def arrives(server: PageServer, words: str) -> None:
    wait_for(lambda: words in server.words(), f"{words} at the server", seconds=10)


def copy(guard: GuardUnderTest, text: str) -> None:
    """Copy as a person does, who does not paste in the moment in which the guard takes the copy over."""
    guard.copy(text)
    if SECRET_WORDS in text:
        guard.opened(lambda push: push.case.origin is Origin.CLIPBOARD)


def paste(guard: GuardUnderTest, browser: PagedChromium, text: str, box: str) -> None:
    copy(guard, text)
    browser.focus(box)
    browser.edit("paste")


def fence(guard: GuardUnderTest, browser: PagedChromium, server: PageServer) -> None:
    guard.copy(FENCE)
    browser.focus("area")
    paste_until_it_arrives(browser, server, FENCE)


def texts(server: PageServer, kind: str) -> set[str]:
    return {one["text"] for one in server.of_kind(kind)}


def files(folder: Path, **contents: str) -> tuple[Path, ...]:
    written = []
    for name, content in contents.items():
        path = folder / f"{name}.txt"
        path.write_text(content, "utf-8")
        written.append(path)
    return tuple(written)


@pytest.mark.parametrize("box", BOXES)
def test_a_paste_reaches_a_chat_page_unless_it_is_held(watching: GuardUnderTest, chromium: PagedChromium,
                                                      server: PageServer, box: str) -> None:
    chromium.open(server.address(CHAT, "desk"))
    paste(watching, chromium, CLEAN, box)
    wait_for(lambda: CLEAN in texts(server, "paste") & texts(server, "typed"), "the paste and what it typed")
    assert texts(server, "paste") == {CLEAN}
    server.forget()
    copy(watching, DRAFT)
    chromium.focus(box)
    refused(watching, chromium)
    fence(watching, chromium, server)
    assert SECRET_WORDS not in server.words()


@pytest.mark.parametrize("frame", ["srcdoc", "sandboxed", "data", "blob", "written", "filled", "later"])
def test_a_frame_without_an_address_counts_as_the_page_around_it(
        watching: GuardUnderTest, chromium: PagedChromium, server: PageServer, frame: str) -> None:
    chromium.open(server.address(CHAT, f"frames?host={OFFICE}"))
    chromium.wait("document.title === 'ready'")
    go_into(chromium, server, frame)
    copy(watching, DRAFT)
    refused(watching, chromium)
    watching.copy(CLEAN)
    paste_until_it_arrives(chromium, server, CLEAN)
    assert SECRET_WORDS not in server.words()


def test_a_frame_of_another_site_counts_by_itself(watching: GuardUnderTest, chromium: PagedChromium,
                                                  server: PageServer) -> None:
    chromium.open(server.address(OFFICE, f"frames?host={CHAT}"))
    chromium.wait("document.title === 'ready'")
    copy(watching, DRAFT)
    go_into(chromium, server, "other")
    refused(watching, chromium)
    go_into(chromium, server, "srcdoc")
    paste_until_it_arrives(chromium, server, SECRET_WORDS)
    assert {one["at"] for one in server.of_kind("paste") if SECRET_WORDS in str(one)} == {"about:srcdoc"}


def test_a_page_sees_of_a_clean_paste_what_it_would_have_seen(watching: GuardUnderTest, chromium: PagedChromium,
                                                             server: PageServer) -> None:
    seen = []
    watching.copy(CLEAN)
    for host in (OFFICE, CHAT):
        server.forget()
        chromium.open(server.address(host, "desk"))
        chromium.run("window.seen = []; for (const type of ['paste', 'beforeinput', 'input']) chat.addEventListener("
                     "type, (event) => seen.push([type, event.inputType ?? '', event.cancelable,"
                     "event.clipboardData ? [...event.clipboardData.types] : [], event.data ?? '']))")
        chromium.focus("chat")
        chromium.edit("paste")
        wait_for(lambda: server.of_kind("typed"), "what it typed")
        seen.append((chromium.run("JSON.stringify(seen)"), chromium.run("chat.innerHTML")))
    assert seen[0] == seen[1]
    assert '"beforeinput","insertFromPaste"' in seen[0][0]


def test_a_middle_click_gives_what_is_selected_unless_it_is_held(watching: GuardUnderTest, chromium: PagedChromium,
                                                                server: PageServer) -> None:
    chromium.open(server.address(CHAT, "desk"))
    watching.copy("另一份")
    for words, passes in ((CLEAN, True), (DRAFT, False)):
        subprocess.run(["xclip", "-selection", "primary"], input=words.encode(), check=True, timeout=20,
                       env=watching.display.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        chromium.click("#area", "middle")
        if passes:
            arrives(server, CLEAN)
        else:
            refused(watching)
    fence(watching, chromium, server)
    assert SECRET_WORDS not in server.words()


def test_a_drop_reaches_a_chat_page_unless_it_is_held(watching: GuardUnderTest, chromium: PagedChromium,
                                                     server: PageServer, tmp_path: Path) -> None:
    chromium.open(server.address(CHAT, "desk"))
    first, second, held = files(tmp_path, 甲=CLEAN, 乙="二", 丙=DRAFT)
    chromium.drop("#zone", files=(second, first))
    arrives(server, CLEAN)
    (drop,) = server.of_kind("drop")
    assert [(one["name"], one["type"], one["words"]) for one in drop["files"]] == [
        ("乙.txt", "text/plain", "二"), ("甲.txt", "text/plain", CLEAN)]
    chromium.drop("#area", text=CLEAN + "？")
    arrives(server, CLEAN + "？")
    server.forget()
    chromium.drop("#zone", files=(first, held))
    assert refused(watching).kind is Kind.FILES
    chromium.drop("#area", text=DRAFT)
    assert refused(watching).kind is Kind.TEXT
    fence(watching, chromium, server)
    assert not server.of_kind("drop")


@pytest.mark.parametrize("hostile", ["<img src=x onerror=\"parent.ran = true\">",
                                     "<iframe srcdoc=\"<script>parent.ran = true</script>\"></iframe>",
                                     "<svg onload=\"parent.ran = true\"></svg>"])
def test_what_is_dropped_into_an_editor_runs_nothing(watching: GuardUnderTest, chromium: PagedChromium,
                                                    server: PageServer, hostile: str) -> None:
    chromium.open(server.address(CHAT, "desk"))
    chromium.run("window.ran = false; chat.addEventListener('drop', (event) => event.stopPropagation())")
    chromium.drop("#chat", text="重要", html=f"<b style=\"color: red\">重要</b>{hostile}")
    chromium.wait("chat.querySelector('b')?.style.color === 'red'")
    time.sleep(0.5)  # for what would run
    assert not chromium.run("ran")
    assert not chromium.run("/onerror|onload|iframe/.test(chat.innerHTML)")


def test_what_a_page_drags_within_itself_is_its_own_drop(watching: GuardUnderTest, chromium: PagedChromium,
                                                        server: PageServer) -> None:
    chromium.open(server.address(CHAT, "desk"))
    chromium.run("words.textContent = '甲'; words.draggable = true; window.dropped = [];"
                 f"words.ondragstart = (event) => event.dataTransfer.setData('text/plain', {DRAFT!r});"
                 "zone.addEventListener('drop', (event) => dropped.push(event.isTrusted))")
    with chromium.dragged("#words"):
        chromium.drop("#zone", text=DRAFT)
        chromium.wait("dropped.length === 1")
    assert chromium.run("dropped[0]")
    chromium.drop("#zone", text=DRAFT + "。")
    assert refused(watching).kind is Kind.TEXT
    assert chromium.run("dropped.length") == 1


@pytest.mark.parametrize("chooser", INPUTS)
def test_a_page_gets_the_chosen_files_unless_one_is_held(watching: GuardUnderTest, chromium: PagedChromium,
                                                        server: PageServer, tmp_path: Path, chooser: str) -> None:
    chromium.open(server.address(CHAT, "desk"))
    first, second, held = files(tmp_path, 甲=CLEAN, 乙="二", 丙=DRAFT)
    chromium.choose(chooser, second, first)
    arrives(server, CLEAN)
    *_, given = server.of_kind("chosen")
    assert [one["name"] for one in given["files"]] == ["乙.txt", "甲.txt"]
    server.forget()
    chromium.choose(chooser, first, held)
    assert str(refused(watching).title) == "丙.txt"
    fence(watching, chromium, server)
    assert not any(one["files"] for one in server.of_kind("chosen"))
    assert chromium.run(f"{chooser}.files.length") == 0


def open_form(chromium: PagedChromium, server: PageServer) -> None:
    """Show a chat page whose chooser is in a form."""
    chromium.open(server.address(CHAT, "desk"))
    chromium.run("document.body.insertAdjacentHTML('afterbegin', '<form method=post enctype=multipart/form-data "
                 "action=/ ><input name=text value=甲><button id=go name=go value=1>go</button></form>');"
                 "document.forms[0].append(file); file.name = 'upload'")


def test_a_form_that_is_sent_at_once_waits_for_its_files_and_is_not_sent_with_what_is_held(
        watching: GuardUnderTest, chromium: PagedChromium, server: PageServer, tmp_path: Path) -> None:
    (held,) = files(tmp_path, 丙=DRAFT)
    clean = heavy_document(tmp_path / "甲.docx", CLEAN, 3_000_000)
    for chosen in (held, clean):
        open_form(chromium, server)
        chromium.run(f"document.forms[0].elements.text.value = 'with {chosen.stem}'")
        chromium.choose("file", chosen)
        for _ in range(2):
            chromium.click("#go")
        if chosen == held:
            refused(watching)
    wait_for(lambda: [form for form in server.of_kind("form") if "with 甲" in form["text"]], "the form")
    for form in server.of_kind("form"):  # a second click that comes after a verdict sends the form once more
        whole = all(part in form["text"] for part in ('filename="甲.docx"', 'name="go"', "word/document.xml"))
        assert whole is ("with 甲" in form["text"])
    assert SECRET_WORDS not in server.words()


def test_a_form_that_was_left_before_the_verdict_can_be_sent_when_it_is_back_without_the_file(
        watching: GuardUnderTest, chromium: PagedChromium, server: PageServer, tmp_path: Path) -> None:
    (held,) = files(tmp_path, 丙=DRAFT)
    open_form(chromium, server)
    with stopped(child(chromium.process.pid, "--browser-host")):
        chromium.choose("file", held)
        chromium.run(f"location.href = {server.address(OFFICE, 'desk')!r}")
        chromium.wait(f"location.hostname === '{OFFICE}' && document.readyState === 'complete'")
    chromium.run("setTimeout(() => history.back())")  # the page that answers may be gone before it has
    chromium.wait(f"location.hostname === '{CHAT}' && document.readyState === 'complete'")
    chromium.click("#go")
    wait_for(lambda: server.of_kind("form"), "the form")
    assert 'filename=""' in server.of_kind("form")[0]["text"]
    assert SECRET_WORDS not in server.words()


def test_a_chosen_folder_arrives_with_its_paths_and_a_dropped_one_counts_as_unread(
        watching: GuardUnderTest, chromium: PagedChromium, server: PageServer, tmp_path: Path) -> None:
    chromium.open(server.address(CHAT, "desk"))
    folder = tmp_path / "材料"
    (folder / "下级").mkdir(parents=True)
    (folder / "甲.txt").write_text(CLEAN, "utf-8")
    (folder / "下级" / "乙.txt").write_text("二", "utf-8")
    chromium.choose("folder", folder)
    wait_for(lambda: server.of_kind("chosen"), "the folder")
    assert {one["path"] for one in server.of_kind("chosen")[0]["files"]} == {"材料/甲.txt", "材料/下级/乙.txt"}
    chromium.drop("#zone", files=(folder,))
    assert refused(watching).decision.outcome is Outcome.UNREADABLE
    fence(watching, chromium, server)
    assert not server.of_kind("drop")


def test_a_picture_arrives_as_without_the_extension(watching: GuardUnderTest, chromium: PagedChromium,
                                                   server: PageServer) -> None:
    picture = Image.new("RGB", (80, 50), "white")
    ImageDraw.Draw(picture).ellipse((10, 10, 60, 40), fill="teal")
    stream = BytesIO()
    picture.save(stream, "PNG")
    given = []
    for host in (OFFICE, CHAT):
        chromium.open(server.address(host, "desk"))
        watching.copy(stream.getvalue(), "image/png")
        chromium.focus("chat")
        given.append(wait_for(lambda: pasted_files(chromium, server), "the picture"))
    assert given[0] == given[1]
    assert given[0][0]["bytes"].startswith("89504e47")


def pasted_files(browser: PagedChromium, server: PageServer) -> list[dict[str, object]]:
    """Paste and return the files that arrive; none while the guard takes the copy over."""
    server.forget()
    browser.edit("paste")
    wait_for(lambda: server.of_kind("paste"), "the paste")
    found: list[dict[str, object]] = server.of_kind("paste")[0]["files"]
    return found


def test_what_was_let_go_passes_once_on_that_page(watching: GuardUnderTest, chromium: PagedChromium,
                                                 server: PageServer) -> None:
    chromium.open(server.address(CHAT, "desk"))
    copy(watching, DRAFT.replace("3路", "8路"))  # what is let go to a site goes there again all day
    chromium.focus("chat")
    case = refused(watching, chromium)
    assert isinstance(watching.ask(ReleaseCase(case.id, reason="王主任")), Done)
    paste_until_it_arrives(chromium, server, SECRET_WORDS)
    time.sleep(SAME_PASTE_SECONDS + 0.1)  # an earlier request counts as the same paste
    server.forget()
    paste_until_it_arrives(chromium, server, NOTICE)
    fence(watching, chromium, server)
    assert SECRET_WORDS not in "".join(one["text"] for one in server.of_kind("paste"))


def test_an_office_page_is_left_alone(watching: GuardUnderTest, chromium: PagedChromium, server: PageServer,
                                      tmp_path: Path) -> None:
    chromium.open(server.address(OFFICE, "desk"))
    chromium.run("addEventListener('paste', (event) => { window.trusted = event.isTrusted })")
    judged = watching.judged()
    (held,) = files(tmp_path, 丙=DRAFT)
    watching.copy(CLEAN)
    for number in range(20):
        chromium.focus(BOXES[number % 2])
        chromium.edit("paste")
    wait_for(lambda: len(server.of_kind("paste")) == 20, "every paste")
    assert {one["text"] for one in server.of_kind("paste")} == {CLEAN}
    assert chromium.run("window.trusted")
    paste(watching, chromium, DRAFT, "chat")
    chromium.choose("file", held)
    chromium.drop("#zone", files=(held,))
    wait_for(lambda: server.of_kind("chosen") and server.of_kind("drop"), "both uploads")
    arrives(server, SECRET_WORDS)
    assert not [case for case in watching.held() if case.origin is Origin.BROWSER]
    assert watching.judged() <= judged + 2  # the two copies


def test_a_page_can_neither_ask_the_extension_nor_see_it(watching: GuardUnderTest, chromium: PagedChromium,
                                                        server: PageServer) -> None:
    chromium.open(server.address(CHAT, "desk"))
    copy(watching, DRAFT)
    chromium.focus("chat")
    refused(watching, chromium)
    ours = chromium.extension
    assert chromium.run("typeof chrome === 'undefined' || chrome.runtime === undefined")
    reached = chromium.ask("Runtime.evaluate", awaitPromise=True, returnByValue=True, expression=(
        f"Promise.all(['manifest.json', 'content.js', 'background.js'].map((name) => "
        f"fetch('chrome-extension://{ours}/' + name).then(() => name, () => '')))"))["result"]["value"]
    assert reached == ["", "", ""]
    chromium.run("postMessage({kind: 'judge', text: 'x', files: []}, '*');"
                 "document.dispatchEvent(new CustomEvent('mishao'))")
    held = {case.id for case in watching.held()}
    data = "const d = new DataTransfer(); d.setData('text/plain', 'x'); d.items.add(new File(['x'], 'x.txt'));"
    chromium.run(f"{{{data} chat.dispatchEvent(new ClipboardEvent('paste', {{clipboardData: d, bubbles: true}}));"
                 f"area.dispatchEvent(new DragEvent('drop', {{dataTransfer: d, bubbles: true}}))}}")
    wait_for(lambda: server.of_kind("drop"), "the page's own events")
    assert {case.id for case in watching.held()} == held
    assert SECRET_WORDS not in chromium.run("chat.innerHTML")
    assert not chromium.run("document.documentElement.outerHTML.includes('mishao')")


def test_a_host_that_was_killed_is_started_again(watching: GuardUnderTest, chromium: PagedChromium,
                                                server: PageServer) -> None:
    chromium.open(server.address(CHAT, "desk"))
    paste(watching, chromium, CLEAN, "area")
    arrives(server, CLEAN)
    os.kill(child(chromium.process.pid, "--browser-host"), signal.SIGKILL)
    paste(watching, chromium, DRAFT, "area")
    paste(watching, chromium, "随后", "area")
    wait_for(lambda: "随后" in server.words() or chromium.edit("paste"), "a paste after that", seconds=10)
    assert SECRET_WORDS not in server.words()


def test_without_a_guard_a_chat_page_gets_nothing_within_two_seconds_and_an_office_page_all(
        guard: GuardUnderTest, server: PageServer, tmp_path: Path) -> None:
    guard.start()
    browser = PagedChromium(guard.display, tmp_path / "chromium", guard.home)
    try:
        browser.open(server.address(CHAT, "desk"))
        paste(guard, browser, CLEAN, "area")
        wait_for(lambda: server.of_kind("paste"), "the paste")
        guard.stop()
        server.forget()
        browser.run("window.slept = 0; let last = Date.now(); setInterval(() => {"
                    "slept = Math.max(slept, Date.now() - last); last = Date.now()}, 10)")
        browser.edit("paste")
        time.sleep(2.5)  # longer than anybody waits for an answer
        assert browser.run("slept") < 2000
        assert texts(server, "paste") <= {""}  # nothing is pasted while the clipboard has no owner
        browser.open(server.address(OFFICE, "desk"))
        browser.focus("area")
        browser.edit("paste")
        arrives(server, CLEAN)
    finally:
        browser.close()
