"""Tests files that are dropped and chosen in documents that scripts write, and pictures dragged from page to page."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from tests.support.guarding import CLEAN, DRAFT, GuardUnderTest, wait_for
from tests.support.hand import Hand
from tests.support.page_browsers import PagedChromium
from tests.support.page_server import PageServer
from tests.support.pasting_pages import refused, told
from tests.support.pictures import encode, render_document

CHAT, OFFICE = "kimi.com", "oa.example.gov.cn"
WORDS = "恢复部分公交线路"
WRITTEN = """
    const home = `${location.origin}/`;
    const take = (at, files) => [...files].forEach(async (one) => fetch(home, {method: "POST", body: JSON.stringify(
      {kind: at, name: one.name, text: await one.text()})}));
    const write = (place) => {
      place.open();
      place.write("<input type=file id=again><p id=onto style='height: 60px; border: 1px solid'>");
      place.close();
      const [input, onto] = [place.getElementById("again"), place.getElementById("onto")];
      for (const type of ["dragover", "drop"])
        onto.addEventListener(type, (event) => { event.preventDefault(); take(type, event.dataTransfer.files); });
      for (const type of ["input", "change"]) place.addEventListener(type, () => take(type, input.files), true);
      window.again = input;
      return place;
    };"""
"""Writes a document with a chooser and a place to drop, and sends what these get."""

PLACES = {
    "the page itself": "write(document)",
    "an empty frame": "write(document.body.appendChild(document.createElement('iframe')).contentDocument)",
    "a frame with a document of its own": "write(inner.contentDocument)",
}
LEFT, RIGHT = (0, 30, 500, 700), (510, 30, 500, 700)


@pytest.mark.parametrize("write", PLACES.values(), ids=PLACES)
def test_a_document_that_is_written_anew_gets_clean_files_alone(
        watching: GuardUnderTest, chromium: PagedChromium, server: PageServer, tmp_path: Path, write: str) -> None:
    held, clean = tmp_path / "held.txt", tmp_path / "clean.txt"
    held.write_text(DRAFT, "utf-8")
    clean.write_text(CLEAN, "utf-8")
    chromium.open(server.address(CHAT, "desk"))
    chromium.run(f"{{{WRITTEN} {write}}} 0")
    server.forget()
    for file in (held, clean):
        chromium.choose("again", file)
        if file == held:
            assert str(refused(watching).title) == held.name
    wait_for(lambda: server.of_kind("change"), "the clean file")
    if write == PLACES["the page itself"]:
        watching.begin_anew()
        for file in (held, clean):
            chromium.drop("#onto", files=(file,))
            if file == held:
                assert str(refused(watching).title) == held.name
        wait_for(lambda: server.of_kind("drop"), "the clean file")
    assert {one["text"] for one in server.arrived if one["kind"] != "typed"} == {CLEAN}
    assert WORDS not in server.words()


def place(browser: PagedChromium, selector: str) -> tuple[int, int]:
    """Return where the middle of an element is on the screen."""
    x, y = browser.run(f"(() => {{const r = document.querySelector('{selector}').getBoundingClientRect();"
                       "return [screenX + (outerWidth - innerWidth) / 2 + r.x + r.width / 2,"
                       "screenY + outerHeight - innerHeight + r.y + r.height / 2]})()")
    return int(x), int(y)


@pytest.mark.thorough
def test_a_picture_that_is_dragged_from_an_office_page_reaches_a_chat_page_unless_it_is_held(
        watching: GuardUnderTest, chromium: PagedChromium, server: PageServer, hand: Hand) -> None:
    server.pictures = {"clean.png": encode(render_document("晚上七点", width=300)),
                       "held.png": encode(render_document(DRAFT, width=900))}
    hand.place("paged", LEFT)
    chromium.open(server.address(OFFICE, "inside"))
    # Near its sides a browser takes what is dragged for itself.
    chromium.run("document.body.style.margin = '20px 150px'; document.body.innerHTML = ['clean', 'held'].map((name) =>"
                 "`<img id=${name} src=/${name}.png style='display: block; width: 200px; height: 80px'>`).join(''); 0")
    chromium.wait("clean.naturalWidth && held.naturalWidth")
    pictures = [place(chromium, f"#{name}") for name in ("held", "clean")]
    chromium.new_window()
    hand.place("paged", RIGHT)
    chromium.open(server.address(CHAT, "desk"))
    chromium.run("zone.style.margin = '0 100px'")
    server.forget()
    held, clean = pictures

    def dragged(at: tuple[int, int], seen: Callable[[], object]) -> bool:
        """Drag a picture over; return False when nothing came of it: a busy browser takes a short drag for a click."""
        hand.draw(at, place(chromium, "#zone"))
        hand.let_go()
        hand.await_free()
        with suppress(AssertionError):
            return bool(wait_for(seen, "the end of the drag", seconds=6))
        return False

    assert any(dragged(held, lambda: told(watching)) for _ in range(5))
    assert not server.of_kind("drop")
    assert any(dragged(clean, lambda: server.of_kind("drop")) for _ in range(5))
    (given,) = server.of_kind("drop")[0]["files"]
    assert given["bytes"].startswith("89504e47")
