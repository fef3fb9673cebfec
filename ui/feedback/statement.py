"""Writes 误报说明: a text file to hand over, with words of the item only where a box was ticked."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QFileDialog

from guard.control.requests import Reply
from guard.feedback.answers import FeedbackExcerpt, Given, QuoteCase
from guard.ipc.replies import Refused
from guard.platform import atomic_file
from guard.util.os_errors import why
from ui.guard_client.bridge import Bridge
from ui.i18n.dates import clock, day
from ui.i18n.say import say
from ui.kit.display_text import lines, visible
from ui.kit.sentences import told
from ui.kit.small_window import SmallWindow
from ui.kit.theme import Theme
from ui.kit.widgets import Paragraph, button, column, frame, label


class StatementWindow(SmallWindow):
    """Shows exactly the text of the file. Nothing of it goes over the network."""

    def __init__(self, theme: Theme, bridge: Bridge, given: Given, now: Callable[[], float] = time.time) -> None:
        """``now`` is the wall clock in seconds since the epoch."""
        super().__init__(theme, say("误报说明"), say("存成一个文件，由您自己交给保密办。密哨不会替您发出去。"))
        self._given = given
        self._now = now
        self._excerpt = ""
        self.words = Paragraph(theme, say("正在取…"), 13, 20, "text2")
        box = frame("sunken")
        box.setLayout(column(theme, self.words, label(say("认得出的姓名、号码和住址已经遮住"), "caption"), spacing=4,
                             margins=(14, 10, 14, 10)))
        self.tick = QCheckBox(say("我同意附上以上文字"))
        self.tick.setEnabled(False)
        self.save = button(say("存成文件…"), "primary")
        close = button(say("关闭"))
        self.save.clicked.connect(self._choose)
        close.clicked.connect(self.close)
        self.complete((box, self.tick), (self.save, close))
        bridge.ask(QuoteCase(given.case), self, self._quoted)

    def _quoted(self, reply: Reply) -> None:
        if isinstance(reply, FeedbackExcerpt):
            self._excerpt = lines(reply.text)
            self.words.show_text(self._excerpt)
            self.tick.setEnabled(True)
        elif isinstance(reply, Refused):
            self.words.show_text(told(reply.words))
        self.fit()

    def text(self) -> str:
        """Return the text of the file as it would be written now."""
        given = self._given
        when = f"{day(given.at, self._now()).split(' · ')[0]} {clock(given.at)}"
        parts = [say("密哨误报说明"), say("反馈号：{number}", number=given.number),
                 say("规则：{rule}", rule=given.rule or say("没读出来的")), say("时间：{when}", when=when)]
        if self.tick.isChecked():
            parts += ["", say("附上的文字（本人同意，认得出的姓名、号码和住址已经遮住）："), self._excerpt]
        return "\n".join(parts) + "\n"

    def write(self, path: str) -> None:
        """Write the statement into a new file."""
        try:
            atomic_file.create(Path(path), self.text().encode())
        except FileExistsError:
            self.refuse(say("{name} 已经存在，没有覆盖。请换一个文件名。", name=visible(Path(path).name)))
        except OSError as error:
            self.refuse(say("没能保存：{why}。请换一个文件夹。", why=told(why(error))))
        else:
            self.close()

    def _choose(self) -> None:
        dialog = QFileDialog(self, say("保存误报说明"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        # Only a new file is written: a dialog that asks about overwriting would promise what is not done.
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.setDefaultSuffix("txt")
        dialog.selectFile(say("误报说明 {number}.txt", number=self._given.number))
        dialog.fileSelected.connect(self.write)
        dialog.open()
