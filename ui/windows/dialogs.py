"""Small windows that ask before pausing or leaving, and 关于. None of them blocks another window."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from guard.control.requests import AskActCode, Pause, Reply, Shutdown, Status
from guard.core.locks import NEEDS_CODE, Lock
from guard.core.reasons import SHORTEST_REASON
from guard.ipc.replies import Refused
from ui.guard_client.bridge import Bridge
from ui.i18n.say import say
from ui.items.release_forms import CodeForm
from ui.kit.choice_box import ChoiceBox
from ui.kit.display_text import one_line
from ui.kit.once import Once
from ui.kit.small_window import SmallWindow
from ui.kit.theme import Theme
from ui.kit.widgets import Paragraph, button, label

_PACK_LIMIT = 160
_STEPS = (5, 10, 30, 60, 120)


class _ActWindow(SmallWindow):
    """Asks before something that the policy may allow with an authorisation code only; then it asks for that, too."""

    def __init__(self, theme: Theme, bridge: Bridge, act: Lock, heading: str, sentence: str) -> None:
        super().__init__(theme, heading, sentence)
        self._bridge, self._act = bridge, act
        self._questions: tuple[QWidget, ...] = ()
        self.reason = QLineEdit()
        self.code = CodeForm(theme)
        self.code.hide()

    def ask(self, act: QPushButton, *questions: QWidget, buttons: Sequence[QPushButton]) -> None:
        """Show the questions; the code is asked for in their place, once they are answered. ``act`` needs a reason."""
        self._questions = questions
        self.once = Once(act, lambda: len(self.reason.text().strip()) >= SHORTEST_REASON)
        self.reason.textChanged.connect(self.once.look)
        self.complete((*questions, self.code), buttons)

    def done_or_code(self, reply: Reply, done: Callable[[], None]) -> None:
        """Close and call ``done``, show why not, or show the request code that the 保密办 answers."""
        self.once.answered()
        if isinstance(reply, Refused) and reply.code == NEEDS_CODE and self.code.isHidden():
            self.ask_code()
            self._bridge.ask(AskActCode(self._act), self, self.show_request)
        else:
            self.answered(reply, done)

    def ask_code(self) -> None:
        """Ask for the code in the place of what has been answered."""
        self.say_instead(say("由单位设定：要有保密办的授权码。"))
        for question in self._questions:
            question.hide()
        self.code.show()
        self.code.field().setFocus()
        self.fit()

    def show_request(self, reply: Reply) -> None:
        """Show the request code to read out, or why there is none."""
        self.code.show_request(reply)
        self.fit()


class PauseWindow(_ActWindow):
    """Asks for how long to pause, and why."""

    def __init__(self, theme: Theme, bridge: Bridge, longest: int) -> None:
        """``longest`` is the policy's limit, in minutes."""
        super().__init__(theme, bridge, Lock.PAUSE, say("暂停"),
                         say("暂停时不核对新复制的内容；已经留下的仍然留着。到时自动恢复。"))
        self.minutes = ChoiceBox(say("暂停多久"))
        for minutes in [step for step in _STEPS if step < longest] + [longest]:
            self.minutes.addItem(say("{minutes} 分钟", minutes=minutes), minutes)
        self.reason.setAccessibleName(say("原因"))
        self.reason.setPlaceholderText(say("原因，例如：整理旧文件"))
        self.go = button(say("暂停"), "primary")
        back = button(say("返回"))
        self.reason.returnPressed.connect(self.go.click)
        self.go.clicked.connect(self._pause)
        back.clicked.connect(self.close)
        self.code.entered.connect(self.go.click)
        self.ask(self.go, label(say("多久？为什么？"), "strong"), self.minutes, self.reason, buttons=(self.go, back))
        self.reason.setFocus()

    def _pause(self) -> None:
        self.once.asked()
        minutes = int(self.minutes.currentData())
        self._bridge.ask(Pause(minutes, self.reason.text().strip(), self.code.code()), self,
                         lambda reply: self.done_or_code(reply, lambda: None))


class LeaveWindow(_ActWindow):
    """Asks whether to close only the tray or to stop guarding. Stopping needs a reason and the guard's consent."""

    tray_closed = Signal()
    guard_stopped = Signal()

    def __init__(self, theme: Theme, bridge: Bridge) -> None:
        super().__init__(theme, bridge, Lock.STOP, say("退出"),
                         say("只关闭托盘，密哨还在看守。停止看守后，复制的内容不再核对。"))
        self.reason.setAccessibleName(say("停止看守的原因"))
        self.reason.setPlaceholderText(say("停止看守要写原因"))
        self.tray_only = button(say("仅关闭托盘"), "primary")
        self.stop = button(say("停止看守"), "danger")
        back = button(say("返回"))
        self.tray_only.clicked.connect(self._close_tray)
        self.stop.clicked.connect(self._stop)
        back.clicked.connect(self.close)
        self.ask(self.stop, self.reason, buttons=(self.tray_only, self.stop, back))

    def _close_tray(self) -> None:
        self.close()
        self.tray_closed.emit()

    def _stop(self) -> None:
        self.once.asked()
        self._bridge.ask(Shutdown(self.reason.text().strip(), code=self.code.code()), self,
                         lambda reply: self.done_or_code(reply, self.guard_stopped.emit))


class AboutWindow(SmallWindow):
    """Shows 关于: version and rules, what happens to content, whom to ask, the licence."""

    def __init__(self, theme: Theme, version: str, status: Status | None) -> None:
        """``status`` is None while the guard has not answered."""
        super().__init__(theme, say("关于密哨"), say("在内容到达聊天软件之前，先替您看一眼能不能发。"))
        lines = [say("版本 {version}，许可证 Apache-2.0", version=version)]
        if status is not None and status.pack:
            lines.append(say("现在用的规则：{pack}", pack=one_line(status.pack, _PACK_LIMIT)))
        lines.append(say("内容只在这台电脑上看，不上传；留下的内容加密存放。"))
        if status is not None and status.security_office:
            lines.append(say("有疑问请找保密办：{contact}", contact=one_line(status.security_office, _PACK_LIMIT)))
        close = button(say("关闭"), "primary")
        close.clicked.connect(self.close)
        self.complete((Paragraph(theme, "\n".join(lines), 13, 20),
                       label(say("只用于连接互联网的非涉密电脑。"), "caption")), (close,))


class ElsewhereWindow(SmallWindow):
    """Shown to a user who logs in a second time: there is one guard per user, and it is on the other display."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, say("这个桌面没有看守"), say("密哨正在您登录的另一个桌面上看守，这里复制的内容不核对。"
                                                       "要在这里用，请先在那边退出密哨并停止看守，再在这里打开。"))
        close = button(say("关闭"), "primary")
        close.clicked.connect(self.close)
        self.complete((), (close,))
