"""Tests what a real mouse drops and clicks into a page of a real Firefox ESR with the extension in it."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, cast

import pytest

from tests.support.chatting import SYSTEM_PYTHON
from tests.support.drag_programs import SUPPORT
from tests.support.guarding import CLEAN, DRAFT, GuardUnderTest, wait_for
from tests.support.hand import Hand
from tests.support.page_firefox import FIREFOX, PagedFirefox, paged_firefox
from tests.support.page_server import PageServer
from tests.support.pasting_pages import refused
from ui.demo.display import end

pytestmark = pytest.mark.skipif(not FIREFOX.exists(), reason="Firefox is not installed")

CHAT, OFFICE = "kimi.com", "oa.example.gov.cn"
WORDS = "恢复部分公交线路"
SOURCE = "gtk_drag_source.py"
BESIDE, PAGE = (700, 30, 300, 200), (0, 30, 690, 700)
MIDDLE = 2


@pytest.fixture
def firefox(watching: GuardUnderTest, server: PageServer, hand: Hand, tmp_path: Path) -> Iterator[PagedFirefox]:
    server.forget()
    with paged_firefox(watching.display, tmp_path, watching.home) as running:
        hand.place("firefox-esr", PAGE)
        yield running


@pytest.fixture
def drag(watching: GuardUnderTest, hand: Hand, firefox: PagedFirefox) -> Callable[[Path, str], None]:
    """Drags a file out of a program onto an element of the page."""
    def drags(file: Path, element: str) -> None:
        source = watching.display.start([SYSTEM_PYTHON, str(SUPPORT / SOURCE), str(file)],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        try:
            assert cast(IO[bytes], source.stdout).readline()
            hand.draw(hand.place(SOURCE, BESIDE), place(firefox, element))
            hand.let_go()
            hand.await_free()
        finally:
            for stream in (source.stdin, source.stdout):
                cast(IO[bytes], stream).close()
            end(source)

    return drags


def place(browser: PagedFirefox, element: str) -> tuple[int, int]:
    """Return where an element is on the screen."""
    left, top = browser.run(f"(() => {{const r = document.querySelector('{element}').getBoundingClientRect();"
                            "return [mozInnerScreenX + r.x + 20, mozInnerScreenY + r.y + 12]})()")
    return int(left), int(top)


@pytest.mark.thorough
def test_a_file_that_is_dropped_reaches_a_chat_page_unless_it_is_held(
        watching: GuardUnderTest, firefox: PagedFirefox, server: PageServer, tmp_path: Path,
        drag: Callable[[Path, str], None]) -> None:
    clean, held = tmp_path / "甲.txt", tmp_path / "丙.txt"
    clean.write_text(CLEAN, "utf-8")
    held.write_text(DRAFT, "utf-8")
    firefox.open(server.address(CHAT, "desk"))
    drag(clean, "#zone")
    wait_for(lambda: server.of_kind("drop"), "the clean file")
    assert [(one["name"], one["words"]) for one in server.of_kind("drop")[0]["files"]] == [("甲.txt", CLEAN)]
    drag(held, "#zone")
    assert str(refused(watching).title) == "丙.txt"
    drag(clean, "#zone")
    wait_for(lambda: len(server.of_kind("drop")) == 2, "a clean file after it")
    assert WORDS not in server.words()
    firefox.open(server.address(OFFICE, "desk"))
    drag(held, "#zone")
    wait_for(lambda: WORDS in server.words(), "the file on an office page")


@pytest.mark.thorough
def test_a_middle_click_gives_what_is_selected_unless_it_is_held(
        watching: GuardUnderTest, firefox: PagedFirefox, server: PageServer, hand: Hand) -> None:
    firefox.open(server.address(CHAT, "desk"))
    watching.copy("另一份")

    def select(words: str) -> None:
        subprocess.run(["xclip", "-selection", "primary"], input=words.encode(), check=True, timeout=20,
                       env=watching.display.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def clicked(words: str) -> bool:
        hand.click(*place(firefox, "#area"), MIDDLE)
        try:
            return wait_for(lambda: words in server.words(), words, seconds=2)
        except AssertionError:
            return False

    select(CLEAN)
    wait_for(lambda: clicked(CLEAN), "what is selected")
    wait_for(lambda: CLEAN in "".join(one["text"] for one in server.of_kind("paste")), "the page's own paste")
    assert "另一份" not in server.words()
    server.forget()
    select(DRAFT)
    wait_for(lambda: clicked("内容核对中"), "the notice")
    assert refused(watching).destination is not None
    assert WORDS not in server.words()


SIDE_BAR = {"browser.ml.chat.enabled": True, "browser.ml.chat.sidebar": True, "browser.ml.enable": True}
INTO_IT = """const bar = document.getElementById("sidebar"); const page = bar.contentDocument.querySelector("browser");
  const [around, within] = [bar.getBoundingClientRect(), page.getBoundingClientRect()];
  return [mozInnerScreenX + around.x + within.x + 40, mozInnerScreenY + around.y + within.y + 25];"""


@pytest.mark.thorough
def test_what_is_pasted_into_a_page_in_the_side_bar_arrives(
        watching: GuardUnderTest, server: PageServer, hand: Hand, tmp_path: Path) -> None:
    provider = {"browser.ml.chat.provider": server.address(CHAT, "desk")}
    server.forget()
    watching.copy(CLEAN)
    with paged_firefox(watching.display, tmp_path, watching.home, SIDE_BAR | provider) as firefox:
        firefox.open(server.address("oa.example.gov.cn", "desk"))
        firefox.run_in_the_window("await SidebarController.show('viewGenaiChatSidebar')")

        def pasted() -> bool:
            x, y = firefox.run_in_the_window(INTO_IT)
            hand.click(int(x), int(y))
            watching.display.press("Control_L", "v")
            with suppress(AssertionError):
                wait_for(lambda: CLEAN in server.words(), "the paste", seconds=3)
            return any(one["site"] == CHAT for one in server.of_kind("paste"))

        wait_for(pasted, "a paste in the side bar")
