"""Shows strips beside other windows.

They name the flagged files in a chat client's file dialog, or a flagged document on the screen; one in the corner
says, once, that feedback was answered, or that the unit wants folders inspected.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QRect, QTimer

from guard.channels.notices import NAMED, Channel, ChannelNotice, FileDialog, Place
from guard.control.requests import Status
from guard.core.inspection_order import Step, last_day
from guard.feedback.answers import Given
from rules.model import Nature
from ui.feedback.answer import answer_words
from ui.i18n.dates import date_words
from ui.i18n.say import mark, say, sentences
from ui.items.labels import spaced_before
from ui.items.program_names import called
from ui.kit.display_text import one_line
from ui.kit.theme import Theme
from ui.notices.strip import Strip

ON_SCREEN_MS = 20_000
"""How long a strip without a dialog stays when nobody closes it."""

OnDesktop = Callable[[Place | None], QRect | None]
"""Converts screen pixels to Qt's coordinates."""

_NAME_LIMIT = 60
_ANSWER_LIMIT = 90
_HAS = {
    Nature.STATE_SECRET: mark("密级标志"),
    Nature.WORK_SECRET: mark("不对外公开的标注"),
    Nature.INSTRUCTION: mark("领导批示"),
    Nature.CHAT_RECORD: mark("工作群的部署"),
    Nature.PERSONAL: mark("他人的个人信息"),
    Nature.DRAFT: mark("还没定稿的内容"),
    Nature.RUMOUR: mark("未核实的消息"),
}

_WAY_OF_SECRETS = mark("不要拍照、不要转发，传阅走机要渠道")
_WAY = mark("不要拍照、不要转发，传阅走单位的办公渠道")
_LAWS = {
    Nature.STATE_SECRET: mark("保守国家秘密法第二十九条"),
    Nature.WORK_SECRET: mark("保守国家秘密法第六十四条（工作秘密）"),
    Nature.INSTRUCTION: mark("保守国家秘密法第六十四条（工作秘密）"),
    Nature.CHAT_RECORD: mark("保守国家秘密法第六十四条（工作秘密）"),
    Nature.PERSONAL: mark("个人信息保护法第十条"),
    Nature.DRAFT: mark("政府信息公开条例第十六条第二款（过程性信息）"),
}
"""What says that such a document is not passed on: the first law that the built-in rules name for this nature."""


class Passing(QObject):
    """One strip that closes by itself; a new sentence replaces the one it shows."""

    def __init__(self, theme: Theme, parent: QObject, glyph: str = "ask") -> None:
        super().__init__(parent)
        self._theme = theme
        self._glyph = glyph
        self._strip: Strip | None = None
        self._time = QTimer(self, singleShot=True, interval=ON_SCREEN_MS)
        self._time.timeout.connect(self._out_of_time)

    def strip(self) -> Strip | None:
        """Return the strip while it is shown."""
        return self._strip

    def say_of(self, sentence: str, beside: QRect | None, names: Sequence[str] = ()) -> None:
        """Show this sentence, and names below it, beside a window or in the corner."""
        if self._strip is None:
            self._strip = Strip(self._theme, self._glyph)
            self._strip.dismissed.connect(self._forget)
        self._strip.say_of(sentence, names[:NAMED], max(0, len(names) - NAMED), beside)
        self._time.start()

    def take_away(self) -> None:
        """Close the strip if there is one."""
        if self._strip is not None:
            self._strip.take_away()
            self._forget()

    def _out_of_time(self) -> None:
        if self._strip is not None and self._strip.underMouse():
            self._time.start()
        else:
            self.take_away()

    def _forget(self) -> None:
        self._strip = None


