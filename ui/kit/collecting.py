"""Collects garbage in the thread of the windows alone, so that no other thread deletes a window."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EACH_MS = 5_000
"""Milliseconds between two looks at whether anything is due."""


class Collecting(QObject):
    """Takes collection over from Python, which does it in whichever thread makes the next object.

    A window that another thread collects is deleted later, in its own thread (Shiboken, ``runDeletionInMainThread``),
    when its parent may have deleted it already: that ends the process.
    """

    def __init__(self, application: QObject, each_ms: int = EACH_MS) -> None:
        super().__init__(application)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(_collect_due)
        self._timer.start(each_ms)


def _collect_due() -> None:
    """Collect the oldest generation of which more was made than its threshold (gc.get_threshold)."""
    made = zip(gc.get_count(), gc.get_threshold(), strict=True)
    due = [generation for generation, (count, threshold) in enumerate(made) if count > threshold]
    if due:
        gc.collect(due[-1])
