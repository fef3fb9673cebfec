"""Shows 发前自查: the verdict follows what is typed, pasted or dropped; nothing of it is kept."""

from __future__ import annotations

import time
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QIcon,
    QImage,
    QKeySequence,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QStackedWidget, QWidget

from guard.control.masked_copies import MaskedCopy
from guard.control.offered_requests import (
    GiveReceipt,
    Offered,
    ReceiptGiven,
    SelfCheck,
    SelfChecked,
    TakeOffered,
)
from guard.control.requests import Reply
from guard.core.model import Outcome
from guard.ipc.replies import Refused
from ui.guard_client.bridge import Bridge
from ui.i18n.say import say
from ui.items.copies import copied
from ui.items.on_clipboard import put_on_clipboard
from ui.items.picture_boxes import image_of
from ui.kit import icons
from ui.kit.help import Help
from ui.kit.sentences import told
from ui.kit.theme import Theme
from ui.kit.widgets import Elided, button, column, label, open_with, row
from ui.selfcheck.answer import answer_of, matches_of
from ui.selfcheck.content import PIXELS, Encoding, as_mime, far_away, has_picture, is_long, paths_of, raw_picture
from ui.selfcheck.masked_copy import OfferedCopy
from ui.selfcheck.offered import Editor, PicturePane
from ui.selfcheck.panel import VerdictPanel
from ui.selfcheck.saved_report import write_checked
from ui.selfcheck.saving import ask_where, write_receipt
from ui.selfcheck.several import Several

DEBOUNCE_MS = 150
"""Milliseconds without a key before the verdict is requested."""

LOOKING_MS = 200
"""Milliseconds without an answer before 正在看… is shown."""

_SIZE = (920, 600)
_SMALLEST = (760, 520)


