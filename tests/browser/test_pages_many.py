"""Tests many pastes, uploads and tabs at once.

An office page gets each byte as without the extension, a chat page each clean text once and no other, and goes on
meanwhile. How long they take prints make bench-pages.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from guard.core.model import Origin
from tests.support.brokering import NOTICE
from tests.support.chromium import CHROMIUM
from tests.support.guarding import DRAFT, GuardUnderTest, wait_for
from tests.support.page_browsers import PagedChromium, SiteChromium
from tests.support.page_server import PageServer

pytestmark = [pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"), pytest.mark.timeout(1800)]

CHAT, OFFICE = "kimi.com", "oa.example.gov.cn"
WORDS = "恢复部分公交线路"
TRY_SECONDS = 10.0
"""A key is pressed again when nothing came of it for so long."""

PASTES, UPLOADS, TABS, MANY = 100, 100, 50, 1000
OF_ONE_COPY = 10
PIECES = ("晚上七点在食堂集合。", "Meeting at seven. ", "\t", "\r\n", "\n\n", "é e\u0301 ", "\u200bא ב ",
          "\U0001f469\u200d\U0001f467 ", "１２", "<b>&amp;</b>", " \u00a0 ", "𠮷野家")
NAMES = ("值班表", "a b", "notes.v2", "ファイル", "👍", "x" * 120)


def contents(data: random.Random) -> Iterator[tuple[str | bytes, str | None]]:
    """Yield what is copied, and as which target: texts, HTML, pictures."""
    for number in range(PASTES):
        words = "".join(data.choices(PIECES, k=data.choice((1, 5, 40, 400)))) + str(number)
        if number % 10 == 8:
            yield f"<p style='color: red'>{words}</p><ul><li>{number}</ul>", "text/html"
        elif number % 10 == 9:
            stream = io.BytesIO()
            Image.frombytes("RGB", (60, 40), data.randbytes(60 * 40 * 3)).save(stream, "PNG")
            yield stream.getvalue(), "image/png"
        else:
            yield words, None


def pasted(browser: SiteChromium, server: PageServer) -> dict[str, Any]:
    """Paste until something arrives, and return it; while the guard takes a copy over there is nothing."""
    def something() -> dict[str, Any] | None:
        server.forget()
        browser.run("chat.textContent = ''")
        browser.focus("chat")
        browser.edit("paste")
        with suppress(AssertionError):
            (found,) = wait_for(lambda: server.of_kind("paste"), "the paste", seconds=TRY_SECONDS)
            return found if found["text"] or found["html"] or any(one["size"] for one in found["files"]) else None
        return None

    found = wait_for(something, "what was copied")
    if found["files"]:  # an editor shows a picture some time later
        return found
    browser.wait("chat.innerHTML !== ''")
    return {**found, "typed": browser.run("chat.innerHTML")}


def until(server: PageServer, kind: str, act: Callable[[], object]) -> list[dict[str, Any]]:
    """Wait until something of this kind arrives, and return what."""
    server.forget()
    act()
    return wait_for(lambda: server.of_kind(kind), f"what comes by {kind}")


def all_pasted(guard: GuardUnderTest, browser: SiteChromium, server: PageServer) -> Iterator[dict[str, Any]]:
    """Copy each content, paste it into an office page, and yield what arrives."""
    browser.open(server.address(OFFICE, "desk"))
    for content, target in contents(random.Random(27)):
        guard.copy(content, target)
        yield pasted(browser, server)


@pytest.mark.thorough
def test_an_office_page_gets_every_paste_as_without_the_extension(
        watching: GuardUnderTest, server: PageServer, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    plain = SiteChromium(watching.display, tmp_path / "plain")
    without = list(all_pasted(watching, plain, server))
    plain.close()
    chromium: PagedChromium = request.getfixturevalue("chromium")
    for number, found in enumerate(all_pasted(watching, chromium, server)):
        assert found == without[number], f"paste {number}"


@pytest.mark.thorough
@pytest.mark.parametrize("host", [OFFICE, CHAT])
def test_a_page_gets_every_chosen_file_byte_for_byte(
        watching: GuardUnderTest, chromium: PagedChromium, server: PageServer, tmp_path: Path, host: str) -> None:
    data = random.Random(28)
    chromium.open(server.address(host, "desk"))
    for number in range(UPLOADS):
        paths = []
        for name in data.sample(NAMES, k=data.choice((1, 1, 3))):
            path = tmp_path / f"{name}{number}.{data.choice(('txt', 'md', 'csv'))}"
            path.write_bytes("".join(data.choices(PIECES, k=data.choice((0, 1, 50, 2_000)))).encode())
            paths.append(path)
        chromium.run("file.value = ''")
        (arrived,) = until(server, "chosen", lambda chosen=tuple(paths): chromium.choose("file", *chosen))
        assert [(one["name"], one["bytes"]) for one in arrived["files"]] == [
            (path.name, path.read_bytes().hex()) for path in paths], f"upload {number}"


@pytest.mark.soak
def test_a_thousand_pastes_arrive_once_each_and_the_page_goes_on(
        watching: GuardUnderTest, chromium: PagedChromium, server: PageServer) -> None:
    chromium.open(server.address(CHAT, "desk"))
    chromium.run("window.turns = 0; setInterval(() => {turns += 1}, 10)")
    for number in range(MANY // OF_ONE_COPY):
        text = DRAFT if number % 10 == 9 else f"第 {number} 次值班，晚上七点。"
        watching.copy(text)
        pasted(chromium, server)
        for _ in range(OF_ONE_COPY):
            turns = chromium.run("turns")
            (arrived,) = until(server, "paste", lambda: chromium.edit("paste"))
            given = arrived["text"]
            # While what is held is offered anew a key gives nothing.
            assert given == text if text != DRAFT else given in ("", NOTICE)
            chromium.wait(f"turns > {turns}")
    assert watching.serves()


@pytest.mark.thorough
def test_each_of_fifty_tabs_is_answered(watching: GuardUnderTest, chromium: PagedChromium, server: PageServer) -> None:
    chromium.open(server.address(CHAT, "desk"))
    watching.copy("晚上七点。")
    pasted(chromium, server)  # until its host runs, the title counts
    watching.copy(DRAFT)
    watching.opened(lambda push: push.case.origin is Origin.CLIPBOARD)
    for _ in range(TABS):
        chromium.new_tab()
        chromium.open(server.address(CHAT, "desk"))
        chromium.focus("area")
        until(server, "paste", lambda: chromium.edit("paste"))
        assert WORDS not in server.words()
