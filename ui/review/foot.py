"""The fixed foot of 被拦截内容: its buttons, the form that replaces them, and one line with the result."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from guard.control.release_checks import refuse_destroy
from guard.control.requests import Reply
from guard.core.model import Case, CaseState, CaseSummary, Release
from guard.redact.mask_kinds import Masked
from ui.i18n.say import say
from ui.items.on_clipboard import addresses
from ui.items.release_forms import ReasonForm
from ui.kit.theme import Theme
from ui.kit.widgets import Elided, Paragraph, button, column, label, row
from ui.review.destroying import goes, stays
from ui.review.one_case import mask_words
from ui.review.release import ReleaseStrip


class UndoStrip(QWidget):
    """Asks why one mask is to be removed. ``go`` emits the reason."""

    go = Signal(str)
    back = Signal()

    def __init__(self, theme: Theme, mask: Masked) -> None:
        super().__init__()
        self._form = ReasonForm(theme)
        self.confirm = button(say("取消这一处打码，再核对一次"))
        back = button(say("返回"), "primary")
        self.confirm.clicked.connect(lambda: self.go.emit(self._form.reason()))
        back.clicked.connect(self.back)
        self._form.changed.connect(self._changed)
        asked = say("这一处是{kind}。取消以后会重新核对；如果还是不能发，就不取消。", kind=mask_words(mask))
        self.setLayout(column(theme, label(asked, "body2"), self._form, row(theme, back, self.confirm, None),
                              spacing=8))
        self._changed()
        self.setFocusProxy(self._form.field())

    def _changed(self) -> None:
        self.confirm.setEnabled(self._form.ready())


class Foot(QFrame):
    """Buttons for one item or for several; the window carries them out."""

    copy_wanted = Signal()
    export_wanted = Signal()
    office_wanted = Signal()
    close_wanted = Signal()
    release_wanted = Signal(str, str, str)
    """Reason, code, and target ("" for the original place)."""
    code_wanted = Signal()
    undo_wanted = Signal(str)
    burn_wanted = Signal()
    keep_wanted = Signal()
    """What is about to be destroyed is to stay."""
    form_closed = Signal()
    """The form that had the keyboard is closed."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._case: Case | None = None
        self._primary = self.close_wanted
        self._strip: QWidget | None = None
        self.setProperty("role", "footer")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.first, self.export = button("", "primary"), button(say("导出打码版…"))
        self.take, self.burn = button(say("取回原件…")), button(say("销毁…"), "danger")
        self.first.clicked.connect(self._press_first)
        self.export.clicked.connect(self.export_wanted)
        self.take.clicked.connect(self.ask_release)
        self.burn.clicked.connect(self.burn_wanted)
        self._reason = Elided("", "caption")
        self._buttons = QWidget()
        buttons = row(theme, self.first, self.export, self.take, self._reason, self.burn, spacing=8)
        buttons.setStretch(3, 1)
        self._buttons.setLayout(buttons)
        self.notice = Paragraph(theme, "", 13, 20, "text2")
        self.notice.hide()
        self._taken = ""
        self.folder = button(say("打开文件夹"), "quiet")
        self.folder.clicked.connect(self._open_folder)
        self.folder.hide()
        self.keep = button(say("撤销"), "quiet")
        self.keep.clicked.connect(self.keep_wanted)
        self.keep.hide()
        said = row(theme, self.notice, self.keep, self.folder)
        said.setStretch(0, 1)
        self._column: QVBoxLayout = column(theme, said, self._buttons, spacing=8, margins=(24, 12, 24, 12))
        self.setLayout(self._column)

    def tell(self, words: str, taken: str = "", *, undoable: bool = False) -> None:
        """Show one line over the buttons, or none; ``taken`` is the path of a file whose folder can be opened, as text
        (guard.util.path_text); ``undoable``: something is about to be destroyed.
        """
        self.notice.show_text(words)
        self.notice.setVisible(bool(words))
        self._taken = taken
        self.folder.setVisible(bool(taken))
        self.keep.setVisible(undoable)

    def _open_folder(self) -> None:
        (folder,) = addresses((str(Path(self._taken).parent),))
        QDesktopServices.openUrl(folder)

    def show_case(self, case: Case, *, copying: bool, copied: bool) -> None:
        """Offer the possible actions for an item. ``copying``: its copy is being made; ``copied``: it is available."""
        self._case = case
        rule = case.decision.release
        refusal = refuse_destroy(case)
        again = case.state is CaseState.HELD or (case.state is CaseState.RELEASED and case.file is None)
        if rule in (Release.NEVER, Release.CODE):
            self._offer(say("请保密办核对"), self.office_wanted)
        elif copying or copied:
            self._offer(say("复制打码版"), self.copy_wanted, enabled=copied)
        else:
            self._offer(say("先留着"), self.close_wanted)
        self.export.setVisible(copying or copied)
        self.export.setEnabled(copied)
        self.take.show()
        self.take.setEnabled(again and rule is not Release.NEVER)
        self.burn.setEnabled(refusal is None)
        words = {"secret": say("带密级标志，等保密办处理"), "destroyed": say("已经销毁")}
        self._reason.show_text(words[refusal.code] if refusal else "")
        self.show()

    def show_several(self, summaries: list[CaseSummary]) -> None:
        """Offer the possible actions for several items at once."""
        self.close_strip()
        self._case = None
        self._offer(say("先留着"), self.close_wanted)
        self.export.show()
        self.export.setEnabled(True)
        self.take.hide()
        can_go = any(map(goes, summaries))
        why = say("带密级标志，等保密办处理") if any(map(stays, summaries)) else say("已经销毁")
        self.burn.setEnabled(can_go)
        self._reason.show_text("" if can_go else why)
        self.show()

    def _press_first(self) -> None:
        self._primary.emit()

    def _offer(self, words: str, then: object, *, enabled: bool = True) -> None:
        self.first.setText(words)
        self.first.setAccessibleName(words)
        self.first.setEnabled(enabled)
        self._primary = then  # type: ignore[assignment]  # bound signals have no type of their own in Qt's stubs

    # ------------------------------------------------------------------ strips
    def ask_release(self) -> None:
        """Show the form that the release rule requires."""
        if self._case is None:
            return
        strip = ReleaseStrip(self._theme, self._case)
        strip.go.connect(self.release_wanted)
        strip.back.connect(self.close_strip)
        self._open(strip)
        if strip.wants_code:
            self.code_wanted.emit()

    def show_request(self, reply: Reply) -> None:
        """Show the request code, if it is still wanted."""
        if isinstance(self._strip, ReleaseStrip):
            self._strip.show_request(reply)

    def ask_undo(self, mask: Masked) -> None:
        """Ask why a mask is to be removed."""
        strip = UndoStrip(self._theme, mask)
        strip.go.connect(self.undo_wanted)
        strip.back.connect(self.close_strip)
        self._open(strip)

    def refuse(self, words: str) -> None:
        """Show in its form why a release was refused."""
        if isinstance(self._strip, ReleaseStrip):
            self._strip.refuse(words)
        else:
            self.tell(words)

    def asks(self) -> bool:
        """Return whether a form takes the place of the buttons."""
        return self._strip is not None

    def close_strip(self) -> None:
        """Show the buttons again."""
        self._buttons.show()
        if self._strip is not None:
            self._column.removeWidget(self._strip)
            self._strip.hide()
            self._strip.deleteLater()
            self._strip = None
            self.form_closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Esc in a form shows the buttons again and changes nothing."""
        if event.key() == Qt.Key.Key_Escape and self._strip is not None:
            self.close_strip()
        else:
            super().keyPressEvent(event)

    def _open(self, strip: QWidget) -> None:
        self.close_strip()
        self.tell("")
        self._strip = strip
        self._buttons.hide()
        self._column.addWidget(strip)
        # Qt shows a child that is added late only in the next turn of the event loop; until then nothing in it can
        # have the focus.
        strip.show()
        strip.setFocus()
