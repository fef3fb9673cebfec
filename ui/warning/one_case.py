"""The warning about one item: its title, evidence and choices."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QPushButton, QVBoxLayout, QWidget

from guard.control.masked_copies import MaskedCopy
from guard.control.requests import Reply
from guard.core.model import Case, Kind
from ui.i18n.say import say, sentences
from ui.items.actions import ASKS, Act, Choice, choices_of, confirm_words, masked_words, offers_copy
from ui.items.basis import BETWEEN
from ui.items.copies import left_out
from ui.items.explanation import without_copy, words_of
from ui.items.labels import not_sent
from ui.items.office import office_words, ready_sentence
from ui.items.release_forms import CodeForm, Form, form_for
from ui.kit import icons
from ui.kit.glyph_words import shape
from ui.kit.theme import Theme
from ui.kit.widgets import Paragraph, Scrolled, button, column, frame, label, restyle, row, take_away
from ui.warning.evidence import Evidence, evidence_of
from ui.warning.files import FilesEvidence, stopped_files
from ui.warning.panels import PADDING, WIDTH, Panel, button_rows, choice_buttons, heading
from ui.warning.replies import Replies

_SEVERAL = 2
_REASONS = {Act.FAMILY: "本人或家人的信息", Act.CONSULTATION: "公开征求意见稿", Act.FREE: ""}
"""The recorded reason of a choice that asks for none."""


class CasePanel(Panel):
    """Title, sentence, evidence, advice, basis and choices of one item."""

    chosen = Signal(object)
    """Act: KEEP, ALARM"""
    reply_chosen = Signal(str)
    """The sentence to answer with"""
    masked_asked = Signal()
    release_asked = Signal(str, str)
    """Reason and code"""
    look_wanted = Signal()
    """A file of several was clicked."""
    clean_asked = Signal(object)
    """The paths of the files in which nothing was found: only they are to be sent."""
    office_asked = Signal()
    code_wanted = Signal()
    """The form for a code is open and has no request code yet."""

    def __init__(self, theme: Theme, case: Case, contact: str, replies: Sequence[str] = ()) -> None:
        """``contact`` is how to reach the 保密办, or "" when not configured; ``replies`` are the unit's own."""
        super().__init__()
        self._theme = theme
        self._case = case
        self._words = words_of(case)
        self._form: Form | None = None
        self._buttons: list[QAbstractButton] = []
        self._masked: QPushButton | None = None
        self._keep: QPushButton | None = None
        self.evidence = self._evidence()
        self._clean: tuple[str, ...] = ()
        self._send_clean = button("")
        self._send_clean.clicked.connect(lambda: self.clean_asked.emit(self._clean))
        self._send_clean.hide()
        self._of_copy = Paragraph(theme, "", 13, 20, "text2")
        self._of_copy.setContentsMargins(0, theme.px(8), 0, 0)
        self._of_copy.hide()
        self._advice = Paragraph(theme, "", color="text2")
        self._advice.setContentsMargins(0, theme.px(12), 0, 0)
        self._more = self._basis_more()
        self._notice = Paragraph(theme, "", 13, 20, "unknown")
        self._notice.hide()
        self._choices = self._choices_part()
        self._contact = self._contact_part(contact)
        self._contact.hide()
        self._replies = self._replies_part(replies)
        self._replies.hide()
        self._asking = QWidget()
        self._asking.setLayout(column(theme, spacing=12))
        self._asking.hide()
        self.setLayout(self._body())

    # ------------------------------------------------------------------ Panel
    def title(self) -> str:
        """Return the title."""
        return self._words.title

    def description(self) -> str:
        """Return the destination it did not reach, and the sentences."""
        return sentences(not_sent(self._case), self._words.sentence)

    def choices(self) -> Sequence[QAbstractButton]:
        """Return the buttons shown now."""
        return [widget for widget in self._buttons if widget.isVisible()]

    def unfold(self) -> None:
        """Show or hide the basis."""
        if self._words.basis:
            self._more.setVisible(self._more.isHidden())
            self.redraw()
            self.resized.emit()

    def busy(self) -> bool:
        """True while a form is open or an answer is pending."""
        return not self._asking.isHidden() or not self.isEnabled()

    # ------------------------------------------------------------------ answers
    def show_copy(self, copy: MaskedCopy) -> None:
        """Show the masked copy that may be sent, and enable sending it."""
        self.evidence.show_copy(copy)
        self._tell_of_copy(left_out(copy))
        if self._masked is not None:
            self._masked.setText(masked_words(self._case))
            self._masked.setEnabled(True)
        self.resized.emit()

    def no_copy(self, words: str = "") -> None:
        """Show that there is none: the remaining safe button takes its place. ``words`` say why, where people may have
        expected one: of a file.
        """
        self._tell_of_copy(words if self._case.kind is Kind.FILES else "")
        if self._masked is not None and self._keep is not None:
            self._masked.hide()
            restyle(self._keep, kind="primary")
        self._advise(without_copy(self._words.advice))
        self.resized.emit()

    def _tell_of_copy(self, words: str) -> None:
        self._of_copy.show_text(words)
        self._of_copy.setVisible(bool(words))

    def show_clean(self, paths: tuple[str, ...]) -> None:
        """Offer to send only the files in which nothing was found."""
        if paths:
            self._clean = paths
            self._send_clean.setText(say("只发没问题的 {count} 个", count=len(paths)))
            self._send_clean.show()
            self.resized.emit()

    def tell(self, words: str) -> None:
        """Show here what happened, or why it was not released; the choices stay."""
        self.setEnabled(True)
        self._letting_go(self._form is not None)
        self._notice.show_text(words)
        self._notice.show()
        self.resized.emit()

    def untell(self) -> None:
        """Remove the message."""
        self._notice.hide()
        self.resized.emit()

    # ------------------------------------------------------------------ building
    def _body(self) -> QVBoxLayout:
        theme = self._theme
        layout = column(theme, heading(theme, shape(self._case.decision.outcome), self._words.title), 10,
                        Scrolled(theme, say("为什么"), self._told()), frame("line"), 16, spacing=0,
                        margins=(PADDING, 4, PADDING, 16))
        for part in (self._notice, self._choices, self._contact, self._replies, self._asking):
            layout.addWidget(part)
        return layout

    def _evidence(self) -> Evidence:
        files = stopped_files(self._case)
        if len(files) < _SEVERAL:
            return evidence_of(self._theme, self._case)
        shown = FilesEvidence(self._theme, files)
        shown.look_wanted.connect(self.look_wanted)
        return shown

    def _told(self) -> QWidget:
        """Build everything between title and choices: on a low screen it scrolls, and the choices stay visible."""
        theme, words = self._theme, self._words
        layout = column(theme, Paragraph(theme, words.sentence), 12, self.evidence, self._of_copy, self._advice,
                        spacing=0)
        self._advise(words.advice if offers_copy(self._case) else without_copy(words.advice))
        layout.addSpacing(theme.px(12))
        if words.basis:
            layout.addLayout(self._basis(words.basis))
            layout.addWidget(self._more)
            layout.addSpacing(theme.px(8))
        told = QWidget()
        told.setLayout(layout)
        return told

    def _advise(self, words: str) -> None:
        # A list of files leaves no room for it on a low screen; each file, once opened, has its own.
        words = "" if isinstance(self.evidence, FilesEvidence) else words
        self._advice.show_text(words)
        if not words:
            self._advice.hide()

    def _basis(self, words: str) -> QVBoxLayout:
        self._fold = button("", "quiet", say("依据，按 D 展开或收起"))
        self._fold.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self._fold.setObjectName("fold")
        self._fold.setIconSize(QSize(self._theme.px(16), self._theme.px(16)))
        self._fold.ensurePolished()
        room = self._theme.px(WIDTH - 2 * PADDING - 30)
        self._fold.setText(_shortened(words, self._fold.fontMetrics(), room).replace("&", "&&"))
        self._fold.clicked.connect(self.unfold)
        self.redraw()
        return column(self._theme, row(self._theme, self._fold, None, spacing=0), spacing=0)

    def redraw(self) -> None:
        """Draw the arrow of the basis, where there is one, in the colours of the theme."""
        if self._words.basis:
            name = "ui-chevron-down" if self._more.isHidden() else "ui-chevron-up"
            self._fold.setIcon(icons.icon(self._theme, name, self._theme.px(16)))

    def _basis_more(self) -> QWidget:
        more = QWidget()
        more.setLayout(column(self._theme, *(Paragraph(self._theme, line, 13, 20, "text2")
                                             for line in self._words.basis_more), spacing=4, margins=(0, 4, 0, 4)))
        more.hide()
        return more

    def _choices_part(self) -> QWidget:
        part = QWidget()
        choices = choices_of(self._case)
        buttons = choice_buttons(choices.buttons)
        layout = column(self._theme, button_rows(self._theme, [widget for _, widget in buttons]), self._send_clean,
                        spacing=8)
        self._buttons.append(self._send_clean)
        links = [(choice, button(choice.words, "link")) for choice in choices.links]
        if links:
            layout.addLayout(row(self._theme, *(widget for _, widget in links), None, spacing=20))
        for choice, widget in (*buttons, *links):
            self._connect(choice, widget)
        part.setLayout(layout)
        return part

    def _connect(self, choice: Choice, widget: QPushButton) -> None:
        self._buttons.append(widget)
        widget.clicked.connect(lambda: self._act(choice.act))
        if choice.act is Act.MASKED:
            self._masked = widget
            widget.setText(say("正在打码…"))
            widget.setEnabled(False)
        elif choice.act is Act.KEEP:
            self._keep = widget

    def _contact_part(self, contact: str) -> QWidget:
        part, ready = QWidget(), ready_sentence(self._case)
        keep, copy, back = button(say("不发送"), "primary"), button(say("复制这句话")), button(say("返回"))
        keep.clicked.connect(lambda: self._act(Act.KEEP))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(ready))
        copy.clicked.connect(lambda: copy.setText(say("已复制")))
        back.clicked.connect(self._back)
        self._buttons.extend((keep, copy, back))
        words = QWidget()
        words.setLayout(column(
            self._theme, Paragraph(self._theme, office_words(contact)),
            Paragraph(self._theme, say("可以这样说：“{sentence}”", sentence=ready), 12, 18, "text3"), spacing=4))
        part.setLayout(column(self._theme, label(say("请保密办核对"), "strong"), 6,
                              Scrolled(self._theme, say("请保密办核对"), words), 10,
                              button_rows(self._theme, [keep, copy, back]), spacing=0))
        return part

    def _replies_part(self, of_unit: Sequence[str]) -> QWidget:
        part = Replies(self._theme, of_unit)
        part.chosen.connect(self.reply_chosen)
        part.back.connect(self._back)
        self._buttons.extend(part.buttons)
        return part

    # ------------------------------------------------------------------ acts
    def _act(self, act: Act) -> None:
        if act in ASKS:
            self._ask(act)
        elif act is Act.CONTACT:
            self.office_asked.emit()
            self._show_only(self._contact)
        elif act is Act.REPLY:
            self._show_only(self._replies)
        elif act in _REASONS:
            self._release(_REASONS[act], "")
        elif act is Act.MASKED:
            self.setEnabled(False)
            self.masked_asked.emit()
        else:
            self.chosen.emit(act)

    def _ask(self, act: Act) -> None:
        form = form_for(act, self._theme)
        go, back = button(confirm_words(self._case), "primary"), button(say("返回"))
        go.setEnabled(form.ready())
        form.changed.connect(lambda: go.setEnabled(form.ready()))
        form.entered.connect(go.click)
        go.clicked.connect(lambda: self._release(form.reason(), form.code()))
        back.clicked.connect(self._back)
        inner = QWidget()
        inner.setLayout(column(self._theme, form, button_rows(self._theme, [go, back]), spacing=12))
        self._buttons.extend((go, back))
        layout = self._asking.layout()
        assert layout is not None
        layout.addWidget(inner)
        self._form = form
        self._show_only(self._asking)
        self.typing.emit()
        form.field().setFocus()
        if act is Act.CODE:
            self.code_wanted.emit()

    def show_request(self, reply: Reply) -> None:
        """Show the request code, if the form for a code is still open."""
        if isinstance(self._form, CodeForm):
            self._form.show_request(reply)
            self.resized.emit()

    def _back(self) -> None:
        layout = self._asking.layout()
        assert layout is not None
        while (item := layout.itemAt(0)) is not None:
            widget = item.widget()
            self._buttons = [known for known in self._buttons if not widget.isAncestorOf(known)]
            take_away(layout, widget)
        self._form = None
        self._show_only(self._choices)

    def _show_only(self, wanted: QWidget) -> None:
        self._notice.hide()
        self._letting_go(self._form is not None)
        # The contact says whom to call and what not to do meanwhile, an answer says it to the other side: instead.
        self._advice.setVisible(bool(self._advice.plain()) and wanted not in (self._contact, self._replies))
        for part in (self._choices, self._contact, self._replies, self._asking):
            part.setVisible(part is wanted)
        self.resized.emit()

    def _release(self, reason: str, code: str) -> None:
        self.setEnabled(False)
        self._letting_go(True)
        self.resized.emit()
        self.release_asked.emit(reason, code)

    def _letting_go(self, original: bool) -> None:
        """Make the evidence show that the original will be pasted; not for a file, whose original is not what is
        shown."""
        if self._case.kind is not Kind.FILES and self._case.file is None:
            self.evidence.letting_go(original)


def _shortened(words: str, metrics: QFontMetrics, room: int) -> str:
    """Return a basis that fits this many pixels: laws are dropped from the end, then what follows them, because
    half a law names another one.
    """
    laws, dot, tail = words.rpartition(" · ")
    shown = words
    while metrics.horizontalAdvance(shown) > room and BETWEEN in laws:
        laws = laws.rpartition(BETWEEN)[0]
        shown = say("{laws} 等", laws=laws) + dot + tail
    if metrics.horizontalAdvance(shown) > room and laws:
        shown = laws
    return metrics.elidedText(shown, Qt.TextElideMode.ElideMiddle, room)
