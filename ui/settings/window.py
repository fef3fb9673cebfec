"""Shows 设置: at the top the user's own settings, below the unit's, locked and with the reason."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QStackedWidget,
    QTabBar,
    QWidget,
)

from guard.config.errors import PolicyError
from guard.config.user_config import Configuration, locked_fields, read
from guard.config.user_config_writing import change
from guard.control.requests import GetPolicy, GetStatus, PolicyReply, Reply, Shutdown, StatusReply
from guard.core.locks import Lock
from guard.core.policy import Policy
from guard.ipc.replies import Done, Refused
from guard.util.os_errors import why
from ui.guard_client.bridge import Bridge
from ui.i18n.language import Language, choose, chosen
from ui.i18n.say import listed, say, sentences
from ui.kit import icons
from ui.kit.choice_box import ChoiceBox
from ui.kit.help import Help
from ui.kit.scroll_page import Page
from ui.kit.sentences import told
from ui.kit.theme import Theme
from ui.kit.widgets import Elided, Paragraph, button, column, frame, label, open_with, replace_all, row, ruled
from ui.settings.preferences import Preferences
from ui.settings.unit import Locked, locked

_SIZE = (760, 540)
_NAME_WIDTH = 96
_FOLDERS_HEIGHT = 80
_OWN_NAMES = {"中文": Language.CHINESE, "English": Language.ENGLISH}
"""Languages by the names that their speakers look for."""


class SettingsWindow(QWidget):
    """Additions are written on 保存 and take effect when the guard starts again, which happens at once.

    ``language_chosen`` is emitted after another language was chosen and saved.
    """

    language_chosen = Signal()

    def __init__(self, theme: Theme, bridge: Bridge, preferences: Preferences) -> None:
        super().__init__()
        self._explain = Help(theme, self).link()
        self._theme = theme
        self._bridge = bridge
        self._preferences = preferences
        self._was = Configuration()
        self._kept: tuple[object, ...] | None = None
        """The stored form of the settings shown here, None where nothing can be stored."""
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("设置 — 密哨"))
        self.setWindowIcon(QIcon(icons.pixmap(theme, "mishao", 64)))
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.pages = QStackedWidget()
        self.autostart = QCheckBox(say("开机时启动"))
        self.autostart.setAccessibleName(say("开机时启动"))
        self.language = ChoiceBox(say("语言 Language"))
        for words, choice in ((say("跟随系统"), None), *_OWN_NAMES.items()):
            self.language.addItem(words, choice)
        self.chat = QLineEdit()
        self.chat.setAccessibleName(say("也当作聊天软件的程序"))
        self.folders = QListWidget()
        self.folders.setObjectName("given")
        self.folders.setAccessibleName(say("另外看守的截图文件夹"))
        self.folders.setFixedHeight(theme.px(_FOLDERS_HEIGHT))
        self.add: QPushButton = button(say("添加…"))
        self.remove: QPushButton = button(say("移除"))
        self.save: QPushButton = button(say("保存"), "primary")
        self._notice = Paragraph(theme, "", 13, 20, "text2")
        self._unit = frame("card")
        self._unit.setLayout(column(theme, label(say("还没有准备好"), "small"), spacing=0, margins=(16, 12, 16, 12)))
        self._lay_out()
        self._connect()
        self._load()
        bridge.ask(GetPolicy(), self, self._told)
        bridge.ask(GetStatus(), self, self._watched)

    def _lay_out(self) -> None:
        theme = self._theme
        folders = row(theme, self.folders, column(theme, self.add, self.remove, None), spacing=8)
        folders.setStretch(0, 1)
        own = frame("card")
        inside = column(theme, self.autostart, spacing=8, margins=(16, 12, 16, 14))
        if self._preferences.autostart.imposed():
            inside.addWidget(self._locked_line(say("由单位设定：每次登录都启动")))
        inside.addLayout(column(theme, label(say("另外看守的截图文件夹"), "strong"), folders,
                                label(say("也当作聊天软件的程序"), "strong"), self.chat,
                                self._hint(), spacing=8))
        inside.addLayout(row(theme, label(say("语言 Language"), "strong"), self.language, None, spacing=12))
        own.setLayout(inside)
        self.tabs.addTab(say("您可以设定的"))
        self.tabs.addTab(say("由单位设定的"))
        self.tabs.setAccessibleName(say("设置"))
        for at, part in enumerate((own, self._unit)):
            page = QWidget()
            page.setLayout(column(theme, part, None, spacing=0))
            self.pages.addWidget(Page(self.tabs.tabText(at), page))
        head = row(theme, self.tabs, None, self._explain, spacing=12)
        body = column(theme, head, self.pages, spacing=12, margins=(24, 12, 24, 20))
        close = button(say("关闭"))
        close.clicked.connect(self.close)
        foot = frame("footer")
        line = row(theme, self._notice, self.save, close, spacing=12, margins=(24, 12, 24, 12))
        line.setStretch(0, 1)
        foot.setLayout(line)
        outer = column(theme, body, foot, spacing=0)
        outer.setStretch(0, 1)
        self.setLayout(outer)
        open_with(self, theme, _SIZE)

    def _hint(self) -> Paragraph:
        words = say("写程序名，用逗号隔开，例如：skype, linphone。这里只能加严，不能放宽。")
        return Paragraph(self._theme, words, 12, 18, "text3")

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self.pages.setCurrentIndex)
        self.add.clicked.connect(self._choose)
        self.remove.clicked.connect(lambda: self.folders.takeItem(self.folders.currentRow()))
        for changed in (self.autostart.toggled, self.language.currentIndexChanged, self.chat.textChanged,
                        self.folders.model().rowsInserted, self.folders.model().rowsRemoved):
            changed.connect(self._compare)
        self.folders.currentRowChanged.connect(lambda at: self.remove.setEnabled(at >= 0 and self.add.isEnabled()))
        self.save.clicked.connect(self._save)
        QShortcut(QKeySequence.StandardKey.Close, self, self.close)

    def _load(self) -> None:
        autostart = self._preferences.autostart
        self.autostart.setChecked(autostart.enabled())
        self.language.setCurrentIndex(self.language.findData(chosen(self._preferences.folder)))
        self.autostart.setEnabled(not autostart.imposed())
        self.remove.setEnabled(False)
        self.save.setEnabled(False)
        try:
            self._was = read(self._preferences.configuration)
        except PolicyError as error:
            # Never overwrite a file that somebody else may still correct.
            self._say(told(error.words))
            for part in (self.chat, self.folders, self.add):
                part.setEnabled(False)
            return
        self._fill()

    def _fill(self) -> None:
        """Show what the file says."""
        self.chat.setText(", ".join(self._was.chat))
        self.folders.clear()
        self.folders.addItems(self._was.screenshots)
        self._keep()

    def add_folder(self, folder: str) -> None:
        """Add a folder to the watched ones."""
        if folder and not self.folders.findItems(folder, Qt.MatchFlag.MatchExactly):
            self.folders.addItem(folder)

    def _choose(self) -> None:
        dialog = QFileDialog(self, say("选文件夹"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self.add_folder)
        dialog.open()

    def _additions(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the chat programs and the folders as filled in."""
        names = re.split(r"[,，、]", self.chat.text())
        return (tuple(name.strip() for name in names if name.strip()),
                tuple(self.folders.item(at).text() for at in range(self.folders.count())))

    def _set(self) -> tuple[object, ...]:
        return self.autostart.isChecked(), self.language.currentData(), *self._additions()

    def _keep(self) -> None:
        self._kept = self._set()
        self._compare()

    def _compare(self) -> None:
        """Enable saving only where something differs from the stored settings."""
        self.save.setEnabled(self._kept is not None and self._set() != self._kept)

    def _save(self) -> None:
        was = self._was
        chat, folders = self._additions()

        def set_here(now: Configuration) -> Configuration:
            return replace(now, chat=_merged(now.chat, was.chat, chat),
                           screenshots=_merged(now.screenshots, was.screenshots, folders))

        try:
            self._switch()
            self._speak()
            self._was = change(self._preferences.configuration, set_here)
        except PolicyError as error:
            self._say(told(error.words))
            return
        except OSError as error:
            self._say(say("没能保存：{why}。", why=told(why(error))))
            return
        self._fill()
        if self._was == was:
            self._say(say("已保存。"))
        else:
            self._bridge.ask(Shutdown(say("更改设置"), again=True), self, self._again)

    def _switch(self) -> None:
        autostart = self._preferences.autostart
        if autostart.imposed() or self.autostart.isChecked() == autostart.enabled():
            return
        if self.autostart.isChecked():
            autostart.enable(self._preferences.tray)
        else:
            autostart.disable()

    def _speak(self) -> None:
        """Save the chosen language; the owner of this window opens it again, in that language."""
        if self.language.currentData() != chosen(self._preferences.folder):
            choose(self._preferences.folder, self.language.currentData())
            self.language_chosen.emit()

    def _again(self, reply: Reply) -> None:
        if isinstance(reply, Done):
            self._say(say("已保存，正在按新的设置重新开始。"))
        elif isinstance(reply, Refused):
            self._say(say("已保存，下次启动时生效。"))

    def _told(self, reply: Reply) -> None:
        layout = self._unit.layout()
        assert layout is not None
        if isinstance(reply, PolicyReply):
            layout.setContentsMargins(0, 0, 0, 0)
            replace_all(layout, ruled([self._locked_row(entry) for entry in locked(reply.policy)]))
            self._lock_parts(reply.policy)

    def _lock_parts(self, policy: Policy) -> None:
        """Let nobody change what the policy locks."""
        fields = locked_fields(policy)
        for is_locked, parts in ((policy.locks(Lock.AUTOSTART, Lock.SETTINGS), [self.autostart]),
                                 ("chat" in fields, [self.chat]),
                                 ("screenshots" in fields, [self.folders, self.add, self.remove])):
            for part in parts if is_locked else ():
                part.setEnabled(False)
                part.setToolTip(say("由单位设定，不能改"))

    def _watched(self, reply: Reply) -> None:
        """Show which folders need not be added, unless another message is shown by now."""
        if isinstance(reply, StatusReply) and not self._notice.plain():
            tools = dict.fromkeys(told(each.tool) for each in reply.status.folders if each.tool)
            if tools:
                self._say(say("桌面、文档、图片和它们的子文件夹，还有截图工具（{tools}）的保存位置，"
                              "已经在看守，不用添加。", tools=listed(tools)))
            else:
                self._say(say("桌面、文档、图片和它们的子文件夹已经在看守，不用添加。"))

    def _locked_row(self, entry: Locked) -> QWidget:
        line = QWidget()
        name = label(entry.name, "strong")
        name.setFixedWidth(self._theme.px(_NAME_WIDTH))
        words = column(self._theme, Elided(entry.value),
                       label(say("由单位设定：{why}", why=entry.why), "caption"), spacing=0)
        inner = row(self._theme, self._lock(), name, words, spacing=12, margins=(16, 8, 16, 8))
        inner.setStretch(2, 1)
        line.setLayout(inner)
        line.setAccessibleName(sentences(say("{name}：{what}", name=entry.name, what=entry.value),
                                         say("由单位设定：{why}", why=entry.why)))
        return line

    def _locked_line(self, words: str) -> QWidget:
        line = QWidget()
        line.setLayout(row(self._theme, self._lock(), label(words, "caption"), None, spacing=8))
        return line

    def _lock(self) -> QLabel:
        lock = QLabel()
        lock.setAccessibleName(say("已锁定"))
        lock.setPixmap(icons.pixmap(self._theme, "ui-lock", self._theme.px(18), self.devicePixelRatioF()))
        return lock

    def _say(self, words: str) -> None:
        self._notice.show_text(words)


def _merged(now: Sequence[str], was: Sequence[str], wished: Sequence[str]) -> tuple[str, ...]:
    """Return what a list of the file is to be: as it is now, with what was added and without what was removed here."""
    kept = tuple(one for one in now if one in wished or one not in was)
    return (*kept, *(one for one in wished if one not in kept and one not in was))
