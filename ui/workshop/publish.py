"""Shows 签名并发布: the target folder, the group, the keys, and what changes before anything is signed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QSettings, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLineEdit, QWidget

from guard.publish.planning import Plan
from guard.publish.rings import PILOT, Ring
from ui.i18n.say import listed, mark, say
from ui.kit.choice_box import ChoiceBox
from ui.kit.display_text import one_line
from ui.kit.theme import Theme
from ui.kit.widgets import Paragraph, button, column, fit_height, frame, label, replace_all, row
from ui.workshop.background import Background
from ui.workshop.differences import DifferencesView
from ui.workshop.file_field import named_row
from ui.workshop.pages import policy_file
from ui.workshop.signing import Answer, Signing, keys_needed, planned, sign

_WIDTH = 560
_FILE_LIMIT = 30
_RINGS = ((mark("试点组"), Ring()), (mark("试点组和一成电脑"), Ring(percent=10, groups=(PILOT,))),
          (mark("全部电脑"), Ring(percent=100, groups=())))


class PublishWindow(QWidget):
    """Signs one pack, or indexes of tables, with all else that its ring has. ``published`` is emitted after a release.

    The first click on its button shows what changes, the second signs exactly that.
    """

    published = Signal(str)

    def __init__(self, theme: Theme, pack: Path | None, settings: QSettings, tables: tuple[Path, ...] = ()) -> None:
        super().__init__()
        self._theme, self._pack, self._settings, self._tables = theme, pack, settings, tables
        self._work = Background(self)
        self.setObjectName("page")
        self.setWindowTitle(say("签名并发布 — 密哨"))
        self.folder, self.stick = QLineEdit(str(settings.value("folder", ""))), QLineEdit()
        policy = policy_file(settings)
        self.policy = QLineEdit(str(policy) if pack is not None and policy.exists() else "")
        self.policy.setPlaceholderText(say("不写就照旧"))
        self.unit_key = QLineEdit(str(settings.value("unit_key", "")))
        self.unit_key.setPlaceholderText(say("词表写了“发布时散列”才要"))
        self.ring = ChoiceBox(say("给谁"))
        self.ring.addItems([say(words) for words, _ in _RINGS])
        self.drops_builtin = QCheckBox(say("不再用程序自带的规则"))
        self.differences = DifferencesView(theme)
        self._plan: Plan | None = None
        self._planned: Signing | None = None
        self._keys: dict[str, QLineEdit] = {}
        self._key_rows = column(theme, spacing=8)
        self._told = Paragraph(theme, "", 13, 20, "text2")
        self.sign = button(say("列出差别"), "primary")
        self.sign.setEnabled(False)
        self.sign.clicked.connect(self._go_on)
        self._close = button(say("取消"))
        self._close.clicked.connect(self.close)
        self._place()
        for field in (self.folder, self.stick):
            field.editingFinished.connect(self._look)
        for field in (self.policy, self.unit_key):
            field.textChanged.connect(self._refresh)
        self.ring.currentIndexChanged.connect(self._refresh)
        self.drops_builtin.toggled.connect(self._refresh)
        self.differences.agreed.connect(self._refresh)
        self._look()

    def _place(self) -> None:
        theme = self._theme
        words = say("这些电脑现在的规则和策略照旧，只换上这一份规则包和下面写的。先列出差别，再签名。")
        if self._pack is None:
            names = listed(one_line(one.name, _FILE_LIMIT) for one in self._tables)
            words = say("这些电脑现在的规则和策略照旧，只带上 {names} 和下面写的。先列出差别，再签名。", names=names)
        lead = Paragraph(theme, words, color="text2")
        body = column(theme, label(say("签名并发布"), "h1"), lead,
                      self._row(say("发布目录"), self.folder, self._browse(self.folder)),
                      self._row(say("密钥 U 盘"), self.stick, self._browse(self.stick)),
                      self._row(say("策略"), self.policy,
                                self._browse_file(self.policy, say("选策略文件"), "YAML (*.yaml *.yml)")),
                      self._row(say("名单密钥"), self.unit_key,
                                self._browse_file(self.unit_key, say("选名单密钥"), "exact.key (*.key)")),
                      self._row(say("给谁"), self.ring), self._row("", self.drops_builtin), self._key_rows,
                      self.differences, self._told, margins=(24, 20, 24, 16))
        foot = frame("footer")
        foot.setLayout(row(theme, self.sign, None, self._close, margins=(24, 12, 24, 12)))
        self.setLayout(column(theme, body, foot, spacing=0))

    def _row(self, name: str, *parts: QWidget) -> QWidget:
        parts[0].setAccessibleName(name or parts[0].accessibleName())
        line = QWidget()
        line.setLayout(named_row(self._theme, name, *parts))
        return line

    def _browse(self, field: QLineEdit) -> QWidget:
        pick = button(say("选目录…"))

        def choose() -> None:
            name = QFileDialog.getExistingDirectory(self, say("选目录"), field.text())
            if name:
                field.setText(name)
                self._look()

        pick.clicked.connect(choose)
        return pick

    def _browse_file(self, field: QLineEdit, title: str, kinds: str) -> QWidget:
        pick = button(say("选文件…"))

        def choose() -> None:
            name = QFileDialog.getOpenFileName(self, title, field.text(), kinds)[0]
            if name:
                field.setText(name)

        pick.clicked.connect(choose)
        return pick

    def _look(self) -> None:
        """Find out which keys are needed, and ask for their passphrases."""
        folder, sticks = Path(self.folder.text().strip()), self._sticks()
        if not self.folder.text().strip():
            self._show_keys(Answer(False, say("先选发布目录，就是运行 mishao publish init 建立的那个目录。")))
            return
        self._work.ask("keys", lambda: keys_needed(folder, sticks), self._show_keys)

    def _show_keys(self, answer: Answer) -> None:
        if tuple(self._keys) != answer.keys:
            self._keys = {name: QLineEdit() for name in answer.keys}
            for field in self._keys.values():
                field.setEchoMode(QLineEdit.EchoMode.Password)
                field.textChanged.connect(self._refresh)
            replace_all(self._key_rows, [self._row(say("口令"), field, label(name, "caption"))
                                         for name, field in self._keys.items()])
            for name, field in self._keys.items():
                field.setAccessibleName(say("密钥 {name} 的口令", name=name))
        self._say(answer)
        self._refresh()

    def _refresh(self) -> None:
        """Let the button list the differences, or sign when they are those of what is asked for now."""
        if self._planned != self._asked():
            self._plan = None
            self.differences.show_plan(None)
            fit_height(self, self._theme.px(_WIDTH))
        entered = bool(self._keys) and all(field.text() for field in self._keys.values())
        self.sign.setText(say("签名并发布") if self._plan is not None else say("列出差别"))
        self.sign.setEnabled(bool(self._keys) and (self._plan is None or (entered and self.differences.may_sign())))

    def _asked(self) -> Signing:
        policy, key = self.policy.text().strip(), self.unit_key.text().strip()
        return Signing(self._pack, Path(self.folder.text().strip()), self._sticks(), self.drops_builtin.isChecked(),
                       _RINGS[self.ring.currentIndex()][1], Path(policy) if policy else None,
                       Path(key) if key else None, self._tables)

    def _go_on(self) -> None:
        self.sign.setEnabled(False)
        asked, plan = self._asked(), self._plan
        if plan is None or asked != self._planned:
            self._say(Answer(True, say("正在跑样例，列出差别…")))
            self._work.ask("plan", lambda: planned(asked), lambda answer: self._show_plan(asked, answer))
            return
        self._say(Answer(True, say("正在签名…")))
        passphrases = {name: field.text() for name, field in self._keys.items()}
        self._settings.setValue("folder", self.folder.text().strip())
        self._settings.setValue("policy", self.policy.text().strip())
        self._settings.setValue("unit_key", self.unit_key.text().strip())
        self._work.ask("sign", lambda: sign(asked, plan, passphrases), self._signed)

    def _show_plan(self, asked: Signing, answer: Answer) -> None:
        self._plan, self._planned = answer.plan, asked
        self.differences.show_plan(answer.plan)
        self._say(answer)
        self._refresh()

    def _signed(self, answer: Answer) -> None:
        for field in self._keys.values():
            field.clear()
        self._show_plan(self._asked(), replace(answer, keys=()))
        if answer.done:
            self._close.setText(say("关闭"))
            self.published.emit(answer.words)

    def _say(self, answer: Answer) -> None:
        self._told.show_text(answer.words)
        self._told.setVisible(bool(answer.words))
        fit_height(self, self._theme.px(_WIDTH))

    def _sticks(self) -> tuple[Path, ...]:
        return (Path(self.stick.text().strip()),) if self.stick.text().strip() else ()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 (Qt's name)
        """End what runs."""
        self._work.close()
        super().closeEvent(event)
