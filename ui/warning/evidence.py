"""Shows the evidence in a warning: words with the mark, a picture with its boxes, or an unreadable item's name."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from guard.control.masked_copies import MaskedCopy
from guard.control.requests import CaseContent
from guard.core.model import Case, Kind, Origin
from ui.i18n.say import listed, say
from ui.items.actions import by_clipboard, is_picture
from ui.items.copies import below_copy, words_of
from ui.items.labels import case_title, source
from ui.items.legend import Row, legend, marks, naming
from ui.items.picture_boxes import BOXED, Disc, Thumbnail, image_of
from ui.kit.display_text import ELLIPSIS, lines, one_line
from ui.kit.theme import Theme
from ui.kit.widgets import Elided, Paragraph, button, column, frame, label, row
from ui.warning.excerpt import CHARACTERS, LINES, Excerpt, excerpt

THUMBNAIL = (203, 99)
"""Width and height in pixels at 100 %."""

_ROWS = 3
_MARGINS = (14, 10, 14, 10)


class Evidence(QWidget):
    """Base class of evidence."""

    def show_content(self, content: CaseContent) -> None:
        """Show the content fetched from the guard; text evidence came with the case already."""

    def show_copy(self, copy: MaskedCopy) -> None:
        """Show what may be pasted instead of the original."""

    def letting_go(self, original: bool) -> None:
        """Show the original, which will be pasted, while somebody is releasing it; otherwise the previous content."""


class TextEvidence(Evidence):
    """At most three lines with the marks; personal data is masked until the button is held down."""

    def __init__(self, theme: Theme, case: Case, shown: Excerpt) -> None:
        super().__init__()
        self._case = case
        self._shown = shown
        self.paragraph = Paragraph(theme, "", 14, 24)
        self.paragraph.show_text(shown.text, shown.spans)
        self._let_go = False
        self._origin = _origin(case, shown)
        self._caption = Paragraph(theme, self._origin, 12, 18, "text3")
        self._peek = self._peek_button() if shown.hides else None
        caption = row(theme, self._caption, *((self._peek,) if self._peek else ()), spacing=8)
        caption.setStretch(0, 1)
        box = frame("sunken")
        margins = (14, 10, 14, 5) if shown.hides else _MARGINS
        box.setLayout(column(theme, self.paragraph, caption, spacing=0 if shown.hides else 4, margins=margins))
        self.setLayout(column(theme, box))

    def show_copy(self, copy: MaskedCopy) -> None:
        """Show the first words of the copy; holding the button down still shows the original."""
        words = words_of(copy)
        if words:  # otherwise it is pictures, and the words around the mark stay
            self._shown = Excerpt(_begin(words), (), "", hides=True)
        self._origin = _copy_words(self._case, copy)
        self.letting_go(self._let_go)

    def letting_go(self, original: bool) -> None:
        """Show the words that will be pasted, unmasked."""
        self._let_go = original
        self._caption.show_text(say("原文，将粘贴这一份") if original else self._origin)
        if self._peek is not None:
            self._peek.setVisible(not original)
        if original:
            self._show_original()
        else:
            self._show_masked()

    def _peek_button(self) -> QPushButton:
        peek = button(say("按住看原文"), "link")
        peek.setObjectName("small")
        kept = peek.sizePolicy()
        kept.setRetainSizeWhenHidden(True)  # the line around it keeps its height
        peek.setSizePolicy(kept)
        peek.pressed.connect(self._show_original)
        peek.released.connect(self._show_masked)
        return peek

    def _show_original(self) -> None:
        original = excerpt(self._case, masked=False)
        if original is not None:
            self.paragraph.show_text(original.text, original.spans)
            if not self._let_go:
                # A screen reader still reads the masked words.
                self.paragraph.setAccessibleName(self._shown.text)

    def _show_masked(self) -> None:
        self.paragraph.show_text(self._shown.text, self._shown.spans)


class PictureEvidence(Evidence):
    """The part of the picture around its marks, and beside it the legend of the marks."""

    def __init__(self, theme: Theme, case: Case) -> None:
        super().__init__()
        self._case = case
        self._thumbnail = Thumbnail(theme, *THUMBNAIL)
        self._names = naming(case)
        rows = legend(case.matches(), self._names)
        self._total = sum(entry.count for entry in rows)
        self._origin = say("原图，已标出 {count} 处", count=self._total) if rows else case_title(case)
        self._caption = label(self._origin, "caption")
        self._thumbnail.setAccessibleName(self._name(rows))
        left = column(theme, self._thumbnail, self._caption, spacing=6)
        self._beside = QWidget()
        self._beside.setLayout(_legend(theme, rows))
        self._copy = Thumbnail(theme, *THUMBNAIL, boxed=False)
        self._masked = QWidget()
        self._words = label(_copy_words(case), "caption")
        self._masked.setLayout(column(theme, self._copy, self._words, spacing=6))
        self._masked.hide()
        self._has_copy = self._let_go = False
        self._layout = row(theme, left, self._beside, self._masked, None, spacing=8)
        self.setLayout(self._layout)

    def show_content(self, content: CaseContent) -> None:
        """Show the picture, or that it cannot be shown."""
        if content.pictures:
            self._thumbnail.show_picture(image_of(content.pictures[0]), marks(self._case.matches(), self._names),
                                         self._thumbnail.accessibleName())

    def show_copy(self, copy: MaskedCopy) -> None:
        """Show the masked picture instead of the legend: the same part of it as of the original."""
        kinds = listed(f"{kind} {count}" for kind, count in copy.kinds)
        self._copy.show_picture(image_of(copy.raster), marks(self._case.matches(), self._names),
                                say("打码版，已遮住：{kinds}", kinds=kinds))
        self._words.setText(_copy_words(self._case, copy))
        self._has_copy = True
        self.letting_go(self._let_go)

    def letting_go(self, original: bool) -> None:
        """Show the original alone, with the legend of its marks."""
        self._let_go = original
        self._caption.setText(say("原图，将粘贴这一份") if original else self._origin)
        masked = self._has_copy and not original
        self._beside.setHidden(masked)
        self._masked.setVisible(masked)

    def _name(self, rows: tuple[Row, ...]) -> str:
        if not rows:
            return say("原图：{title}", title=case_title(self._case))
        kinds = listed(entry.words for entry in rows)
        return say("原图，已标出 {count} 处：{kinds}", count=self._total, kinds=kinds)


class NameEvidence(Evidence):
    """Only the item's name: nothing inside could be read."""

    def __init__(self, theme: Theme, case: Case) -> None:
        super().__init__()
        box: QFrame = frame("sunken")
        box.setLayout(column(theme, Elided(case_title(case)), label(source(case), "caption"), spacing=4,
                             margins=_MARGINS))
        self.setLayout(column(theme, box))


