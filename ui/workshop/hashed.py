"""Shows 发布的样子: a pack as it is published, with the words of lists with 发布时散列 as keyed digests."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QWidget

from guard.publish.unit_key import KeyFileError, key_or_new, write_key
from rules.pack.hashing import HashingError, hashed_pack
from rules.pack.loading import PackError, load
from rules.scan.hashed import is_hashed
from ui.i18n.say import listed, say
from ui.kit.display_text import one_line
from ui.kit.help import Help
from ui.kit.sentences import told
from ui.kit.theme import Theme
from ui.kit.widgets import Paragraph, button, column, frame, label, open_with, row
from ui.workshop.background import Background
from ui.workshop.file_field import FileField, new_key_words
from ui.workshop.source import SourceView

_SIZE = (860, 640)
_NAME_LIMIT = 40


@dataclass(frozen=True, slots=True)
class _Published:
    """What a pack becomes, or why nothing does."""

    words: str
    text: str = ""


class HashedWindow(QWidget):
    """The published form of a draft. Nothing of it is written; signing makes it again."""

    def __init__(self, theme: Theme, text: str, name: str, settings: QSettings) -> None:
        super().__init__()
        Help(theme, self)
        self._theme, self._text, self._name, self._settings = theme, text, name, settings
        self._work = Background(self)
        self.setObjectName("page")
        self.setWindowTitle(say("发布的样子 — 密哨"))
        self.key = FileField(theme, say("名单密钥"), "exact.key (*.key)", self._refresh, saves=True)
        self.key.edit.setText(str(settings.value("unit_key", "")))
        self.key.edit.textChanged.connect(self._refresh)
        self.source = SourceView(theme)
        self.source.set_read_only(True)
        self.look = button(say("散列"), "primary")
        self.look.clicked.connect(self._look)
        self._notice = Paragraph(theme, "", 13, 20, "text2")
        self._place()
        open_with(self, theme, _SIZE)
        self._refresh()

    def plain(self) -> str:
        """Return what is said."""
        return self._notice.plain()

    def text(self) -> str:
        """Return the published form that is shown."""
        return self.source.text()

    def _place(self) -> None:
        theme = self._theme
        words = say("{name} 签名下发时是这个样子：写了“发布时散列”的词表只有带密钥的散列，样例里换成同样长的生僻字。"
                    "带词的原文件留在保密办。", name=one_line(self._name, _NAME_LIMIT))
        head = column(theme, label(say("发布的样子"), "h1"), Paragraph(theme, words, color="text2"), self.key,
                      spacing=8, margins=(24, 20, 24, 0))
        close = button(say("关闭"))
        close.clicked.connect(self.close)
        foot = frame("footer")
        line = row(theme, self._notice, self.look, close, spacing=12, margins=(24, 12, 24, 12))
        line.setStretch(0, 1)
        foot.setLayout(line)
        outer = column(theme, head, self.source, foot, spacing=0)
        outer.setStretch(1, 1)
        self.setLayout(outer)

    def _refresh(self) -> None:
        self.look.setEnabled(self.key.path() is not None)

    def _look(self) -> None:
        key = self.key.path()
        if key is not None:
            self.look.setEnabled(False)
            self._settings.setValue("unit_key", str(key))
            self._notice.show_text(say("正在跑样例…"))
            self._work.ask("hash", lambda: _published(self._text, self._name, key), self._show)

    def _show(self, published: _Published) -> None:
        self.source.show_text(published.text)
        self._notice.show_text(published.words)
        self._refresh()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 (Qt's name)
        """End what runs."""
        self._work.close()
        super().closeEvent(event)


def _published(text: str, name: str, key_file: Path) -> _Published:
    try:
        key, is_new = key_or_new(key_file)
        written = hashed_pack(text.encode(), name, key)
        if is_new:
            write_key(key_file, key)
    except (KeyFileError, PackError, HashingError) as error:
        return _Published(f"▲ {told(error.words)}")
    pack = load(written, name)
    counts = {one: sum(map(is_hashed, words)) for one, words in pack.words if any(map(is_hashed, words))}
    lists = listed(say("词表“{name}”：{count} 个散列词", name=one, count=count) for one, count in counts.items())
    return _Published(f"{lists}\n{new_key_words(key_file)}" if is_new else lists, written.decode())
