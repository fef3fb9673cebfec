"""Shows 网页: the pages open in browsers on this computer; a click writes one of them into the policy file.

Titles are shown here and written nowhere: the file gets the name that the administrator chose.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSettings, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QMenu, QWidget

from guard.config.errors import PolicyError
from guard.config.policy_file import load
from guard.core.pages import ANY, OpenPage, Page, PageKind, names_in, page_of
from guard.core.policy import Policy
from guard.platform.errors import BrokerError
from guard.publish.pages import POLICY_FILE, list_page, written_policy
from guard.supply.unit_pack import UnitPackError
from rules.sentences.sentence import Sentence
from ui.i18n.say import say
from ui.items.program_names import page_word
from ui.kit.choice_box import ChoiceBox
from ui.kit.display_text import one_line
from ui.kit.help import Help
from ui.kit.sentences import told
from ui.kit.theme import Theme
from ui.kit.widgets import Elided, Paragraph, Scrolled, button, column, frame, label, open_with, replace_all, row, ruled

_SIZE = (820, 560)
_TITLE_LIMIT = 80
_NAME_LIMIT = 40
_NAME_WIDTH = 200

Look = Callable[[Policy], tuple[OpenPage, ...]]
"""Returns what is open now; raises BrokerError where nothing can be seen."""


def policy_file(settings: QSettings) -> Path:
    """Return the policy file into which the workshop writes pages and which it signs, whether or not it exists."""
    chosen = str(settings.value("policy", ""))
    return Path(chosen) if chosen else Path(settings.fileName()).with_name(POLICY_FILE)


def open_now(policy: Policy) -> tuple[OpenPage, ...]:
    """Return the pages on this display. Raises BrokerError, also where windows have no titles."""
    try:
        from guard.clipboard.x11.windows import open_pages
    except ImportError as error:
        raise BrokerError(Sentence(str(error))) from error
    return open_pages(policy)


class PagesWindow(QWidget):
    """One line per page. ``written`` is emitted after a change of the file."""

    written = Signal(str)

    def __init__(self, theme: Theme, policy: Path, look: Look, office: Path | None = None) -> None:
        """``office`` is the publishing folder whose signed policy a new file starts as."""
        super().__init__()
        Help(theme, self)
        self._theme, self._file, self._look, self._office = theme, policy, look, office
        self.setObjectName("page")
        self.setWindowTitle(say("网页 — 密哨"))
        self.typed = QLineEdit()
        self.typed.setAccessibleName(say("站名"))
        self.typed.setPlaceholderText(say("没开着的网页，写标题里站名的那一段"))
        self._rows = column(theme, spacing=0)
        self._notice = Paragraph(theme, "", 13, 20, "text2")
        self._place()
        open_with(self, theme, _SIZE)
        self.look()

    def _place(self) -> None:
        theme = self._theme
        words = say("浏览器里的网页按标题认。照常：和普通网页一样；其余各种同聊天软件，该留着的粘贴不出去。"
                    "写进 {name}，签名发布以后每台电脑才生效。", name=one_line(self._file.name, _NAME_LIMIT))
        listed = QWidget()
        listed.setLayout(column(theme, self._rows, None, spacing=0))
        scroll = Scrolled(theme, say("网页"), listed)
        again, close = button(say("重新看")), button(say("关闭"))
        again.clicked.connect(self.look)
        close.clicked.connect(self.close)
        typed = row(theme, self.typed, *self._choices(say("站名"), self.typed.text), spacing=8)
        typed.setStretch(0, 1)
        foot = frame("footer")
        line = row(theme, self._notice, again, close, spacing=12, margins=(24, 12, 24, 12))
        line.setStretch(0, 1)
        foot.setLayout(line)
        body = column(theme, label(say("网页"), "h1"), Paragraph(theme, words, color="text2"), scroll, None, typed,
                      spacing=12, margins=(24, 20, 24, 12))
        outer = column(theme, body, foot, spacing=0)
        outer.setStretch(0, 1)
        self.setLayout(outer)

    def look(self) -> None:
        """Show what is open now, and its entry in the file."""
        try:
            policy = load(written_policy(self._file, self._office), self._file.name)
            pages = self._look(policy)
        except (PolicyError, UnitPackError) as error:
            self._tell(told(error.words))
            return
        except BrokerError:
            self._show([], say("在这台电脑上看不到窗口标题，请在下面写站名。"))
            return
        lines = [self._row(page, policy) for page in pages if names_in(page.untrusted_title)]
        self._show(lines, say("浏览器没有打开网页。打开要认的网页，再点“重新看”。"))

    def _show(self, lines: list[QWidget], otherwise: str) -> None:
        replace_all(self._rows, ruled(lines) if lines else [Paragraph(self._theme, otherwise, color="text2")])

    def _row(self, page: OpenPage, policy: Policy) -> QWidget:
        title = one_line(page.untrusted_title, _TITLE_LIMIT)
        known = page_of(page.untrusted_title, policy.pages)
        now = page_word(known.kind) if known is not None else say("没有写入，照常")
        names = ChoiceBox(say("按哪一段认：{title}", title=title))
        names.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for name in reversed(names_in(page.untrusted_title)):
            names.addItem(one_line(name, _NAME_LIMIT), name.strip(ANY))  # only the administrator may write a star
        names.setFixedWidth(self._theme.px(_NAME_WIDTH))
        words = column(self._theme, Elided(title), Elided(now, "caption", f" · {one_line(page.browser, _NAME_LIMIT)}"),
                       spacing=0)
        line = QWidget()
        choices = self._choices(title, names.currentData)
        layout = row(self._theme, words, names, *choices, spacing=8, margins=(0, 8, 0, 8))
        layout.setStretch(0, 1)
        line.setLayout(layout)
        return line

    def _choices(self, of: str, name: Callable[[], str]) -> tuple[QWidget, QWidget]:
        """Return the button for an own page and the one for all other kinds; ``of`` is for a screen reader."""
        own, other = (button(words, name=say("{kind}：{name}", kind=words, name=of))
                      for words in (say("照常"), say("同聊天软件")))
        own.clicked.connect(lambda: self._add(PageKind.ORDINARY, name()))
        other.setObjectName("menu")
        menu = QMenu(other)
        for kind in PageKind:
            if kind is not PageKind.ORDINARY:
                menu.addAction(page_word(kind), lambda kind=kind: self._add(kind, name()))
        other.setMenu(menu)
        return own, other

    def _add(self, kind: PageKind, name: str) -> None:
        if not name.strip():
            self._tell(say("先写站名。"))
            return
        try:
            added = list_page(self._file, Page(kind, name.strip()), self._office)
        except (PolicyError, UnitPackError) as error:
            self._tell(told(error.words))
            return
        what = say("{kind}：{name}", kind=page_word(kind), name=name.strip())
        words = (say("已写入，签名发布以后生效。{what}", what=what) if added
                 else say("文件里已经是这样。{what}", what=what))
        self._tell(words)
        if added:
            self.typed.clear()
            self.written.emit(words)
        self.look()

    def _tell(self, words: str) -> None:
        self._notice.show_text(words)
