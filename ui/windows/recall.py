"""Shows 两分钟补救: what to do after sending by mistake."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from ui.i18n.say import mark, say
from ui.kit.choice_box import ChoiceBox
from ui.kit.small_window import SmallWindow
from ui.kit.theme import Theme
from ui.kit.widgets import Paragraph, button, column, label

TICK_MS = 500


@dataclass(frozen=True, slots=True)
class Recall:
    """How to recall a message in one client. ``seconds`` 0: the unit's administrator or the version decides how long.
    """

    program: str
    seconds: int
    steps: str


RECALLS = (
    Recall(mark("微信"), 120, mark("在那条消息上点右键，选“撤回”。文件和图片也一样，每一条都要单独撤回。")),
    Recall("QQ", 120, mark("在那条消息上点右键，选“撤回”。群主和管理员撤回别人的消息没有时限。")),
    Recall(mark("企业微信"), 0, mark("在那条消息上点右键，选“撤回”。撤不回时请联系单位的企业微信管理员。")),
    Recall(mark("钉钉"), 0, mark("在那条消息上点右键，选“撤回”。对方已读也可以撤回。")),
    Recall(mark("飞书"), 0, mark("在那条消息上点右键，选“撤回”。撤不回时请联系单位的飞书管理员。")),
)


class RecallWindow(SmallWindow):
    """The client, the remaining time, the steps, and a sentence for the group. ``now`` is a monotonic clock."""

    def __init__(self, theme: Theme, contact: str, now: Callable[[], float] = time.monotonic) -> None:
        """``contact`` is how to reach the 保密办, or "" when not configured."""
        super().__init__(theme, say("刚才发错了"), say("先撤回，再请大家不要转发。撤回以后，请把情况告诉保密办。"))
        self._now = now
        self._asked = now()
        self.program = ChoiceBox(say("发到了哪个软件"))
        self.program.addItems([say(recall.program) for recall in RECALLS])
        self.left = label("", "strong")
        self._steps = Paragraph(theme, "", 14, 22)
        self.copy = button(_copy_words(), "primary")
        close = button(say("关闭"))
        self.copy.clicked.connect(self._copied)
        close.clicked.connect(self.close)
        self.program.currentIndexChanged.connect(self._show)
        office = [Paragraph(theme, say("保密办：{contact}", contact=contact), 12, 18, "text3")] if contact else []
        told = QWidget()
        told.setLayout(column(theme, self._steps, *office, spacing=12))
        self._show()
        self.complete((self.program, self.left, told), (self.copy, close))
        self._ticking = QTimer(self, interval=TICK_MS)
        self._ticking.timeout.connect(self._tick)
        self._ticking.start()

    def begin_again(self) -> None:
        """Count down from now: it is asked for after another mistake."""
        self._asked = self._now()
        self.copy.setText(_copy_words())
        self._tick()

    def _show(self) -> None:
        self._steps.show_text(say(self._recall().steps))
        self._tick()

    def _tick(self) -> None:
        recall = self._recall()
        rest = max(0, round(self._asked + recall.seconds - self._now()))
        if not recall.seconds:
            self.left.setText(say("能撤回多久由单位设定，请马上撤回。"))
        elif rest:
            self.left.setText(say("发出 {minutes} 分钟内可以撤回，最多还剩 {rest}", minutes=recall.seconds // 60,
                                  rest=f"{rest // 60}:{rest % 60:02}"))
        else:
            self.left.setText(say("多半已经不能撤回了。请先发下面这句话。"))

    def _recall(self) -> Recall:
        return RECALLS[self.program.currentIndex()]

    def _copied(self) -> None:
        QGuiApplication.clipboard().setText(say("刚才误发了一条消息，请大家不要保存、不要转发，已经保存的请删除。谢谢。"))
        self.copy.setText(say("已复制，到群里按 Ctrl+V"))


def _copy_words() -> str:
    return say("复制给群里的话")