class Strips(QObject):
    """One strip per open file dialog, one for the screen, one for answers, and one for orders."""

    def __init__(self, theme: Theme, on_desktop: OnDesktop) -> None:
        super().__init__(theme)
        self._theme = theme
        self._on_desktop = on_desktop
        self._dialogs: dict[int, Strip | None] = {}
        self._on_screen = Passing(theme, self)
        self._answered, self._ordered = Passing(theme, self, "log"), Passing(theme, self, "log")
        self._orders: set[int] = set()
        """Orders that were shown."""

    def dialog_seen(self, dialog: FileDialog) -> None:
        """Show which files not to choose; nothing more in a dialog whose strip the user has closed."""
        if dialog.window not in self._dialogs:
            self._dialogs[dialog.window] = self._for_dialog(dialog.window)
        strip = self._dialogs[dialog.window]
        if strip is not None:
            where = mark("这个文件夹里有先别发的：") if dialog.in_folder else mark("选文件前看一眼，有先别发的：")
            strip.say_of(say(where), dialog.files, dialog.more, self._on_desktop(dialog.place))

    def dialog_left(self, window: int) -> None:
        """Close the strip of this dialog."""
        strip = self._dialogs.pop(window, None)
        if strip is not None:
            strip.take_away()

    def on_screen(self, notice: ChannelNotice) -> None:
        """Show what is said of a flagged document that is open; the newest replaces earlier ones."""
        listed = notice.files if notice.route is Channel.SHARED and len(notice.files) > 1 else ()
        self._on_screen.say_of(_sentence(notice), self._on_desktop(notice.place), listed)

    def answered(self, entries: tuple[Given, ...]) -> None:
        """Show that the 保密办 has answered; once, because the guard reports it once."""
        if len(entries) == 1 and entries[0].check:
            words = say("您请保密办核对的有答复了：{answer}", answer=one_line(answer_words(entries[0]), _ANSWER_LIMIT))
        elif len(entries) == 1:
            words = say("您反馈的误报有答复了：{answer}", answer=one_line(answer_words(entries[0]), _ANSWER_LIMIT))
        else:
            words = say("您反馈的误报有 {count} 条答复了，在菜单的“误报反馈”里。", count=len(entries))
        self._answered.say_of(words, None)

    def told(self, status: Status) -> None:
        """Show once that the unit wants something inspected that has not begun."""
        new = [one for one in status.inspections
               if one.step is Step.RECEIVED and one.order.number not in self._orders]
        self._orders |= {one.order.number for one in new}
        if not new:
            return
        first = min((one.order for one in new), key=lambda order: order.due)
        due = date_words(last_day(first.due))
        if len(new) == 1:
            words = say("{by}布置了自查，{due}前做完。没人用电脑时它自己查，只报数目；在“运行状况”里看。",
                        by=one_line(first.by, _NAME_LIMIT), due=due)
        else:
            words = say("布置了 {count} 项自查，最早的 {due}前做完。没人用电脑时它自己查，只报数目；在“运行状况”里看。",
                        count=len(new), due=due)
        self._ordered.say_of(words, None)

    def shown(self) -> tuple[Strip, ...]:
        """Return the strips shown now."""
        passing = (self._on_screen.strip(), self._answered.strip(), self._ordered.strip())
        return tuple(strip for strip in (*self._dialogs.values(), *passing) if strip is not None)

    def close(self) -> None:
        """Close all of them: the guard has gone and can no longer report when to."""
        for window in tuple(self._dialogs):
            self.dialog_left(window)
        self._on_screen.take_away()
        self._answered.take_away()
        self._ordered.take_away()

    def _for_dialog(self, window: int) -> Strip:
        strip = Strip(self._theme)
        strip.dismissed.connect(lambda: self._dialogs.update({window: None}))
        return strip


def _sentence(notice: ChannelNotice) -> str:
    has = say(_HAS[notice.nature]) if notice.nature is not None else say("不宜外传的内容")
    name = one_line(notice.files[0], _NAME_LIMIT)
    law = say("依据：{law}", law=say(_LAWS[notice.nature])) if notice.nature in _LAWS else ""
    if notice.route is Channel.MARKED:
        way = _WAY_OF_SECRETS if notice.nature is Nature.STATE_SECRET else _WAY
        return sentences(say("《{file}》带有{what}", file=name, what=has), say(way), law)
    several = len(notice.files) > 1
    if notice.route is Channel.SHARED:
        program = spaced_before(called(notice.program))
        if several:
            return sentences(say("{program}正在共享屏幕，开着的 {count} 份文件里有{what}", program=program, what=has,
                                 count=len(notice.files)), say("请先停止共享，或者先关掉这些文件"), law)
        return sentences(say("{program}正在共享屏幕，开着的《{file}》带有{what}", file=name, what=has, program=program),
                         say("请先停止共享，或者先关掉这份文件"), law)
    if notice.route is Channel.MEETING:
        return sentences(say("屏幕上开着《{file}》等 {count} 份文件，带有{what}", file=name, what=has,
                             count=len(notice.files)) if several
                         else say("屏幕上开着《{file}》，它带有{what}", file=name, what=has),
                         say("共享屏幕前请先关掉，也别截图或拍照发送"))
    if not several:
        return say("屏幕上开着《{file}》，它带有{what}，请别截图或拍照发送。", file=name, what=has)
    return say("屏幕上开着《{file}》等 {count} 份文件，带有{what}，请别截图或拍照发送。", file=name,
               count=len(notice.files), what=has)
