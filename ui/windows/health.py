"""Shows 运行状况: what the guard does and what does not work, in words. Codes and names only in 诊断信息."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from guard.control.gate_words import gate_words
from guard.control.requests import GateState, Reply, Request, Status, Update
from guard.folders.watched import Ground
from guard.ipc.replies import Done, Refused
from guard.ordered.requests import Inspecting
from guard.ordered.words import heading_words, progress_words
from guard.supply.provenance_words import polled_words, provenance_words
from guard.util.sizes import fine_megabytes
from ui.guard_client.bridge import Then
from ui.guard_client.guard_status import GuardStatus, ShownStatus
from ui.i18n.dates import when
from ui.i18n.say import listed, say, sentences
from ui.kit import icons
from ui.kit.display_text import one_line
from ui.kit.help import Help
from ui.kit.sentences import entitled, told
from ui.kit.theme import Theme
from ui.kit.widgets import (
    Elided,
    Glyph,
    Paragraph,
    Scrolled,
    button,
    column,
    fit_height,
    frame,
    label,
    replace_all,
    row,
    ruled,
)
from ui.windows.ordered import shown

_WIDTH = 760
_NAME_WIDTH = 136


def broker_words(capabilities: str) -> str:
    """Return the broker's abilities in words; capabilities without a word are left to 诊断信息."""
    known = {
        "x11": say("X11 原生"),
        "wayland": say("Wayland"),
        "windows": say("Windows 原生"),
        "portable": say("通用方式（只看文字）"),
        "xwayland-only": say("只管得到 XWayland 里的程序"),
        "xwayland-as-chat": say("XWayland 里的程序一律按聊天软件对待"),
        "requestor-identity": say("认得出是哪个程序在粘贴"),
    }
    return " · ".join(known[word] for word in capabilities.split() if word in known) or (capabilities and say("正常"))


def folder_words(status: Status) -> tuple[str, str]:
    """Return the words on the existing folders, and those on missing ones when none exists; the other is ""."""
    there = [each for each in status.folders if os.path.isdir(each.folder())]  # noqa: PTH112 - Path.is_dir raises where it may not look
    missing = [each.path for each in status.folders if each not in there and each.ground not in _OFTEN_MISSING]
    waited = say("这些文件夹现在还没有，建好以后自动看守：{folders}", folders=listed(missing)) if missing else ""
    if not there:
        return "", waited or say("没有设定")
    grounds = dict.fromkeys(each.why() for each in there)
    lines = [say("{name}：{what}", name=told(why), what=listed(each.path for each in there if each.why() == why))
            for why in grounds]
    return sentences(*lines, waited, _left_out(status)), ""


def _left_out(status: Status) -> str:
    """Return which parts of the folders are not watched."""
    folders, pictures = status.folders_left_out, status.passed_over
    return sentences(
        say("子文件夹太多，有 {count} 个没有看守", count=folders) if folders else "",
        say("一下子来了太多图片，有 {count} 张没有检查；复制或粘贴它们时照样会检查", count=pictures)
        if pictures else "")


def _gate_row(gate: GateState) -> list[tuple[str, str, str]]:
    """Return the row of the file gate, which is not clear when files passed it; none on a computer without one."""
    words = told(gate_words(gate))
    passes = gate.left_out or gate.overflown or gate.unjudged_passed
    return [(say("文件闸门"), "" if passes else words, words)] if words else []


def _browsers_row(without: Sequence[str]) -> list[tuple[str, str, str]]:
    """Return the row about browsers without the extension; none where each has it."""
    words = say("{names} 没有装密哨的扩展，那里的网页只按窗口标题认，上传的文件不核对", names=listed(without))
    return [(say("浏览器"), "", words)] if without else []


def _mark_row(status: Status, now: float) -> list[tuple[str, str, str]]:
    """Return the row about the mark on the screen: since when, and why; none while there is no mark."""
    marking = status.marking
    if marking is None or not status.mark_drawn:
        return []
    since, files = when(marking.since, now), listed(one_line(name, _NAME_LIMIT) for name in marking.files)
    why = say("{time} 起，因为开着《{files}》", time=since, files=files) if files \
        else say("{time} 起，单位设定为一直显示", time=since)
    dots = say("带溯源点阵") if marking.device is not None else ""
    return [(say("屏幕标记"), " · ".join(filter(None, (why, dots))), "")]


def _unread_row(count: int) -> list[tuple[str, str, str]]:
    """Return the row about windows that could not be read; none while there are none."""
    words = say("有 {count} 个打开的窗口没有读出来，过一会儿会再看；没有标记不等于可以发", count=count)
    return [(say("窗口内容"), "", words)] if count else []


