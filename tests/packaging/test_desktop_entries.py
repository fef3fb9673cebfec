"""Tests the desktop entries of the program: one that stays after the program was removed starts nothing."""

from __future__ import annotations

from configparser import RawConfigParser

import pytest

from tests.support.program import ROOT


@pytest.mark.parametrize("name", ["autostart.desktop", "mishao.desktop"])
def test_an_entry_counts_only_while_what_it_starts_is_there(name: str) -> None:
    entry = RawConfigParser(interpolation=None)
    entry.read(ROOT / "packaging" / "linux" / name, "utf-8")
    section = entry["Desktop Entry"]
    assert section["TryExec"] == section["Exec"] == "/usr/lib/mishao/start"


def test_the_menu_finds_the_program_by_what_it_is_for_in_both_languages() -> None:
    entry = RawConfigParser(interpolation=None)
    entry.read(ROOT / "packaging" / "linux" / "mishao.desktop", "utf-8")
    section = entry["Desktop Entry"]
    assert "clipboard" in section["Keywords"].split(";")
    assert "保密" in section["Keywords[zh_CN]"].split(";")
