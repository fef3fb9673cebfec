"""Releases a held item to its user, in the foot of the review window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from guard.control.requests import Reply
from guard.core.model import Case, Release, Storage
from ui.i18n.say import say
from ui.items.actions import Act, confirm_words
from ui.items.labels import case_title
from ui.items.release_forms import CodeForm, Form, form_for
from ui.kit.theme import Theme
from ui.kit.widgets import Paragraph, button, column, label, row

_ASKS = {Release.CODE: Act.CODE, Release.REASON: Act.REASON, Release.APPROVER: Act.APPROVER}
_SAYS = {Release.FAMILY: "本人或家人的信息"}


class ReleaseStrip(QWidget):
    """The fields and buttons for one item. ``go`` emits reason, code and target ("" for the original place)."""

    go = Signal(str, str, str)
    back = Signal()

    def __init__(self, theme: Theme, case: Case) -> None:
        super().__init__()
        self._theme = theme
        self._case = case
        act = _ASKS.get(case.decision.release)
        self._form: Form | None = form_for(act, theme) if act else None
        self.notice = Paragraph(theme, "", 13, 20, "unknown")
        self.notice.hide()
        self.confirm = button(self._words(), "primary")
        self.save_as = button(say("另存到…"))
        self.save_as.setVisible(case.file is not None and case.keeping is Storage.VAULT)
        back = button(say("返回"))
        self.confirm.clicked.connect(lambda: self._go(""))
        self.save_as.clicked.connect(self._choose)
        back.clicked.connect(self.back)
        parts: list[QWidget] = [self._form] if self._form else [label(self._sentence(), "body2")]
        self.setLayout(column(theme, *parts, self.notice, row(theme, self.confirm, self.save_as, back, None),
                              spacing=10))
        if self._form is not None:
            self._form.changed.connect(self._changed)
            self._form.entered.connect(self.confirm.click)
            self.setFocusProxy(self._form.field())
        self._changed()

    @property
    def wants_code(self) -> bool:
        """Whether a request code is needed."""
        return isinstance(self._form, CodeForm)

    def show_request(self, reply: Reply) -> None:
        """Show the request code."""
        if isinstance(self._form, CodeForm):
            self._form.show_request(reply)

    def refuse(self, words: str) -> None:
        """Show why it was not done."""
        self.setEnabled(True)
        self.notice.show_text(words)
        self.notice.show()

    def _words(self) -> str:
        if self._case.decision.release is Release.FAMILY:
            return say("这是我本人或家人的，取回")
        return confirm_words(self._case)

    def _sentence(self) -> str:
        if self._case.file is not None:
            return say("放回原来的文件夹，名字和时间都不变。")
        return say("放行一次：一分钟内可以再粘贴一次。")

    def _changed(self) -> None:
        ready = self._form is None or self._form.ready()
        self.confirm.setEnabled(ready)
        self.save_as.setEnabled(ready)

    def _choose(self) -> None:
        dialog = QFileDialog(self, say("另存到"), str(Path.home() / case_title(self._case)))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.fileSelected.connect(self._go)
        dialog.open()

    def _go(self, to: str) -> None:
        self.setEnabled(False)
        reason = self._form.reason() if self._form else _SAYS.get(self._case.decision.release, "")
        self.go.emit(reason, self._form.code() if self._form else "", to)
