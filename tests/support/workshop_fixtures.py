"""A workshop on a new pack, for tests; ``green`` waits until it may be signed, ``red`` until it is refused."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from rules.pack.skeleton import skeleton
from tests.support.program import ROOT
from ui.kit.theme import Theme
from ui.workshop.draft import Draft
from ui.workshop.sources import Sources
from ui.workshop.window import Workshop

PROVING_MS = 60_000
"""Every example of the pack and of the program's own rules is run before anything is signed."""


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    path = tmp_path / "单位.yaml"
    path.write_text(skeleton("单位", "1"), "utf-8")
    return path


@pytest.fixture
def sources(tmp_path: Path) -> Iterator[Sources]:
    sources = Sources([sys.executable, str(ROOT / "main.py"), "--reader"], tmp_path / "no.sock")
    yield sources
    sources.close()


@pytest.fixture
def workshop(qtbot: QtBot, light: Theme, pack: Path, sources: Sources, settings: QSettings) -> Iterator[Workshop]:
    window = Workshop(light, Draft.open(pack, "1"), sources, settings)
    window.show()
    green(qtbot, window)
    yield window
    window.close()


def green(qtbot: QtBot, window: Workshop) -> None:
    qtbot.waitUntil(window.publish.isEnabled)


def red(qtbot: QtBot, window: Workshop) -> None:
    qtbot.waitUntil(lambda: window.report is not None and not window.report.green)
    assert not window.publish.isEnabled()


def words_shown(window: Workshop) -> str:
    labels = (label for label in window.findChildren(QLabel) if label.isVisible())
    return "\n".join(label.accessibleName() or label.text() for label in labels)
