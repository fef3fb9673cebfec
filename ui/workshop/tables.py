"""Shows 名单索引: makes the index of a table of the unit, shows what one says of itself, and has it signed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QSettings, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from guard.publish.errors import PublishError
from guard.publish.table_index import TableMade, TableWanted, make_index, read_index
from guard.publish.unit_table import Column, columns_of, read_table
from guard.util.sizes import fine_megabytes
from rules.exact.index import NAME_LIMIT, ExactError, Header
from rules.model import Nature
from rules.pack.words import NATURES
from ui.i18n.say import say
from ui.kit.choice_box import ChoiceBox
from ui.kit.display_text import one_line
from ui.kit.help import Help
from ui.kit.sentences import told
from ui.kit.theme import Theme
from ui.kit.widgets import Paragraph, Scrolled, button, column, frame, label, open_with, replace_all, row
from ui.workshop.background import Background
from ui.workshop.file_field import FileField, named_row, new_key_words
from ui.workshop.publish import PublishWindow

_SIZE, _MOST = (680, 640), 240
_HEADING = 40
_TABLES = "(*.xlsx *.xlsm *.xlsb *.xls *.et *.ods *.csv *.tsv *.txt)"


@dataclass(frozen=True, slots=True)
class Told:
    """The result of some work, in lines; ``index`` can be signed."""

    lines: tuple[str, ...]
    index: Path | None = None
    columns: tuple[Column, ...] = ()


class TablesWindow(QWidget):
    """One index at a time. ``published`` is emitted after one was signed."""

    published = Signal(str)

    def __init__(self, theme: Theme, settings: QSettings) -> None:
        super().__init__()
        Help(theme, self)
        self._theme, self._settings = theme, settings
        self._work = Background(self)
        self.setObjectName("page")
        self.setWindowTitle(say("名单索引 — 密哨"))
        self.table = FileField(theme, say("表格"), _TABLES, self._look)
        self.name = QLineEdit()
        self.name.setMaxLength(NAME_LIMIT)
        self.name.setAccessibleName(say("名单名称"))
        self.name.setPlaceholderText(say("会写进提醒和上报，如 在校学生"))
        self.nature = ChoiceBox(say("性质"))
        for nature in Nature:
            self.nature.addItem(told(NATURES[nature]), nature)
        self.nature.setCurrentIndex(list(Nature).index(Nature.PERSONAL))
        self.key = FileField(theme, say("名单密钥"), "exact.key (*.key)", self._refresh, saves=True)
        self.key.edit.setText(str(settings.value("unit_key", "")))
        self.index = FileField(theme, say("索引"), "(*.edm)", self._refresh, saves=True)
        self.make, self.look, self.sign = (button(say("制作")), button(say("看这份索引")),
                                           button(say("签名并发布…"), "primary"))
        self._ticks: list[QCheckBox] = []
        self._columns, self._told = column(theme, spacing=4), column(theme, spacing=4)
        self._signable: Path | None = None
        self._table_read: Path | None = None
        self._place()
        for field in (self.name, self.key.edit, self.index.edit):
            field.textChanged.connect(self._refresh)
        self.make.clicked.connect(self._make)
        self.look.clicked.connect(self._show_index)
        self.sign.clicked.connect(self._sign)
        open_with(self, theme, _SIZE)
        self._refresh()

    def plain(self) -> str:
        """Return what is said, one line each."""
        return "\n".join(part.plain() for part in self.findChildren(Paragraph))

    def ticked(self) -> tuple[str, ...]:
        """Return the columns that are chosen."""
        return tuple(tick.property("heading") for tick in self._ticks if tick.isChecked())

    def ticks(self) -> Sequence[QCheckBox]:
        """Return the boxes of the columns."""
        return tuple(self._ticks)

    def _place(self) -> None:
        theme = self._theme
        words = say("文字里同时有名单同一行的两项就拦下。索引里没有名单的字，密钥放到每台电脑，不放在服务器上。")
        inside = QWidget()
        inside.setLayout(column(theme, self._columns, self._told, None, spacing=12))
        fields = [QWidget(), QWidget()]
        for field, name, part in zip(fields, (say("名单名称"), say("性质")), (self.name, self.nature), strict=True):
            field.setLayout(named_row(theme, name, part))
        body = column(theme, label(say("名单索引"), "h1"), Paragraph(theme, words, color="text2"), self.table, *fields,
                      self.key, self.index, Scrolled(theme, say("列和结果"), inside, _MOST), None, spacing=10,
                      margins=(24, 20, 24, 12))
        close = button(say("关闭"))
        close.clicked.connect(self.close)
        foot = frame("footer")
        foot.setLayout(row(theme, self.make, self.look, None, self.sign, close, margins=(24, 12, 24, 12)))
        outer = column(theme, body, foot, spacing=0)
        outer.setStretch(0, 1)
        self.setLayout(outer)

    def _refresh(self) -> None:
        index = self.index.path()
        self.make.setEnabled(len(self.ticked()) > 1 and bool(self.name.text().strip()) and index is not None
                             and self.key.path() is not None)
        self.look.setEnabled(index is not None)
        self.sign.setEnabled(index is not None and index == self._signable)

    def _look(self) -> None:
        """List the columns of the table, once it is another one."""
        table = self.table.path()
        if table is None or table == self._table_read:
            return
        self._table_read = table
        self._show(Told((say("正在读表格…"),)))
        self._work.ask("columns", lambda: _columns(table), self._show_columns)

    def _show_columns(self, found: Told) -> None:
        self._ticks = [self._tick(one) for one in found.columns]
        replace_all(self._columns, [label(say("认得出一行的列，至少勾两列："), "small"), *self._ticks]
                    if self._ticks else [])
        self._show(found)

    def _tick(self, one: Column) -> QCheckBox:
        heading = one_line(one.heading, _HEADING)
        words = say("{name}：{count} 个不同的值", name=heading, count=one.values)
        tick = QCheckBox(say("▲ {words}，很多行都一样，认不出是哪一行", words=words) if one.shared else words)
        tick.setProperty("heading", one.heading)
        tick.toggled.connect(self._refresh)
        return tick

    def _make(self) -> None:
        table, key, index = self.table.path(), self.key.path(), self.index.path()
        if table is None or key is None or index is None:
            return
        wanted = TableWanted(table, self.name.text(), index, key, self.nature.currentData(), self.ticked())
        self.make.setEnabled(False)
        self._settings.setValue("unit_key", str(key))
        self._show(Told((say("正在制作…"),)))
        self._work.ask("make", lambda: _made(wanted), self._show)

    def _show_index(self) -> None:
        index, key = self.index.path(), self.key.path()
        if index is not None:
            self._show(Told((say("正在读…"),)))
            self._work.ask("make", lambda: _read(index, key if key is not None and key.exists() else None), self._show)

    def _show(self, found: Told) -> None:
        self._signable = found.index
        replace_all(self._told, [Paragraph(self._theme, line, 13, 20, "hold" if line.startswith("▲") else "text2")
                                 for line in found.lines])
        self._refresh()

    def _sign(self) -> None:
        if self._signable is not None:
            self._window = PublishWindow(self._theme, None, self._settings, (self._signable,))
            self._window.published.connect(self.published)
            self._window.show()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 (Qt's name)
        """End what runs."""
        self._work.close()
        super().closeEvent(event)


def _columns(table: Path) -> Told:
    try:
        return Told((), columns=columns_of(read_table(table)))
    except PublishError as error:
        return Told((f"▲ {told(error.words)}",))


def _made(wanted: TableWanted) -> Told:
    try:
        done = make_index(wanted)
    except (PublishError, ExactError) as error:
        return Told((f"▲ {told(error.words)}",))
    lines = [_summary(done.made.header, len(done.made.content)), *_used(done)]
    if done.made.left_out:
        lines.append(say("{count} 对没有收：两项都常见，碰巧在一起不说明是那一行", count=done.made.left_out))
    if done.new_key:
        lines.append(f"▲ {new_key_words(wanted.key)}")
    return Told(tuple(lines), wanted.out)


def _used(done: TableMade) -> Sequence[str]:
    """Return what became of each column."""
    lines = []
    for place, (heading, values) in enumerate(zip(done.headings, done.made.values, strict=True)):
        name = one_line(heading, _HEADING)
        if not values:
            lines.append(say("▲ {name}：没有用上（太短、太多行都一样，或存成数字丢了后几位）", name=name))
        elif place in done.made.shared:
            lines.append(say("▲ {name}：很多行都一样，只用上人少的 {count} 个值；公开文章里写到某人和这一项，也会拦",
                             name=name, count=values))
        else:
            lines.append(say("{name}：{count} 个不同的值用上了", name=name, count=values))
    return lines


def _read(index: Path, key: Path | None) -> Told:
    try:
        header, size = read_index(index, key)
    except (PublishError, ExactError) as error:
        return Told((f"▲ {told(error.words)}",))
    checked = say("密钥：是做它的那一把") if key is not None else say("没有给密钥，没有核对是不是做它的那一把")
    return Told((_summary(header, size), checked), index)


def _summary(header: Header, size: int) -> str:
    made = f"{datetime.fromtimestamp(header.made_at, UTC).astimezone():%Y-%m-%d %H:%M}"
    return say("名单“{name}”（{nature}）：{rows} 行 {columns} 列，{pairs} 对，{size} MB，{made} 制作", name=header.name,
               nature=told(NATURES[header.nature]), rows=header.rows, columns=header.columns, pairs=header.pairs,
               size=fine_megabytes(size), made=made)
