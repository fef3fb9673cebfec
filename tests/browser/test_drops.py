"""Tests what a page of a listed site is like after a drop: as without the extension, whatever it does itself meanwhile.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.guarding import CLEAN, DRAFT, GuardUnderTest, wait_for
from tests.support.page_browsers import PagedChromium
from tests.support.page_server import PageServer
from tests.support.pasting_pages import refused
from tests.support.processes import stopped

CHAT = "kimi.com"
OVERLAY = """
  window.over = Object.assign(document.createElement("div"), {style: "position:fixed;inset:0;background:#0008"});
  window.dropped = 0;
  window.leaves = [];
  over.addEventListener("dragleave", (event) => { leaves.push(event.isTrusted); over.remove(); });
  addEventListener("dragenter", (event) => { event.preventDefault(); document.body.append(over); });
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => { event.preventDefault(); dropped += 1; over.remove(); });
"""
"""What pages for uploads show over themselves while something is dragged over them."""
DRAGGED = "words.textContent = '甲'; words.draggable = true; window.dropped = [];"
SAYS = f"(event) => {{event.dataTransfer.setData('text/plain', {DRAFT!r}); event.stopPropagation()}}"
OWN_DRAGS = {
    "on what is dragged": f"words.addEventListener('dragstart', {SAYS})",
    "before it": f"document.addEventListener('dragstart', {SAYS}, true)",
    "behind it": f"document.addEventListener('dragstart', {SAYS})",
}


@pytest.fixture
def page(chromium: PagedChromium, server: PageServer) -> PagedChromium:
    """A Chromium that shows a page of a chat site."""
    chromium.open(server.address(CHAT, "desk"))
    return chromium


def file(folder: Path, words: str) -> Path:
    made = folder / "甲.txt"
    made.write_text(words, "utf-8")
    return made


def test_a_clean_drop_arrives_though_what_took_it_has_gone_meanwhile(
        watching: GuardUnderTest, page: PagedChromium, server: PageServer, tmp_path: Path) -> None:
    page.run(f"{OVERLAY} 0")
    assert watching.process is not None
    with stopped(watching.process.pid):
        page.drop("#zone", files=(file(tmp_path, CLEAN),))
        page.run("over.remove()")
    wait_for(lambda: CLEAN in server.words(), "the file")
    assert page.run("dropped") == 1


def test_a_page_whose_drop_is_refused_learns_that_nothing_is_dragged_over_it_any_more(
        watching: GuardUnderTest, page: PagedChromium, tmp_path: Path) -> None:
    page.run(f"{OVERLAY} 0")
    page.drop("#zone", files=(file(tmp_path, DRAFT),))
    refused(watching)
    page.wait("leaves.length > 0")
    assert page.run("leaves") == [False]
    assert page.run("[over.isConnected, dropped]") == [False, 0]


@pytest.mark.parametrize("made", ["<textarea>", "<input>", "<input type=email>"])
def test_a_text_that_is_dropped_into_a_box_goes_where_it_was_dropped_and_replaces_nothing(
        page: PagedChromium, made: str) -> None:
    page.run(f"document.body.insertAdjacentHTML('afterbegin', {made!r}); window.box = document.body.firstChild;"
             "box.id = 'box'; box.style = 'width: 500px'; box.value = '前面的话，有人写的';"
             "box.focus(); if (box.type !== 'email') { box.setSelectionRange(0, 4) }"
             "for (const type of ['drop', 'dragover', 'dragenter'])"
             "document.addEventListener(type, (event) => event.stopPropagation(), true)")
    page.drop("#box", text="丢")
    page.wait("box.value.includes('丢')")
    where = page.run("box.value").replace("丢", "")
    assert where == "前面的话，有人写的"
    if "email" not in made:
        page.run("box.setSelectionRange(0, 4)")
        page.drop("#box", text="后", x=480)
        page.wait("box.value.includes('后')")
        assert page.run("box.value").endswith("后")


@pytest.mark.parametrize("says", OWN_DRAGS.values(), ids=OWN_DRAGS)
def test_what_a_page_drags_within_itself_is_its_own_drop_though_it_tells_nobody(page: PagedChromium, says: str) -> None:
    page.run(f"{DRAGGED} {says}; zone.addEventListener('drop', (event) => dropped.push(event.isTrusted)); 0")
    with page.dragged("#words"):
        page.drop("#zone", text=DRAFT)
        page.wait("dropped.length === 1")
    assert page.run("dropped[0]")
