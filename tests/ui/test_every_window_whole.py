"""Tests every window of the pictures, in every look and language: no word is cut off or untranslated."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollArea,
    QStyle,
    QStyleOptionComboBox,
    QStyleOptionFrame,
    QTabBar,
    QWidget,
)

from tests.support.languages import speaking
from tests.support.ui_guarded import settle
from tests.ui import screens
from tests.ui.test_english import translations
from ui.i18n.language import Language
from ui.items.picture_boxes import Thumbnail
from ui.kit.theme import Theme

NAMES = [name for name in screens.drawings(None) if not name.startswith("tray-menu")]  # a menu sizes itself


SCROLLS = ("workshop", "review-long-narrow", "selfcheck-found")
"""Parts whose content does not fit at 100 %."""


def cut_off(window: QWidget) -> list[str]:
    """Return the words of labels and buttons that are outside the window or have less space than they need."""
    found: list[str] = []
    for part in (*window.findChildren(QLabel), *window.findChildren(QAbstractButton)):
        # Qt places the icon inside a line of text itself, in less space than a button of its kind would need. The
        # arrows beside too many tabs are Qt's too.
        if not part.isVisible() or part.metaObject().className() == "QLineEditIconButton" \
                or isinstance(part.parentWidget(), QTabBar):
            continue
        if isinstance(part, QLabel) and not part.text() and part.pixmap().isNull():
            continue  # nothing in it can be cut off
        page = scrolled_in(part) or window
        place = QRect(part.mapTo(page, QPoint(0, 0)), part.size())
        needed = part.minimumSizeHint()
        if not part.text():
            needed = needed.boundedTo(part.maximumSize())  # an icon is drawn at its given size
        tall = part.heightForWidth(part.width()) if part.hasHeightForWidth() else needed.height()
        if not page.rect().contains(place) or part.width() < needed.width() \
                or part.height() < min(tall, part.maximumHeight()):
            found.append(f"{type(part).__name__} {part.text()[:40]!r} {place} {needed} {tall}")
    return found


def scrolling(window: QWidget) -> list[str]:
    """Return the parts of a window that contain more than they show."""
    return [area.accessibleName() for area in window.findChildren(QScrollArea)
            if area.isVisible() and area.verticalScrollBar().maximum() > 0]


def scrolled_in(part: QWidget) -> QWidget | None:
    """Return the page in which a part scrolls."""
    above = part.parentWidget()
    while above is not None:
        holder = above.parentWidget()
        if holder is not None and isinstance(holder.parentWidget(), QScrollArea):
            return above
        above = holder
    return None


def clipped(window: QWidget) -> list[str]:
    """Return the words in lists and empty fields that have too little space, and the pictures cut by a parent."""
    found: list[str] = []
    for box in window.findChildren(QComboBox):
        option = QStyleOptionComboBox()
        box.initStyleOption(option)
        room = box.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option,
                                          QStyle.SubControl.SC_ComboBoxEditField, box).width()
        icon = 0 if box.itemIcon(box.currentIndex()).isNull() else box.iconSize().width() + 4
        if box.isVisible() and room < box.fontMetrics().horizontalAdvance(box.currentText()) + icon:
            found.append(f"{box.accessibleName()} {box.currentText()!r} {room}")
    for field in window.findChildren(QLineEdit):
        frame = QStyleOptionFrame()
        field.initStyleOption(frame)
        room = field.style().subElementRect(QStyle.SubElement.SE_LineEditContents, frame, field).width()
        if field.isVisible() and room < field.fontMetrics().horizontalAdvance(field.placeholderText()):
            found.append(f"{field.placeholderText()!r} {room}")
    found += [f"{picture.accessibleName()} {picture.size()}" for picture in window.findChildren(Thumbnail)
              if picture.isVisible() and picture.visibleRegion().boundingRect().size() != picture.size()]
    return found


def untranslated(window: QWidget) -> list[str]:
    """Return the words of a window that are not translated."""
    known = translations()
    words = [window.windowTitle(), *(part.accessibleName() for part in window.findChildren(QWidget))]
    words += [part.text() for part in (*window.findChildren(QLabel), *window.findChildren(QAbstractButton))]
    words += [field.placeholderText() for field in window.findChildren(QLineEdit)]
    words += [box.itemText(index) for box in window.findChildren(QComboBox) for index in range(box.count())]
    return [word for word in words if known.get(word, word) != word]


@pytest.fixture(scope="module", params=[
    ("dark", 1.4, Language.CHINESE), *(pytest.param(("light", 1.0, language), marks=pytest.mark.thorough)
                                       for language in Language)],
    ids=lambda look: "-".join(map(str, look)))
def look(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[tuple[Theme, Language]]:
    """Each look in turn, made once: windows of one program share theirs."""
    mode, scale, language = request.param
    with speaking(qapp, language):
        theme = Theme(qapp, mode, scale)
        yield theme, language
        theme.deleteLater()


@pytest.mark.parametrize("name", NAMES)
def test_no_word_is_cut_off_or_left_untranslated(name: str, look: tuple[Theme, Language]) -> None:
    theme, language = look
    window = screens.drawings(theme)[name]()
    window.show()
    settle(window, theme)
    assert cut_off(window) == []
    assert clipped(window) == []
    assert scrolling(window) == [] or name in SCROLLS or theme.scale > 1
    if language is not Language.CHINESE:
        assert untranslated(window) == []
    screens.put_away(window, theme)
