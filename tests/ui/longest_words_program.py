"""Opens warnings whose rule has the longest texts; prints choices and fields that are off the screen."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QWidget

from guard.core.model import Case, Release
from rules.model import Nature
from tests.support import ui_samples as samples
from tests.ui.screens import warning
from tests.ui.screens_extremes import PROGRAM, long_case, several, sighted
from ui.i18n.language import Language, speak
from ui.items.actions import ASKS, Act, choices_of
from ui.kit.theme import Theme

LONGEST = 400
"""Most characters of one text in a pack (rules/pack/schema.py)."""


def spoken(nature: Nature, release: Release) -> Case:
    """Return an item of this nature whose rule fills every text of a warning."""
    words = samples.explanation("某某县某某局-DW-2026-0001", nature, cases=(1, 4, 6), **dict.fromkeys(
        ("name", "category", "legal_basis", "title", "sentence", "advice"), "话" * LONGEST))
    case = long_case()
    judged = case.judged[0]
    assert judged.verdict is not None
    matches = tuple(replace(match, rule=words.rule) for match in judged.verdict.matches)
    verdict = replace(judged.verdict, matches=matches, explanations=(words,))
    decision = replace(case.decision, rule=words.rule, nature=nature, release=release)
    return replace(case, decision=decision, judged=(replace(judged, verdict=verdict),),
                   destination=replace(samples.WECHAT, program=PROGRAM))


def off_screen(window: QWidget) -> Iterator[str]:
    """Yield what can be pressed or filled in, but is not wholly on the screen or has less space than it needs."""
    screen = QGuiApplication.primaryScreen().availableGeometry()
    for part in window.findChildren(QWidget):
        if isinstance(part, QAbstractButton | QComboBox | QLineEdit) and part.isVisible() \
                and part.objectName() not in ("fold", "small"):  # those belong to the words, and scroll with them
            place = QRect(part.mapToGlobal(QPoint(0, 0)), part.size())
            if not screen.contains(place) or part.height() < min(
                    part.minimumSizeHint().height(), part.maximumHeight()):
                yield f"{part.metaObject().className()} {part.accessibleName()} {place} of {screen}"


def main(language: str) -> int:
    """Measure every nature with every release, and each choice with a form; then several items."""
    application = QApplication([])
    speak(application, Language(language))
    theme = Theme(application, "light", 1.0)
    measured = 0
    for nature in Nature:
        for release in Release:
            case = spoken(nature, release)
            choices = choices_of(case)
            asked = [choice.act for choice in (*choices.buttons, *choices.links) if choice.act in (*ASKS, Act.CONTACT)]
            for act in (None, *asked):
                window = warning(theme, case, unfold=True, act=act)
                QApplication.processEvents()
                for found in off_screen(window):
                    print(nature.name, release.name, act, found)
                measured += 1
                window.close()
    for window in (several(theme), sighted(theme)):
        QApplication.processEvents()
        for found in off_screen(window):
            print(found)
        measured += 1
        window.close()
    print("measured", measured)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