def _ordered_row(inspections: Sequence[Inspecting]) -> list[tuple[str, str, str]]:
    """Return the row about what the unit wants inspected; none where it wants nothing."""
    one = shown(inspections)
    if one is None:
        return []
    return [(say("布置的自查"), sentences(told(heading_words(one)), told(progress_words(one))), "")]


_NAME_LIMIT = 60
_OFTEN_MISSING = (Ground.DESKTOP, Ground.DOCUMENTS)
"""Folders of which one exists, named in the language of the desktop."""

Link = tuple[str, Callable[[], object]]
"""The words of a link, and its call."""


@dataclass(frozen=True, slots=True)
class _Line:
    """One row: the part, what is said of it, a link, and a trouble; ``clear`` where the part works."""

    name: str
    words: str
    link: Link | None
    trouble: str
    clear: bool


@dataclass(frozen=True, slots=True)
class Ways:
    """The calls of the links: held items, the user's statistics, ``ask`` of the bridge, and what the unit ordered."""

    review: Callable[[], object]
    statistics: Callable[[], None]
    ask: Callable[[Request, QObject, Then], None]
    ordered: Callable[[], None]


class HealthWindow(QWidget):
    """One line for the whole, one row per part."""

    def __init__(self, theme: Theme, guard_status: GuardStatus, version: str, ways: Ways,
                 now: Callable[[], float] = time.time) -> None:
        """``now`` is the wall clock in seconds since the epoch."""
        super().__init__()
        self._explain = Help(theme, self).link()
        self._ways = ways
        self._theme = theme
        self._guard_status = guard_status
        self._version = version
        self._now = now
        self._shown_head: tuple[ShownStatus, tuple[str, ...]] | None = None
        self._shown_lines: tuple[_Line, ...] = ()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("运行状况 — 密哨"))
        self.setWindowIcon(QIcon(icons.pixmap(theme, "mishao", 64)))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocus()
        page = QWidget()
        self._head, self._rows = column(theme, spacing=0), column(theme, spacing=0)
        page.setLayout(column(theme, self._head, self._rows, spacing=16, margins=(24, 20, 24, 20)))
        outer = column(theme, Scrolled(theme, say("运行状况"), page), None, self._foot(), spacing=0)
        self.setLayout(outer)
        guard_status.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the current status. What says the same as before stays, and with it the place of the keyboard."""
        status = self._guard_status.status
        head = self._guard_status.shown(), tuple(map(told, status.troubles)) if status else ()
        lines = self._lines(status) if status else ()
        if (head, lines) == (self._shown_head, self._shown_lines):
            return
        if head != self._shown_head:
            replace_all(self._head, [self._head_box(*head)])
        if lines != self._shown_lines:
            self._show_lines(lines)
        self._shown_head, self._shown_lines = head, lines
        fit_height(self, self._theme.px(_WIDTH))

    def _show_lines(self, lines: Sequence[_Line]) -> None:
        focused = self.focusWidget()
        name = focused.accessibleName() if isinstance(focused, QPushButton) else ""
        box = frame("card")
        box.setLayout(column(self._theme, *ruled([self._row(line) for line in lines]), spacing=0))
        replace_all(self._rows, [box] if lines else [])
        for link in box.findChildren(QPushButton):
            if link.accessibleName() == name:
                link.setFocus()

    def _head_box(self, shown: ShownStatus, troubles: Sequence[str]) -> QWidget:
        box = frame(tint=shown.glyph) if shown.glyph != "log" else frame("card")
        words = [Paragraph(self._theme, sentence, color="text2") for sentence in troubles or [shown.sentence]
                 if sentence]
        inner = row(self._theme, column(self._theme, Glyph(self._theme, shown.glyph, 32), None),
                    column(self._theme, label(shown.word, "h1"), *words, spacing=2), spacing=16,
                    margins=(18, 14, 18, 14))
        inner.setStretch(1, 1)
        box.setLayout(inner)
        return box

    def _lines(self, status: Status) -> tuple[_Line, ...]:
        nothing = say("还没有准备好")
        rows = [
            (say("剪贴板"), broker_words(status.broker), "" if status.guarding else nothing),
            (say("截图文件夹"), *folder_words(status)),
            *_gate_row(status.gate), *_browsers_row(status.without_extension), *_mark_row(status, self._now()),
            *_unread_row(status.windows_unread),
            (say("文字识别"), say("本机识别") if status.engine else "", nothing),
            (say("规则包"), status.pack, nothing),
            *self._supply(status), *_ordered_row(status.inspections),
            (say("加密暂存"), self._kept(status), nothing),
            (say("最近的问题"), "", self._last_trouble()),
        ]
        links: dict[str, Link] = {say("加密暂存"): (say("查看"), self._ways.review)}
        links[say("布置的自查")] = (say("查看"), self._ways.ordered)
        if status.supply.managed:
            links[say("规则包")] = (say("立即更新"), self._renew)
            links[say("规则来源")] = (say("从文件导入…"), self._import)
        troubles = {say("剪贴板"): told(status.guarding), say("加密暂存"): told(status.keeping),
                    say("未更新原因"): told(status.supply.refused)}
        return tuple(_Line(name, words or without, links.get(name), troubles.get(name, ""), bool(words))
                     for name, words, without in rows)

    def _supply(self, status: Status) -> list[tuple[str, str, str]]:
        """Show the source of the rules and the result of the last renewal; nothing where nobody pushes rules."""
        supply = status.supply
        if not supply.managed and not supply.refused:
            return []
        sources = [(say("规则来源"), entitled(provenance_words(supply.provenance, supply.managed)), ""),
                   *((say("规则的例外"), entitled(words), "") for words in supply.provenance.exceptions)]
        if not supply.refused:
            return [*sources, (say("更新检查"), entitled(polled_words(supply)), "")]
        return [*sources, (say("更新检查"), "", entitled(polled_words(supply))), (say("未更新原因"), "", "")]

    def _kept(self, status: Status) -> str:
        count = say("{count} 项", count=status.held)
        size = f"{fine_megabytes(status.stored_bytes)} MB" if status.stored_bytes else ""
        return " · ".join(part for part in (count, size, told(status.vault)) if part)

    def _last_trouble(self) -> str:
        """Return the last trouble since the tray was started; the current ones are shown above."""
        if self._guard_status.last_trouble is None:
            return say("启动以来没有问题")
        at, words = self._guard_status.last_trouble
        status = self._guard_status.status
        if status is not None and words in status.troubles:
            return say("{time}，还没有解决", time=when(at, self._now()))
        return f"{when(at, self._now())} {told(words)}"

    def _import(self) -> None:
        title, kinds = say("导入规则文件，例如 U 盘上的 rules-update.zip"), say("规则文件 (*.zip)")
        name, _ = QFileDialog.getOpenFileName(self, title, "", kinds)
        if name:
            self._renew(name)

    def _renew(self, archive: str = "") -> None:
        self.note.show_text(say("正在更新规则…"))
        self._ways.ask(Update(archive), self, self._renewed)

    def _renewed(self, reply: Reply) -> None:
        if isinstance(reply, Done | Refused):
            self.note.show_text(told(reply.words))

    def _row(self, said: _Line) -> QWidget:
        line = QWidget()
        line.setMinimumHeight(self._theme.px(54))
        title = label(said.name, "strong")
        title.setFixedWidth(self._theme.px(_NAME_WIDTH))
        state = "unknown" if said.trouble else "clear" if said.clear else "log"
        parts = [Paragraph(self._theme, part, 13, 20, "text2") for part in (said.words, said.trouble) if part]
        words = column(self._theme, *parts, spacing=2)
        inner = row(self._theme, Glyph(self._theme, state, 20), title, words, spacing=14, margins=(16, 10, 16, 10))
        inner.setStretch(2, 1)
        if said.link is not None:
            what, go = said.link
            way = button(what, "link", say("{name}：{what}", name=said.name, what=what))
            way.clicked.connect(lambda _checked=False: go())
            inner.addWidget(way)
        line.setLayout(inner)
        return line

    def _foot(self) -> QWidget:
        copy, close = button(say("复制诊断信息")), button(say("关闭"))
        copy.clicked.connect(self._copy)
        close.clicked.connect(self.close)
        foot = frame("footer")
        statistics = button(say("本月统计…"))
        statistics.clicked.connect(self._ways.statistics)
        self.note = Elided(say("只有版本、状态和错误说明，没有内容"), "caption")
        line = row(self._theme, copy, self.note, self._explain, statistics, close, spacing=12, margins=(24, 12, 24, 12))
        line.setStretch(1, 1)
        foot.setLayout(line)
        return foot

    def _copy(self) -> None:
        status = self._guard_status.status
        lines = [f"MiShao {self._version}", f"{platform.system()} {platform.release()}",
                 f"Qt {QGuiApplication.platformName()}"]
        if status is None:
            lines.append("guard: no connection")
        else:
            lines += [f"state: {status.state}", f"broker: {status.broker}", f"engine: {status.engine}",
                      f"sandbox: {status.sandbox}",
                      f"pack: {status.pack}", f"release: {status.supply.provenance.number}",
                      f"mode: {status.mode}", f"held: {status.held}",
                      *(f"trouble: {told(words)}" for words in status.troubles)]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Close on Ctrl+W."""
        if event.matches(QKeySequence.StandardKey.Close):
            self.close()
        else:
            super().keyPressEvent(event)
