"""Shows 我的信息: numbers of the user that are not asked about again. No number is stored."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QWidget

from guard.control.requests import Reply
from guard.core.own_numbers import OwnEntry, OwnKind
from guard.ipc.replies import Refused
from guard.own_numbers.requests import ForgetOwn, GetOwn, KeepOwn, OwnNumbers
from ui.guard_client.bridge import Bridge
from ui.i18n.dates import day
from ui.i18n.say import mark, say
from ui.kit.choice_box import ChoiceBox
from ui.kit.once import Once
from ui.kit.sentences import told
from ui.kit.small_window import SmallWindow
from ui.kit.theme import Theme
from ui.kit.widgets import Paragraph, button, column, frame, label, replace_all, row, ruled

_LONGEST = 32
_SHORTEST = 7
_KINDS = {
    OwnKind.IDENTITY: mark("身份证号"),
    OwnKind.PHONE: mark("手机号"),
    OwnKind.CARD: mark("银行卡号"),
}


class OwnWindow(SmallWindow):
    """The registered numbers, each with a button to remove it, and a field for another. ``now`` is the wall clock."""

    def __init__(self, theme: Theme, bridge: Bridge, now: Callable[[], float] = time.time) -> None:
        super().__init__(theme, say("我的信息"), say("登记您本人的号码。以后要发的内容里只有这些号码，就不再问您。"
                                                 "号码本身不保存，只留一个认得出它的记号，不离开这台电脑。"))
        self._bridge = bridge
        self._now = now
        listed = frame("card")
        self._list = column(theme, spacing=0)
        listed.setLayout(self._list)
        self.kind = ChoiceBox(say("哪一种号码"))
        for kind, words in _KINDS.items():
            self.kind.addItem(say(words), kind)
        self.kind.setMinimumWidth(theme.px(120))
        names = [label(say(words), "strong") for words in _KINDS.values()]
        for name in names:
            name.ensurePolished()
        self._widest = max(name.sizeHint().width() for name in names)
        self.number = QLineEdit()
        self.number.setAccessibleName(say("号码"))
        self.number.setPlaceholderText(say("您本人的号码"))
        self.number.setMaxLength(_LONGEST)
        self.keep = button(say("登记"), "primary")
        self._once = Once(self.keep, lambda: len(self.number.text().strip()) >= _SHORTEST)
        close = button(say("关闭"))
        self.number.textChanged.connect(self._once.look)
        self.number.returnPressed.connect(self.keep.click)
        self.keep.clicked.connect(self._keep)
        close.clicked.connect(self.close)
        fields = row(theme, self.kind, self.number)
        fields.setStretch(1, 1)
        note = Paragraph(theme, say("同时有别人的号码，或带密级标志，照样提醒。家人的号码请不要登记。"),
                         12, 18, "text3")
        inside = QWidget()
        inside.setLayout(column(theme, listed, fields, note, spacing=12))
        self.complete((inside,), (self.keep, close))
        self._show(())
        self.number.setFocus()
        bridge.ask(GetOwn(), self, self._answered)

    def _keep(self) -> None:
        self.notice.hide()
        self._once.asked()
        self._bridge.ask(KeepOwn(self.kind.currentData(), self.number.text()), self, self._kept)

    def _kept(self, reply: Reply) -> None:
        self._once.answered()
        if isinstance(reply, OwnNumbers):
            self.number.clear()
        self._answered(reply)

    def _forget(self, entry: OwnEntry) -> None:
        self.notice.hide()
        self._bridge.ask(ForgetOwn(entry.digest), self, self._answered)

    def _answered(self, reply: Reply) -> None:
        if isinstance(reply, OwnNumbers):
            self._show(reply.entries)
        elif isinstance(reply, Refused):
            self.refuse(told(reply.words))

    def _show(self, entries: tuple[OwnEntry, ...]) -> None:
        lines = [self._line(entry) for entry in entries]
        if not lines:
            lines = [self._in_line(label(say("还没有登记。"), "body2"))]
        replace_all(self._list, ruled(lines))
        self.fit()

    def _line(self, entry: OwnEntry) -> QWidget:
        kind = say(_KINDS[entry.kind])
        forget = button(say("删去"), "link", say("删去登记的{kind}", kind=kind))
        forget.clicked.connect(lambda: self._forget(entry))
        at = label(say("{date}登记", date=day(entry.at, self._now()).split(" · ")[-1]), "caption")
        name = label(kind, "strong")
        name.setMinimumWidth(self._widest)
        return self._in_line(name, at, None, forget)

    def _in_line(self, *parts: QWidget | None) -> QWidget:
        line = QWidget()
        line.setFixedHeight(self._theme.px(44))
        line.setLayout(row(self._theme, *parts, spacing=10, margins=(14, 0, 14, 0)))
        return line
