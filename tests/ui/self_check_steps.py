"""Repeated steps of the tests of 发前自查."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.ui.screens_people import MARKED
from ui.selfcheck.window import SelfCheckWindow


def says(qtbot: QtBot, window: SelfCheckWindow, title: str, timeout: int = 60_000) -> None:
    """Wait for a title of the verdict."""
    qtbot.waitUntil(lambda: window.panel.title() == title, timeout=timeout)


def plant(folder: Path, count: int) -> list[Path]:
    """Write files of which the second is marked; return them in name order."""
    folder.mkdir()
    paths = [folder / f"{number:02}.txt" for number in range(count)]
    for number, path in enumerate(paths):
        path.write_text(MARKED if number == 1 else f"明天开会 {number}", "utf-8")
    return paths
