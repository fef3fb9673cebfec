"""Tests several choosers in one closed shadow, of which a page's surroundings cannot see which one was used."""

from __future__ import annotations

from pathlib import Path

from tests.support.guarding import CLEAN, DRAFT, GuardUnderTest, wait_for
from tests.support.page_browsers import PagedChromium
from tests.support.page_server import PageServer
from tests.support.pasting_pages import refused

CHAT = "kimi.com"


def chosen(server: PageServer) -> list[str]:
    """Return the names of the files that arrived from choosers."""
    return [one["name"] for told in server.of_kind("chosen") for one in told["files"]]


def test_each_chooser_of_a_closed_shadow_gives_its_own_clean_files(
        watching: GuardUnderTest, chromium: PagedChromium, server: PageServer, tmp_path: Path) -> None:
    first, second, held = tmp_path / "甲.txt", tmp_path / "乙.txt", tmp_path / "丙.txt"
    for file, words in ((first, CLEAN), (second, "二"), (held, DRAFT)):
        file.write_text(words, "utf-8")
    chromium.open(server.address(CHAT, "desk"))
    chromium.run("closedRoot.innerHTML = '<input type=file id=one><input type=file id=other>'; 0")
    for chooser, file in (("one", first), ("other", second), ("one", second), ("other", first)):
        server.forget()
        chromium.choose(f"closedRoot.getElementById('{chooser}')", file)
        wait_for(lambda: chosen(server), f"the file of {chooser}")
        assert chosen(server) == [file.name]
    server.forget()
    chromium.choose("closedRoot.getElementById('other')", held)
    assert str(refused(watching).title) == held.name
    assert chromium.run("closedRoot.getElementById('other').files.length") == 0
    assert chromium.run("closedRoot.getElementById('one').files[0].name") == second.name
    assert not chosen(server)
