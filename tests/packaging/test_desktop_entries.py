"""The entries that desktops start the program by: one that stays when the program is removed starts nothing."""

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