class SelfCheckWindow(QWidget):
    """On the left the content to send, on the right the verdict. One question at a time; the latest content wins."""

    checked = Signal()
    """An answer for the content shown now has arrived."""

    def __init__(self, theme: Theme, bridge: Bridge) -> None:
        super().__init__()
        self._explain = Help(theme, self).link()
        self._theme = theme
        self._bridge = bridge
        self._offered = Offered()
        self._asked: Offered | None = None
        self._answer: SelfChecked | None = None
        self._encoding: Encoding | None = None
        self.setObjectName("page")
        self.setWindowTitle(say("发前自查 — 密哨"))
        self.setWindowIcon(QIcon(icons.pixmap(theme, "mishao", 64)))
        self.setAcceptDrops(True)
        self.editor = Editor(theme)
        self.picture = PicturePane(theme)
        self.several = Several(theme, bridge)
        self.files = self.several.files
        self.masked = QPlainTextEdit()
        self.masked.setReadOnly(True)
        self.masked.setAccessibleName(say("打码后的内容"))
        self.masked_picture = PicturePane(theme)
        self.panes = QStackedWidget()
        for pane in (self.editor, self.picture, self.several, self.masked, self.masked_picture):
            self.panes.addWidget(pane)
        self.panel = VerdictPanel(theme)
        self._masking = OfferedCopy(bridge, self.panel, self.panel.notice)
        self.choose = button(say("选文件…"))
        self.choose_folder = button(say("选文件夹…"))
        self.choose_folder.hide()
        self.clear = button(say("清空"), "quiet")
        self._count = Elided("", "caption")
        self._count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._lay_out()
        self._pause = QTimer(self, singleShot=True, interval=DEBOUNCE_MS)
        self._looking = QTimer(self, singleShot=True, interval=LOOKING_MS)
        self._connect()
        self._counted()
        self.editor.setFocus()

    def take(self, mime: QMimeData) -> None:
        """Take pasted or dropped content: files before a picture before a text."""
        away, paths = far_away(mime), paths_of(mime)
        if away:
            self._take_none(away)
        elif paths:
            self.take_files(paths)
        elif has_picture(mime):
            self._take_picture(mime)
        elif is_long(mime.text()):
            self._take_long(mime.text())
        elif mime.text():
            self._pane(self.editor)
            self.editor.insertPlainText(mime.text())

    def take_files(self, paths: tuple[str, ...]) -> None:
        """Check these files, and those below these folders, instead of the current content."""
        self._pane(self.several)
        self._change(Offered(paths=paths, pixels=PIXELS))
        self._looking.start()
        self.several.begin(paths)

    def offered(self) -> Offered:
        """Return the content to check."""
        return self._offered

    def offer_again(self, offered: Offered) -> None:
        """Check the content of a window that this one replaces."""
        if offered.paths:
            self.take_files(offered.paths)
        elif offered.untrusted_picture:
            self._pane(self.picture)
            self._offer(offered)
        elif is_long(offered.untrusted_text):
            self._take_long(offered.untrusted_text)
        else:
            self.editor.setPlainText(offered.untrusted_text)

    def save_receipt(self, path: str) -> None:
        """Have the receipt of what was checked written to a file."""
        if self._answer is not None:
            self._bridge.ask(GiveReceipt(self._answer.check), self, lambda reply: self._write(reply, Path(path)))

    # ------------------------------------------------------------------ building
    def _lay_out(self) -> None:
        theme = self._theme
        tools = row(theme, self.choose, self.choose_folder, self.clear, self._count, self._explain)
        tools.setStretch(3, 1)
        left = column(theme, label(say("要发的内容"), "strong"), self.panes, tools, spacing=10)
        left.setStretch(1, 1)
        page = row(theme, left, self.panel, spacing=32, margins=(24, 20, 24, 18))
        page.setStretch(0, 1)
        self.setLayout(page)
        open_with(self, theme, _SIZE, _SMALLEST)

    def _connect(self) -> None:
        self.editor.textChanged.connect(self._typed)
        self.editor.given.connect(self.take)
        self.choose.clicked.connect(lambda: self._choose(say("选文件"), QFileDialog.FileMode.ExistingFiles))
        self.choose_folder.clicked.connect(lambda: self._choose(say("选文件夹"), QFileDialog.FileMode.Directory))
        self.clear.clicked.connect(self.start_again)
        self._pause.timeout.connect(self._ask)
        self._looking.timeout.connect(self.panel.show_looking)
        self.panel.copy_wanted.connect(self._copy_masked)
        self.panel.look_wanted.connect(self._look)
        self.panel.receipt_wanted.connect(self._choose_receipt)
        self.panel.send_wanted.connect(self._copy_clear)
        self.panel.report_wanted.connect(self._choose_report)
        self.several.single.connect(self._offer_file)
        self.several.empty.connect(lambda: self._fail(say("这个文件夹里没有文件。")))
        self.several.ended.connect(self._answer_all)
        self.several.failed.connect(lambda refused: self._fail(told(refused.words)))
        QShortcut(QKeySequence.StandardKey.Paste, self,
                  lambda: self.take(QGuiApplication.clipboard().mimeData() or QMimeData()))  # None when cleared
        QShortcut(QKeySequence.StandardKey.Open, self, self.choose.click)
        QShortcut(QKeySequence.StandardKey.Close, self, self.close)

    def start_again(self) -> None:
        """Clear the content."""
        self._pane(self.editor)
        self.editor.clear()
        self._offer(Offered())
        self.editor.setFocus()

    # ------------------------------------------------------------------ content
    def _take_picture(self, mime: QMimeData) -> None:
        self._pane(self.picture)
        self.picture.show_picture(QImage(), say("图片"))
        raw = raw_picture(mime)
        if raw:
            self._offer_picture(raw)
            return
        self._change(Offered())
        self.panel.show_looking()
        self._encoding = Encoding(QImage(mime.imageData()))
        self._encoding.told.ready.connect(self._offer_picture)
        self._encoding.start()

    def _offer_picture(self, untrusted_bytes: bytes) -> None:
        if self.panes.currentWidget() is self.picture:
            self._offer(Offered(untrusted_picture=untrusted_bytes, pixels=PIXELS))

    def _take_long(self, untrusted_text: str) -> None:
        self._pane(self.several)
        self.files.show_names([say("长文字，{count:,} 字", count=len(untrusted_text))])
        self._offer(Offered(untrusted_text))

    def _take_none(self, away: tuple[str, ...]) -> None:
        self._pane(self.several)
        self._change(Offered())
        self.several.list_away(away)
        self._fail(say("列出的这些不在这台电脑的文件夹里，密哨读不到，所以这次什么都没有查。先存到本机，再一起查。"))

    def _typed(self) -> None:
        if self.panes.currentWidget() is not self.editor:
            return
        self.editor.show_marks(())
        self._change(Offered(self.editor.toPlainText()))
        self._pause.start()

    def _offer(self, offered: Offered) -> None:
        self._change(offered)
        self._ask()

    def _offer_file(self, path: str) -> None:
        self._offered = Offered(paths=(path,), pixels=PIXELS)
        self._masking.change(self._offered)
        self._ask()

    def _change(self, offered: Offered) -> None:
        self._pause.stop()
        self.several.stop()
        self._offered, self._answer = offered, None
        self._masking.change(offered)
        self.picture.show_marks(())
        self.panel.hold_back()
        self._counted()

    def _pane(self, pane: QWidget) -> None:
        self.panes.setCurrentWidget(pane)
        if pane is not self.editor:
            self.editor.clear()

    def _counted(self) -> None:
        text = self._offered.untrusted_text
        self._count.show_text(say("{count:,} 字", count=len(text)) if text else say("也可以把文件、图片拖进来"))

    # ------------------------------------------------------------------ asking
    def _ask(self) -> None:
        if self._asked is not None or self.several.asks:
            return  # the answer to another content asks again for the content at that time
        if self._offered == Offered():
            self._looking.stop()
            self.panel.show_empty()
            return
        self._asked = self._offered
        self._looking.start()
        self._bridge.ask(SelfCheck(self._offered), self, self._answered)

    def _answered(self, reply: Reply) -> None:
        asked, self._asked = self._asked, None
        if asked is not self._offered:
            if not self._pause.isActive():
                self._ask()
            return
        if isinstance(reply, SelfChecked):
            self._looking.stop()
            self._show(reply)
            self.checked.emit()
        elif isinstance(reply, Refused):
            self._fail(told(reply.words))

    def _fail(self, words: str) -> None:
        self._looking.stop()
        self.panel.show_failure(words)
        self.checked.emit()

    def _answer_all(self, answer: SelfChecked) -> None:
        """Show the answer to several files, whose rows show their own already."""
        self._looking.stop()
        self._answer = answer
        clear = len(self.several.clear)
        send = say("复制这 {count} 个文件", count=clear) if answer.outcome is Outcome.ALLOW \
            else say("只发这 {count} 个没问题的", count=clear) if clear else ""
        self.panel.show_answer(answer_of(answer), maskable=False, send=send, reported=True)
        self.checked.emit()

    def _show(self, answer: SelfChecked) -> None:
        self._answer = answer
        send = say("复制") if answer.outcome is Outcome.ALLOW and not answer.held else ""
        self.panel.show_answer(answer_of(answer), maskable=answer.maskable, send=send)
        pane = self.panes.currentWidget()
        if answer.held:
            self.panel.notice(say("查的是您复制的那一份，它已经先替您留着；框里显示的是占位文字。"))
        if pane is self.editor:
            self.editor.show_marks(() if answer.held else matches_of(answer.items))
        elif answer.raster is not None:
            self.panes.setCurrentWidget(self.picture)
            self.picture.show_picture(image_of(answer.raster), say("图片"))
            self.picture.show_marks(matches_of(item for item in answer.items if not item.of_name))
        elif pane is self.several:
            self.files.show_items(answer.items, named=bool(self._offered.paths))

    # ------------------------------------------------------------------ next steps
    def _copy_masked(self) -> None:
        self._masking.hand(self._to_clipboard)

    def _copy_clear(self) -> None:
        QGuiApplication.clipboard().setMimeData(as_mime(self._offered, self.several.clear or self._offered.paths))
        self.panel.notice(say("已复制，到要发的窗口按 Ctrl+V。"))

    def _look(self) -> None:
        if self.panes.currentWidget() in (self.masked, self.masked_picture):
            drawn = self._answer is not None and self._answer.raster is not None
            words = self.several if self.editor.document().isEmpty() else self.editor
            self.panes.setCurrentWidget(self.picture if drawn or self._offered.untrusted_picture else words)
            self.panel.look.setText(say("看打码后的样子"))
        else:
            self._masking.hand(self._show_masked)

    def _to_clipboard(self, copy: MaskedCopy) -> None:
        self._bridge.ask(TakeOffered(copy.case), self, self._taken)

    def _taken(self, reply: Reply) -> None:
        if isinstance(reply, MaskedCopy):
            put_on_clipboard(reply)
            self.panel.notice(copied(reply))
        elif isinstance(reply, Refused):
            self._masking.change(self._offered)  # its rules are no longer in force: another is made on request
            self.panel.notice(told(reply.words))

    def _show_masked(self, copy: MaskedCopy) -> None:
        if copy.picture:
            self.masked_picture.show_picture(image_of(copy.raster), say("打码后的图片"))
        else:
            self.masked.setPlainText(copy.text)
        self.panes.setCurrentWidget(self.masked_picture if copy.picture else self.masked)
        self.panel.look.setText(say("看原文"))

    def _choose(self, title: str, what: QFileDialog.FileMode) -> None:
        dialog = QFileDialog(self, title)
        dialog.setFileMode(what)
        dialog.filesSelected.connect(lambda paths: self.take_files(tuple(paths)))
        dialog.open()

    def _choose_receipt(self) -> None:
        name = say("尽责凭证-{moment}.html", moment=time.strftime("%Y%m%d-%H%M%S"))
        ask_where(self, say("保存尽责凭证"), name, ("html", "json"), self.save_receipt)

    def _choose_report(self) -> None:
        name = say("自查报告-{moment}.html", moment=time.strftime("%Y%m%d-%H%M%S"))
        ask_where(self, say("保存报告"), name, ("html", "xlsx"), self.save_report)

    def save_report(self, path: str) -> None:
        """Write a report of the files that were checked, a page or a workbook by its ending."""
        self.panel.notice(write_checked(self._offered.paths, self.several.checked, Path(path)))

    def _write(self, reply: Reply, path: Path) -> None:
        if isinstance(reply, ReceiptGiven):
            self.panel.notice(write_receipt(reply.receipt, path))
        elif isinstance(reply, Refused):
            self.panel.notice(told(reply.words))

    # ------------------------------------------------------------------ window
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 (Qt's name)
        """Take texts, pictures and files anywhere in the window."""
        if self.editor.canInsertFromMimeData(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 (Qt's name)
        """Take the dropped content."""
        self.take(event.mimeData())
        event.acceptProposedAction()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """On the lowest screens folders are dropped."""
        self.choose_folder.setVisible(self.width() >= self._theme.px(_SMALLEST[0]))
        super().resizeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 (Qt's name)
        """Forget everything that was shown."""
        self.start_again()
        self.masked.clear()
        self.deleteLater()
        super().closeEvent(event)
