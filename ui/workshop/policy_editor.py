"""Shows 单位策略: the text of the unit's policy, checked while it is typed, and what differs from the built-in one."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from guard.config.builtin_policy import BUILTIN_POLICY, builtin_policy
from guard.config.errors import PolicyError
from guard.config.policy_file import load
from guard.core.policy import Policy
from guard.publish.comparing import policy_differences
from guard.publish.contents import packs_named
from guard.publish.pages import written_policy
from guard.publish.policy_objections import objection_lines
from guard.supply.builtin import BUILTIN_NAME
from guard.supply.packs_and_policy import SupplyError
from guard.supply.unit_pack import UnitPackError, replace_unit_pack
from rules.schema.problem import Problem
from ui.i18n.say import say
from ui.kit.display_text import one_line
from ui.kit.help import Help
from ui.kit.sentences import told
from ui.kit.theme import Theme
from ui.kit.widgets import Paragraph, Scrolled, button, column, frame, label, open_with, replace_all, row
from ui.workshop.source import SourceView

_SIZE = (860, 640)
_NAME_LIMIT = 40
_DEBOUNCE_MS = 200
_MOST = 180


class PolicyWindow(QWidget):
    """The policy file that is signed with the rules. ``written`` is emitted after it was saved."""

    written = Signal(str)

    def __init__(self, theme: Theme, file: Path, office: Path | None = None, pack: Path | None = None) -> None:
        """``office`` is the publishing folder whose signed policy a new file starts as, ``pack`` the unit's pack that
        is signed with it.
        """
        super().__init__()
        Help(theme, self)
        self._theme, self._file, self._text, self._pack = theme, file, "", pack
        self.setObjectName("page")
        self.setWindowTitle(say("单位策略 — 密哨"))
        self.source = SourceView(theme)
        self.save = button(say("保存"), "primary")
        self.save.setEnabled(False)
        self._differences = column(theme, spacing=4)
        self._notice = Paragraph(theme, "", 13, 20, "text2")
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_DEBOUNCE_MS)
        self._soon.timeout.connect(self._check)
        self._place()
        self.source.written.connect(self._changed)
        self.save.clicked.connect(self._save)
        open_with(self, theme, _SIZE)
        self._open(office)

    def plain(self) -> str:
        """Return what is said of the text, one line each."""
        return "\n".join(part.plain() for part in self.findChildren(Paragraph))

    def _place(self) -> None:
        theme = self._theme
        words = say("写“基于: 内置”，就只写和内置策略不同的。保存在 {name}，签名发布以后每台电脑才生效。",
                    name=one_line(self._file.name, _NAME_LIMIT))
        inside = QWidget()
        inside.setLayout(self._differences)
        close = button(say("关闭"))
        close.clicked.connect(self.close)
        head = column(theme, label(say("单位策略"), "h1"), Paragraph(theme, words, color="text2"), spacing=8,
                      margins=(24, 20, 24, 0))
        listed = column(theme, Scrolled(theme, say("和内置策略的不同"), inside, _MOST), margins=(24, 0, 24, 12))
        foot = frame("footer")
        line = row(theme, self._notice, self.save, close, spacing=12, margins=(24, 12, 24, 12))
        line.setStretch(0, 1)
        foot.setLayout(line)
        outer = column(theme, head, self.source, listed, foot, spacing=0)
        outer.setStretch(1, 1)
        self.setLayout(outer)

    def _open(self, office: Path | None) -> None:
        try:
            self._text = written_policy(self._file, office).decode("utf-8-sig")
        except (UnitPackError, UnicodeDecodeError) as error:
            words = error.words if isinstance(error, UnitPackError) else ""
            self._notice.show_text(told(words) if words else say("文件不是 UTF-8 编码的文字。"))
            self.source.setEnabled(False)
            return
        self.source.show_text(self._text)
        self._check()

    def _changed(self, text: str) -> None:
        self._text = text
        self.save.setEnabled(False)
        self._soon.start()

    def _check(self) -> None:
        """Mark what is wrong, or list what differs and let the text be saved."""
        try:
            policy = load(self._text.encode(), self._file.name)
        except PolicyError as error:
            self.source.show_problems(error.problems)
            replace_all(self._differences, [])
            self._notice.show_text("" if error.problems else told(error.words))
            return
        refused = self._refused(policy)
        self.source.show_problems((), refused)
        found = policy_differences(load(builtin_policy(), BUILTIN_POLICY), policy)
        lines = [Paragraph(self._theme, told(one.words), 13, 20, "text2") for one in found]
        replace_all(self._differences, list(lines))
        words = say("和内置策略有 {count} 处不同", count=len(found))
        self._notice.show_text(say("{words}；有 {count} 处签名时会被拒绝", words=words, count=len(refused))
                               if refused else words)
        self.save.setEnabled(True)

    def _refused(self, policy: Policy) -> tuple[Problem, ...]:
        """Return that for which the policy would not be signed with the rules of the program and the unit's pack. It
        may be saved: a release can have further packs, and the rules may be written next.
        """
        if not (policy.unit_rules or policy.optional_packs):
            return ()
        try:
            packs = packs_named((BUILTIN_NAME, *([str(self._pack)] if self._pack else ())), policy)
        except (SupplyError, UnitPackError):  # the pack is unfinished: the workshop says what is wrong with it
            packs = packs_named((BUILTIN_NAME,), policy)
        today = datetime.now().astimezone().date()
        return objection_lines(policy, self._text.encode(), self._file.name, packs, today)

    def _save(self) -> None:
        self.save.setEnabled(False)
        try:
            replace_unit_pack(self._file, self._text.encode())
        except UnitPackError as error:
            self._notice.show_text(told(error.words))
            return
        words = say("已保存，签名发布以后生效。")
        self._notice.show_text(words)
        self.written.emit(words)
