"""Shows 单位策略: the text of the unit's policy, checked while it is typed, and what differs from the built-in one."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent
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
from guard.supply.unit_pack import UnitPackError, read_unit_pack, replace_unit_pack
from rules.schema.problem import Problem
from ui.i18n.say import say, sentences
from ui.kit.display_text import one_line
from ui.kit.help import Help
from ui.kit.sentences import told
from ui.kit.theme import Theme
from ui.kit.widgets import Paragraph, Scrolled, button, column, frame, label, open_with, replace_all, row
from ui.workshop.carrying import carried_over
from ui.workshop.source import SourceView
from ui.workshop.unfinished import Unfinished, decoded, forget, keep, left

_SIZE = (860, 640)
_NAME_LIMIT = 40
_DEBOUNCE_MS = 200
_KEEP_MS = 2000
_MOST = 180


class PolicyWindow(QWidget):
    """The policy file that is signed with the rules. ``written`` is emitted after it was saved.

    What is not saved is kept beside the file. A file that was changed elsewhere since it was read is not replaced.
    """

    written = Signal(str)

    def __init__(self, theme: Theme, file: Path, office: Path | None = None, pack: Path | None = None) -> None:
        """``office`` is the publishing folder whose signed policy a new file starts as, ``pack`` the unit's pack that
        is signed with it.
        """
        super().__init__()
        Help(theme, self)
        self._theme, self._file, self._office, self._pack = theme, file, office, pack
        self._text = self._basis = ""
        self._read: bytes | None = None
        self.setObjectName("page")
        self.setWindowTitle(say("单位策略 — 密哨"))
        self.source = SourceView(theme)
        self.save = button(say("保存"), "primary")
        self.save.setEnabled(False)
        self.again = button(say("重新读取"))
        self.again.hide()
        self._differences = column(theme, spacing=4)
        self._notice = Paragraph(theme, "", 13, 20, "text2")
        self._soon, self._later = QTimer(self), QTimer(self)
        for timer, milliseconds, then in ((self._soon, _DEBOUNCE_MS, self._check), (self._later, _KEEP_MS, self._keep)):
            timer.setSingleShot(True)
            timer.setInterval(milliseconds)
            timer.timeout.connect(then)
        self._place()
        self.source.written.connect(self._changed)
        self.save.clicked.connect(self._save)
        self.again.clicked.connect(self._take_up)
        open_with(self, theme, _SIZE)
        self._open()

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
        line = row(theme, self._notice, self.again, self.save, close, spacing=12, margins=(24, 12, 24, 12))
        line.setStretch(0, 1)
        foot.setLayout(line)
        outer = column(theme, head, self.source, listed, foot, spacing=0)
        outer.setStretch(1, 1)
        self.setLayout(outer)

    def _open(self) -> None:
        try:
            self._read_file()
            work = left(self._file)
        except UnitPackError as error:
            self._notice.show_text(told(error.words))
            self.source.setEnabled(False)
            return
        self._show(self._basis)
        if work is not None and work.text != self._basis:
            self._carry(self._basis if work.basis is None else work.basis, work.text, say("接着上次没写完的草稿"))

    def _read_file(self) -> None:
        """Read the file, or what a new one starts as. Raises UnitPackError."""
        read = self._on_disk()
        self._basis = decoded(written_policy(self._file, self._office) if read is None else read, self._file)
        self._read = read

    def _on_disk(self) -> bytes | None:
        return read_unit_pack(self._file) if self._file.exists() else None

    def _take_up(self) -> None:
        """Read the file again, with what is written here."""
        basis = self._basis
        try:
            self._read_file()
        except UnitPackError as error:
            self._notice.show_text(told(error.words))
            return
        self._carry(basis, self._text, "")

    def _carry(self, basis: str, text: str, otherwise: str) -> None:
        """Show what was written in a text over ``basis`` in the file as it is; say ``otherwise`` where that is the
        same."""
        words = otherwise
        if basis != self._basis:
            carried = carried_over(basis, text, self._basis)
            text, words = carried.text, carried.words(one_line(self._file.name, _NAME_LIMIT))
        self._show(text)
        self._keep(words)

    def _show(self, text: str) -> None:
        self._text = text
        self._soon.stop()
        self.save.setEnabled(False)
        self.again.hide()
        self.source.show_text(text)
        self._check()

    def _changed(self, text: str) -> None:
        self._text = text
        self.save.setEnabled(False)
        self._soon.start()
        self._later.start()

    def _keep(self, words: str = "") -> None:
        """Keep what is not saved beside the file; say ``words``, and why it could not be kept."""
        self._later.stop()
        said = sentences(words, self._put_aside())
        if said:
            self._notice.show_text(said)
        elif self._text != self._basis and not self.save.isEnabled() and self.again.isHidden():
            self._notice.show_text(say("草稿已保存；改好以后才能保存到 {name}。",
                                       name=one_line(self._file.name, _NAME_LIMIT)))

    def _put_aside(self) -> str:
        """Write what is not saved beside the file; return why it could not be written, else ""."""
        if self._text == self._basis:
            forget(self._file)
            return ""
        try:
            keep(self._file, Unfinished(self._text, self._basis))
        except UnitPackError as error:
            return told(error.words)
        return ""

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
        content = self._text.encode()
        try:
            if self._on_disk() not in (None, self._read):
                self._refuse()
                return
            replace_unit_pack(self._file, content)
        except UnitPackError as error:
            self._notice.show_text(told(error.words))
            return
        self._read, self._basis = content, self._text
        self._keep()
        words = say("已保存，签名发布以后生效。")
        self._notice.show_text(words)
        self.written.emit(words)

    def _refuse(self) -> None:
        """Say that the file was changed elsewhere, and offer to read it again."""
        words = say("没有保存：{name} 打开以后在别处改过。点“重新读取”，那边的改动就加进来，您写的也留着。",
                    name=one_line(self._file.name, _NAME_LIMIT))
        self._notice.show_text(words)
        self.again.show()
        self.again.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 (Qt's name)
        """Keep what is not saved."""
        if self._later.isActive():
            self._keep()
        super().closeEvent(event)
