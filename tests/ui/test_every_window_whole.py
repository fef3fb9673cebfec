"""Every window of the pictures, in light and dark and with an enlarged font: no word is cut off."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from tests.ui import screens
from tests.ui.screens_people import DRAWINGS
from ui.theme import Theme


def cut_off(window: QWidget) -> list[str]:
    """Return the words of labels and buttons that lie outside the window or have less room than they need."""
    found: list[str] = []
    for part in (*window.findChildren(QLabel), *window.findChildren(QAbstractButton)):
        # Qt places the icon inside a line of text itself, in less room than a button of its kind would ask for.
        if not part.isVisible() or part.metaObject().className() == "QLineEditIconButton":
            continue
        place = QRect(part.mapTo(window, QPoint(0, 0)), part.size())
        needed = part.minimumSizeHint()
        tall = part.heightForWidth(part.width()) if part.hasHeightForWidth() else needed.height()
        if not window.rect().contains(place) or part.width() < min(needed.width(), part.maximumWidth()) \
                or part.height() < min(tall, part.maximumHeight()):
            found.append(f"{type(part).__name__} {part.text()[:40]!r} {place} {needed} {tall}")
    return found


@pytest.mark.parametrize(("mode", "scale"), [("light", 1.0), ("dark", 1.4)])
@pytest.mark.parametrize("name", ["warning-secret", "warning-secret-basis", "warning-patient", "warning-personal",
                                  "warning-roster",
                                  "warning-draft", "warning-draft-approver", "warning-unreadable", "warning-multi",
                                  "warning-hostile", "warning-reason", "warning-code", "warning-contact",
                                  "review-picture",
                                  "review-text", "review-secret", "review-empty", "review-masked", "review-no-copy",
                                  "review-several", "review-hostile", "review-trouble", "review-picture-narrow",
                                  "standin", "standin-empty", "health",
                                  "pause", "leave", "recall", "about", *DRAWINGS,
                                  "workshop", "workshop-changes", "workshop-publish"])
def test_no_word_is_cut_off(name: str, mode: str, scale: float, qapp: QApplication) -> None:
    theme = Theme(qapp, mode, scale)
    window = screens.drawings(theme)[name]()
    window.show()
    QApplication.processEvents()
    assert cut_off(window) == []
    window.close()
    for guarded in theme.findChildren(screens.Guarded):
        guarded.stop()
    theme.deleteLater()
