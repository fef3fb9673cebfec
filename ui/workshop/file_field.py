"""Defines a line of a window with a file: its name, the path, and a button to choose it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QWidget

from ui.i18n.say import say
from ui.kit.display_text import visible
from ui.kit.theme import Theme
from ui.kit.widgets import button, label, row

NAME_WIDTH = 84


class FileField(QWidget):
    """A path that is typed or chosen; ``saves`` asks for a file that is to be written. ``then`` is called once one was
    chosen or typed.
    """

    def __init__(self, theme: Theme, name: str, kinds: str, then: Callable[[], object], saves: bool = False) -> None:
        super().__init__()
        self._name, self._kinds, self._then, self._saves = name, kinds, then, saves
        self.edit = QLineEdit()
        self.edit.setAccessibleName(name)
        self.edit.editingFinished.connect(then)
        pick = button(say("选文件…"), name=say("选文件：{name}", name=name))
        pick.clicked.connect(self._choose)
        self.setLayout(named_row(theme, name, self.edit, pick))

    def path(self) -> Path | None:
        """Return the path, None for none."""
        return Path(self.edit.text().strip()) if self.edit.text().strip() else None

    def _choose(self) -> None:
        ask = QFileDialog.getSaveFileName if self._saves else QFileDialog.getOpenFileName
        name = ask(self, self._name, self.edit.text(), self._kinds)[0]
        if name:
            self.edit.setText(name)
            self._then()


def new_key_words(path: Path) -> str:
    """Return what has to be done with a new key of tables."""
    return say("新的名单密钥：{path}。请放到每台电脑的 /etc/mishao/exact.key，另存一份备份，不要放在规则服务器上。",
               path=visible(str(path)))


def named_row(theme: Theme, name: str, *parts: QWidget) -> QHBoxLayout:
    """Return a line with a name before its parts, of which the first is as wide as there is room."""
    title = label(name, "small")
    title.setFixedWidth(theme.px(NAME_WIDTH))
    layout = row(theme, title, *parts)
    layout.setStretch(1, 1)
    return layout