def evidence_of(theme: Theme, case: Case) -> Evidence:
    """Return the evidence widget for the item."""
    if is_picture(case):
        return PictureEvidence(theme, case)
    shown = excerpt(case)
    return TextEvidence(theme, case, shown) if shown else NameEvidence(theme, case)


def _copy_words(case: Case, copy: MaskedCopy | None = None) -> str:
    """Return the line below a masked copy: that it may not hide everything, or what the buttons do; others paste or
    give back the original.
    """
    warning = below_copy(copy) if copy is not None else ""
    if warning:
        return warning
    if copy is not None and not (copy.text or copy.picture):
        return say("打码版是图片，到“被拦截内容”里看")
    if case.origin is Origin.OPENED:
        return say("“另存打码版”就是这一份")
    return say("“复制打码版”就是这一份") if by_clipboard(case) else say("“发送打码版”将粘贴这一份")


def _origin(case: Case, shown: Excerpt) -> str:
    worst = case.worst()
    file = one_line(worst.name, 40) if case.kind is Kind.FILES and worst else source(case)
    return f"{file} · {shown.where}" if shown.where else file


def _begin(untrusted_text: str) -> str:
    """Return the first lines of a copy, as many as evidence shows."""
    shown = "\n".join(line for line in lines(untrusted_text[:CHARACTERS]).split("\n") if line.strip())
    shown = "\n".join(shown.split("\n")[:LINES])
    return shown + ELLIPSIS if len(shown) < len(untrusted_text.strip()) else shown


def _legend(theme: Theme, rows: tuple[Row, ...]) -> QVBoxLayout:
    parts: list[QWidget] = []
    for entry in rows[:_ROWS]:
        line = QWidget()
        name = Elided(entry.words, "small")
        name.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        line.setLayout(row(theme, Disc(entry.number, BOXED), name, None, spacing=8))
        parts.append(line)
    if len(rows) > _ROWS:
        parts.append(label(say("还有 {count} 种", count=len(rows) - _ROWS), "caption"))
    layout = column(theme, *parts, None, spacing=4)
    layout.setAlignment(Qt.AlignmentFlag.AlignTop)
    return layout
