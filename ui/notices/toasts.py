"""Tells of content that nears a chat client on a channel where nothing can be held: calm, and never in the way."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QPushButton, QWidget

from guard.channels.notices import Channel, ChannelNotice
from rules.model import Nature
from ui.i18n.dates import clock
from ui.i18n.say import mark, say
from ui.items.labels import spaced_before
from ui.items.program_names import called
from ui.kit.display_text import one_line
from ui.kit.theme import Theme
from ui.kit.widgets import Elided, Paragraph, Scrolled, button, column, row
from ui.warning.panels import PADDING, Panel, heading
from ui.warning.window import WarningWindow

NAMES = 4
"""Most files that are named; the others are counted."""

_NAME_LIMIT = 120
_SECRET = "secret"
_OTHER = "other"
_WORDS = {
    (Channel.RECEIVED, _SECRET): (mark("收到一份带密级标志的文件"),
                                  mark("请不要转发，先不要自行删除，请联系保密办{office}。")),
    (Channel.RECEIVED, _OTHER): (mark("收到的文件可能不宜外传"), mark("请先不要转发给其他人。")),
    (Channel.SENT, _OTHER): (mark("刚发出的内容可能不宜外传"),
                             mark("微信 2 分钟内可撤回：长按或右键那条消息，选“撤回”。")),
    (Channel.LANDED, _SECRET): (mark("新到的图片带密级标志"),
                                mark("它还在原处。请不要发送，先不要自行删除，请联系保密办{office}。")),
    (Channel.LANDED, _OTHER): (mark("新到的图片可能不宜外传"), mark("它还在原处，请先不要发给其他人。")),
    (Channel.NOT_JUDGED, _OTHER): (mark("还没核对完，先没有打开"),
                                   mark("{program}要打开的文件还在核对，请过一会儿再发一次。")),
    (Channel.UNJUDGED, _OTHER): (mark("这份文件没有核对就打开了"),
                                 mark("{program}已经打开它，密哨没来得及核对。如果正要发送，请先取消。")),
    (Channel.PAGE_NOT_JUDGED, _OTHER): (mark("还没核对完，先没有给网页"),
                                        mark("{program}要的内容还在核对，请过一会儿再粘贴或再选一次。")),
    (Channel.PAGE_UNJUDGED, _OTHER): (mark("没有核对，网页就拿到了"),
                                      mark("{program}已经拿到它，密哨没来得及核对。如果正要发送，请先取消。")),
    (Channel.PAGE_GIVEN, _SECRET): (mark("网页已经拿到的内容带密级标志"),
                                    mark("{program}拿到它的时候还没核对完。请不要发送，不要转发，请联系保密办{office}。")),
    (Channel.PAGE_GIVEN, _OTHER): (mark("网页已经拿到的内容可能不宜外传"),
                                   mark("{program}拿到它的时候还没核对完。请不要发送；已经发出的，能撤回的请撤回。")),
    (Channel.CONCEALED, _OTHER): (mark("像是密码，没有粘贴出去"),
                                  mark("这是从密码管理器或浏览器的无痕窗口复制的，密哨没有看，也没有留。"
                                       "{program}里只有占位文字。要告诉同事，请打电话或当面说。")),
    (Channel.OPENED, _SECRET): (mark("先别发，这份带密级标志"),
                                mark("{program}正在读取文件。带密级的文件不能走微信、QQ，请取消发送，需要传阅请走机要渠道。")),
    (Channel.OPENED, _OTHER): (mark("先别发，这份可能不宜外传"),
                               mark("{program}正在读取文件。如果正要发送，请先取消。")),
}
_SEVERAL = {
    (Channel.RECEIVED, _SECRET): mark("收到的文件里有带密级标志的"),
    (Channel.OPENED, _SECRET): mark("先别发，这些文件里有带密级标志的"),
    (Channel.OPENED, _OTHER): mark("先别发，这些文件可能不宜外传"),
}
"""Titles for several files where the usual title is for one."""


def words_for(notice: ChannelNotice, office: str) -> tuple[str, str]:
    """Return title and sentence; ``office`` is how to reach the 保密办, "" when not configured."""
    kind = _SECRET if notice.nature is Nature.STATE_SECRET else _OTHER
    title, sentence = _WORDS.get((notice.route, kind)) or _WORDS[(notice.route, _OTHER)]
    if len(notice.files) > 1:
        title = _SEVERAL.get((notice.route, kind), title)
    return say(title), say(sentence, program=_program(notice),
                           office=say("（{office}）", office=office) if office else "")


def _program(notice: ChannelNotice) -> str:
    return spaced_before(called(notice.program)) if notice.program else say("聊天软件")


def about(notice: ChannelNotice) -> str:
    """Return the name for the caption: the program concerned, or where the content is."""
    return say("桌面和文档里的图片") if notice.route is Channel.LANDED else _program(notice)


class SightedPanel(Panel):
    """Title, the files' names, what to do, and one button."""

    def __init__(self, theme: Theme, notice: ChannelNotice, office: str) -> None:
        super().__init__()
        self._title, self._sentence = words_for(notice, office)
        self.known: QPushButton = button(say("知道了"), "primary")
        names = [Elided(one_line(name, _NAME_LIMIT), "strong") for name in notice.files[:NAMES]]
        if len(notice.files) > NAMES:
            names.append(Elided(say("还有 {count} 份", count=len(notice.files) - NAMES), "caption"))
        told = QWidget()
        told.setLayout(column(theme, *names, Paragraph(theme, self._sentence), spacing=12))
        self.setLayout(column(theme, heading(theme, "ask", self._title), Scrolled(theme, self._title, told),
                              row(theme, None, self.known), spacing=12, margins=(PADDING, 4, PADDING, 16)))

    def title(self) -> str:
        """Return the title."""
        return self._title

    def description(self) -> str:
        """Return the sentence."""
        return self._sentence

    def choices(self) -> tuple[QPushButton]:
        """Return the one button."""
        return (self.known,)


class Toasts(QObject):
    """Shows at most one such window at a time; a new one replaces it."""

    def __init__(self, theme: Theme, office: Callable[[], str]) -> None:
        """``office`` returns how to reach the 保密办."""
        super().__init__(theme)
        self._theme = theme
        self._office = office
        self._window: WarningWindow | None = None

    def window(self) -> WarningWindow | None:
        """Return the window while it is there."""
        return self._window

    def show(self, notice: ChannelNotice) -> None:
        """Show this now, or as soon as the pointer has left the current window."""
        if self._window is None:
            self._window = WarningWindow(self._theme, clock(time.time()), None)
            self._window.gone.connect(self._gone)
            self._fill(notice)
            self._window.show()
        else:
            self._window.when_free(lambda: self._fill(notice))

    def close(self) -> None:
        """Close the window."""
        if self._window is not None:
            self._window.close()

    def _fill(self, notice: ChannelNotice) -> None:
        if self._window is None:
            return
        panel = SightedPanel(self._theme, notice, self._office())
        panel.known.clicked.connect(self._window.leave)
        self._window.show_panel(panel, about(notice))

    def _gone(self) -> None:
        self._window = None
