"""Tests that windows are collected in their own thread, whichever thread makes the objects that collection is due for.
"""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui.kit.collecting import Collecting


class _Cyclic(QWidget):
    """A window that only a collection finds."""

    def __init__(self) -> None:
        super().__init__()
        self.own = self


@pytest.fixture
def collecting(qapp: QApplication) -> Iterator[None]:
    gc.collect()
    taken = Collecting(qapp, 20)
    yield
    taken.deleteLater()
    gc.enable()


def test_a_closed_window_is_collected_in_its_own_thread_while_another_makes_objects(collecting: None,
                                                                                   qtbot: QtBot) -> None:
    gone_in: list[str] = []
    window = _Cyclic()
    weakref.finalize(window, lambda: gone_in.append(threading.current_thread().name))
    del window
    made: list[list[int]] = []
    other = threading.Thread(target=lambda: made.extend([number] for number in range(200_000)), name="other")
    other.start()
    other.join()
    assert gone_in == []
    qtbot.waitUntil(lambda: bool(gone_in))
    assert gone_in == ["MainThread"]
