"""Shows 代号词表: adds words from a text or a file to a list that is hashed when the pack is published."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from guard.publish.unit_table import SAVED_TEXT_ENCODINGS
from guard.util.os_errors import why
from rules.pack.known_writing import PlaceError
from rules.pack.list_writing import LONGEST_NAME, Sorted, lists_of, sorted_words, with_words_to_hash
from ui.i18n.say import say
from ui.kit.choice_box import ChoiceBox
from ui.kit.display_text import one_line
from ui.kit.help import Help
from ui.kit.sentences import told
from ui.kit.theme import Theme
from ui.kit.widgets import Paragraph, Scrolled, button, column, frame, label, open_with, replace_all, row
from ui.workshop.draft import Draft
from ui.workshop.file_field import FileField, named_row

_SIZE, _MOST, _WORDS_HEIGHT = (680, 640), 200, 150
_DEBOUNCE_MS = 150
_SHOWN, _LONGEST = 30, 40
_LIMIT = 256 * 1024


class CodeWordsWindow(QWidget):
    """One list of a draft at a time; ``look`` opens the pack as it is published."""

    def __init__(self, theme: Theme, draft: Draft, look: Callable[[], object]) -> None:
        super().__init__()
        Help(theme, self)
        self._theme, self._draft = theme, draft
        self.setObjectName("page")
        self.setWindowTitle(say("代号词表 — 密哨"))
        self.list, self.name, self._new = ChoiceBox(say("词表")), QLineEdit(), QWidget()
        self.name.setMaxLength(LONGEST_NAME)
        self.name.setAccessibleName(say("新词表名称"))
        self.name.setPlaceholderText(say("规则用这个名称引用它，如 项目代号"))
        self.words = QPlainTextEdit()
        self.words.setTabChangesFocus(True)
        self.words.setAccessibleName(say("代号，一行一个"))
        self.words.setPlaceholderText(say("一行一个；可以从表格里复制一列，粘贴到这里"))
        self.words.setFixedHeight(theme.px(_WORDS_HEIGHT))
        self.file = FileField(theme, say("从文件"), "(*.txt)", self._read)
        self.add, self.look = button(say("加进词表"), "primary"), button(say("发布的样子…"))
        self._told = column(theme, spacing=4)
        self._sorted = Sorted((), 0, ())
        self._file_read: Path | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DEBOUNCE_MS)
        self._place()
        self._show_lists(next((one for one, hashed in lists_of(draft.text).items() if hashed), ""))
        self._timer.timeout.connect(self._count)
        for changed in (self.words.textChanged, self.name.textChanged, self.list.currentIndexChanged):
            changed.connect(self._changed)
        draft.changed.connect(self._draft_changed)
        self.add.clicked.connect(self._add)
        self.look.clicked.connect(look)
        open_with(self, theme, _SIZE)
        self._count()

    def plain(self) -> str:
        """Return what is said, one line each."""
        return "\n".join(part.plain() for part in self.findChildren(Paragraph))

    def _place(self) -> None:
        theme = self._theme
        words = say("没有公开的项目代号写在这里，签名下发时只剩带密钥的散列。带词的原文件留在保密办。")
        which, given, inside = QWidget(), QWidget(), QWidget()
        which.setLayout(named_row(theme, say("词表"), self.list))
        self._new.setLayout(named_row(theme, say("新词表名称"), self.name))
        given.setLayout(named_row(theme, say("代号"), self.words))
        inside.setLayout(column(theme, self._told, None))
        body = column(theme, label(say("代号词表"), "h1"), Paragraph(theme, words, color="text2"), which,
                      self._new, self.file, given, Scrolled(theme, say("收了多少、哪些不收"), inside, _MOST), None,
                      spacing=10, margins=(24, 20, 24, 12))
        close = button(say("关闭"))
        close.clicked.connect(self.close)
        foot = frame("footer")
        foot.setLayout(row(theme, self.look, None, self.add, close, margins=(24, 12, 24, 12)))
        outer = column(theme, body, foot, spacing=0)
        outer.setStretch(0, 1)
        self.setLayout(outer)

    def _show_lists(self, chosen: str) -> None:
        """Show the lists of the draft and, last, a new one, which is chosen where no list has that name."""
        lists = lists_of(self._draft.text)
        self.list.blockSignals(True)
        self.list.clear()
        for one, hashed in lists.items():
            shown = one_line(one, LONGEST_NAME)
            words = say("{name}（发布时散列）", name=shown) if hashed else say("{name}（明写）", name=shown)
            self.list.addItem(words, one)
        self.list.addItem(say("新的词表…"), "")
        self.list.setCurrentIndex(list(lists).index(chosen) if chosen in lists else len(lists))
        self.list.blockSignals(False)
        if chosen in lists:
            self.name.clear()
        self._new.setVisible(not self.list.currentData())

    def _name(self) -> str:
        return str(self.list.currentData() or self.name.text().strip())

    def _draft_changed(self) -> None:
        self._show_lists(self._name())
        self._changed()

    def _changed(self) -> None:
        self._new.setVisible(not self.list.currentData())
        self.add.setEnabled(False)
        self._timer.start()

    def _count(self) -> None:
        """Say how many words the list takes, and which it does not."""
        self._sorted = sorted_words(self._draft.text, self._name(), self.words.toPlainText().splitlines())
        found = self._sorted
        self.add.setEnabled(bool(found.taken) and bool(self._name()))
        lines = []
        if lists_of(self._draft.text).get(self._name()) is False:
            lines.append(say("▲ 词表“{name}”现在是明写的：加进去以后，它原来的词发布时也散列。", name=self._name()))
        if not found.taken and not found.known and not found.refused:
            self._show(lines)
            return
        lines += [say("能收 {taken} 个；已经有的 {known} 个；不收的 {refused} 个", taken=len(found.taken),
                     known=found.known, refused=len(found.refused))]
        lines += [say("▲ 不收“{word}”：{why}", word=one_line(word, _LONGEST), why=told(reason))
                  for word, reason in found.refused[:_SHOWN]]
        if len(found.refused) > _SHOWN:
            lines.append(say("▲ 还有 {count} 个不收", count=len(found.refused) - _SHOWN))
        self._show(lines)

    def _add(self) -> None:
        name, count = self._name(), len(self._sorted.taken)
        try:
            self._draft.write(with_words_to_hash(self._draft.text, name, self._sorted.taken))
        except PlaceError as error:
            self._show([f"▲ {told(error.words)}"])
            return
        self._timer.stop()
        refused = [word for word, _ in self._sorted.refused]
        self._fill("\n".join(refused))
        lines = [say("词表“{name}”加了 {count} 个，发布时散列。请保存草稿。", name=name, count=count)]
        if f"@{name}" not in self._draft.text:
            lines.append(say("▲ 还没有规则用到它：在规则的主证里写 @{name}。", name=name))
        if refused:
            lines.append(say("▲ 不收的 {count} 个留在上面", count=len(refused)))
        self._show(lines)

    def _read(self) -> None:
        """Show the words of a file, once it is another one."""
        path = self.file.path()
        if path is None or path == self._file_read:
            return
        self._file_read = path
        try:
            with path.open("rb") as stream:
                content = stream.read(_LIMIT + 1)
        except OSError as error:
            self._show([say("▲ {name} 读不出来：{why}", name=one_line(path.name, _LONGEST), why=told(why(error)))])
            return
        text = _decoded(content)
        if text is None or len(content) > _LIMIT:
            self._show([say("▲ {name} 不是文本文件，或者超过 256 KB。表格请复制那一列，粘贴到上面。",
                            name=one_line(path.name, _LONGEST))])
            return
        self.words.setPlainText(text)

    def _fill(self, text: str) -> None:
        """Show other words without counting them."""
        self.words.blockSignals(True)
        self.words.setPlainText(text)
        self.words.blockSignals(False)
        self._sorted = Sorted((), 0, ())
        self.add.setEnabled(False)

    def _show(self, lines: Sequence[str]) -> None:
        replace_all(self._told, [Paragraph(self._theme, line, 13, 20, "hold" if line.startswith("▲") else "text2")
                                 for line in lines])


def _decoded(content: bytes) -> str | None:
    if b"\0" in content:
        return None
    for encoding in SAVED_TEXT_ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
