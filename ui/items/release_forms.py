"""Forms to fill in before an item is released: a reason, an approver, a code. Shared by warning and review."""

from __future__ import annotations

import time

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from guard.control.requests import Reply, RequestCode
from guard.core.reasons import SHORTEST_REASON
from guard.ipc.replies import Refused
from ui.i18n.say import say
from ui.items.actions import Act
from ui.kit.choice_box import ChoiceBox
from ui.kit.sentences import told
from ui.kit.theme import Theme
from ui.kit.widgets import Paragraph, column, label, row

_SHORTEST_CODE = 2
_LONGEST = 100
_SELECTABLE = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
_LONGEST_CODE = 400
"""Most characters of a code, which may be pasted in numbered groups; a field that cut one off would make it
worthless."""


class Form(QWidget):
    """Fields with a heading and a note; ``changed`` follows every edit."""

    changed = Signal()
    entered = Signal()
    """Return was pressed in a field."""

    def ready(self) -> bool:
        """True when everything required is filled in."""
        raise NotImplementedError

    def reason(self) -> str:
        """Return the reason for the record."""
        return ""

    def code(self) -> str:
        """Return the code, for a form that asks for one."""
        return ""

    def field(self) -> QWidget:
        """Return the field to focus first."""
        raise NotImplementedError


class ReasonForm(Form):
    """A reason from the list, or in the user's own words."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._list = _combo(say("原因"), say("请选原因"), say("对方按职责需要"), say("本来就是公开的"),
                            say("已征得本人同意"), say("其他原因"))
        self._own = _line(say("补充说明"), say("补充说明，例如：报送民政局"))
        self._list.currentIndexChanged.connect(self.changed)
        self._own.textChanged.connect(self.changed)
        self._own.returnPressed.connect(self.entered)
        self._list.setMinimumWidth(theme.px(168))
        self.setLayout(_asked(theme, say("为什么需要发？"), self._list, self._own))

    def ready(self) -> bool:
        """Whether a reason is chosen; 其他原因 needs words."""
        other = self._list.currentIndex() == self._list.count() - 1
        return self._list.currentIndex() > 0 and (not other or len(self._own.text().strip()) >= SHORTEST_REASON)

    def reason(self) -> str:
        """Return the chosen reason with the added words."""
        added = self._own.text().strip()
        chosen = self._list.currentText()
        return say("{reason}：{added}", reason=chosen, added=added) if added else chosen

    def field(self) -> QWidget:
        """Return the list of reasons."""
        return self._list


class ApproverForm(Form):
    """Who approved it, and how."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._who = _line(say("批准人"), say("姓名，例如：王局长"))
        self._how = _combo(say("批准方式"), say("当面或电话同意"), say("书面签批"), say("会议决定"))
        self._how.setMinimumWidth(theme.px(168))
        self._who.textChanged.connect(self.changed)
        self._who.returnPressed.connect(self.entered)
        self.setLayout(_asked(theme, say("谁批准的？"), self._who, self._how))

    def ready(self) -> bool:
        """Whether a name is given."""
        return len(self._who.text().strip()) >= SHORTEST_REASON

    def reason(self) -> str:
        """Return the approver and the way of approval."""
        return say("{who}，{how}", who=self._who.text().strip(), how=self._how.currentText())

    def field(self) -> QWidget:
        """Return the approver's name."""
        return self._who


class CodeForm(Form):
    """The 保密办's code, and the request code to be read out for it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._request = Paragraph(theme, say("正在取请求码…"))
        self._request.setTextInteractionFlags(_SELECTABLE)
        self._request.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._code = _line(say("授权码"), say("保密办给您的授权码"))
        self._code.setMaxLength(_LONGEST_CODE)
        self._code.textChanged.connect(self.changed)
        self._code.returnPressed.connect(self.entered)
        asked = QWidget()
        asked.setLayout(_asked(theme, say("保密办的授权码"), self._code))
        self.setLayout(column(theme, self._request, asked, spacing=8))

    def show_request(self, reply: Reply) -> None:
        """Show the request code, or why there is none."""
        if isinstance(reply, RequestCode):
            until = time.strftime("%H:%M", time.localtime(reply.valid_until))
            words = say("请把请求码念给保密办：{request}。授权码 {until} 以前有效。", request=reply.text, until=until)
            self._request.show_text(words)
        elif isinstance(reply, Refused):
            self._request.show_text(told(reply.words))

    def said(self) -> str:
        """Return what is shown about the request code."""
        return self._request.plain()

    def ready(self) -> bool:
        """Whether a code is given."""
        return len(self._code.text().strip()) >= _SHORTEST_CODE

    def code(self) -> str:
        """Return the code without surrounding blanks."""
        return self._code.text().strip()

    def field(self) -> QWidget:
        """Return the code's field."""
        return self._code


def form_for(act: Act, theme: Theme) -> Form:
    """Return the form of CODE, REASON or APPROVER. Raises KeyError for an act without a form."""
    return {Act.CODE: CodeForm, Act.REASON: ReasonForm, Act.APPROVER: ApproverForm}[act](theme)


def _asked(theme: Theme, heading: str, *fields: QWidget) -> QVBoxLayout:
    note = Paragraph(theme, say("只记在本机和单位的核对记录里，不记文件内容。"), 12, 18, "text3")
    return column(theme, label(heading, "strong"), 8, row(theme, *fields), 6, note, spacing=0)


def _combo(name: str, *words: str) -> QComboBox:
    widget = ChoiceBox(name)
    widget.addItems(words)
    return widget


def _line(name: str, hint: str) -> QLineEdit:
    widget = QLineEdit()
    widget.setAccessibleName(name)
    widget.setPlaceholderText(hint)
    widget.setMaxLength(_LONGEST)
    return widget
