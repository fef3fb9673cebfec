"""被拦截内容: everything that is held, what it is and why, and the ways to have it back."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QIcon, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QListView, QMessageBox, QSizePolicy, QVBoxLayout, QWidget

from guard.model import Case, CaseState, CaseSummary, Release
from guard.release import refuse_destroy
from guard.requests import CaseContent, CaseList, Done, Refused, Reply
from ui import icons
from ui.bridge import Bridge
from ui.headings import Headings
from ui.present import Present
from ui.review.items import ENTRY, CaseDelegate, CaseModel
from ui.review.one_case import CaseView
from ui.review.release import ReleaseStrip
from ui.theme import Theme
from ui.widgets import Glyph, Paragraph, button, column, frame, label, replace_all, row
from ui.words import case_title, say

_SIZE, _SMALLEST = (1180, 760), (900, 600)
_LIST = 348


class ReviewWindow(QWidget):
    """List on the left, one item on the right, buttons in a fixed foot. Content is fetched one item at a time."""

    closed = Signal()

    def __init__(self, theme: Theme, bridge: Bridge, present: Present, headings: Headings,
                 now: Callable[[], float] = time.time) -> None:
        """``now`` is the wall clock in seconds since the epoch."""
        super().__init__()
        self._now = now
        self._theme = theme
        self._bridge = bridge
        self._present = present
        self._headings = headings
        self._view: CaseView | None = None
        self._staged: QWidget | None = None
        self._strip: ReleaseStrip | None = None
        self._wanted = ""
        self._said_of = ""
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("被拦截内容 — 密哨"))
        self.setWindowIcon(QIcon(icons.pixmap(theme, "mishao", 64)))
        self.setMinimumSize(theme.px(_SMALLEST[0]), theme.px(_SMALLEST[1]))
        self.resize(theme.px(_SIZE[0]), theme.px(_SIZE[1]))
        self._build()
        bridge.case_opened.connect(self._reload)
        bridge.case_changed.connect(self._reload)

    def open(self, case_id: str = "") -> None:
        """Load the list and show this item, or the newest."""
        self._wanted = case_id
        self._reload()
        self.show()
        self.raise_()
        self.activateWindow()

    def shown(self) -> str:
        """Return the id of the item on the right, or ""."""
        return self._view.case.id if self._view else ""

    # ------------------------------------------------------------------ building
    def _build(self) -> None:
        theme = self._theme
        self.list = QListView()
        self.list.setAccessibleName(say("被拦截内容"))
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.model = CaseModel(self._headings)
        self.list.setModel(self.model)
        self.list.setItemDelegate(CaseDelegate(theme, self._headings, self.list))
        self.list.selectionModel().currentChanged.connect(self._chosen)
        self._side = frame("side")
        self._side.setFixedWidth(theme.px(_LIST))
        self._side.setLayout(column(theme, self.list, spacing=0, margins=(0, 8, 1, 8)))
        self._stage = column(theme, spacing=0)
        self._foot = self._build_foot()
        right = column(theme, self._stage, self._foot, spacing=0)
        right.setStretchFactor(self._stage, 1)
        layout = row(theme, self._side, right, spacing=0)
        layout.setStretchFactor(right, 1)
        self.setLayout(layout)

    def _build_foot(self) -> QWidget:
        self.keep, self.take = button("", "primary"), button(say("取回原件…"))
        self.burn = button(say("销毁…"), "danger")
        self.keep.clicked.connect(self._keep)
        self.take.clicked.connect(self._ask_release)
        self.burn.clicked.connect(self._ask_destroy)
        self._reason = label("", "caption")
        self._buttons = QWidget()
        self._buttons.setLayout(row(self._theme, self.keep, self.take, None, self._reason, self.burn, spacing=8))
        self.notice = Paragraph(self._theme, "", 13, 20, "text2")
        self.notice.hide()
        foot = frame("footer")
        foot.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._foot_column: QVBoxLayout = column(self._theme, self.notice, self._buttons, spacing=8,
                                                margins=(24, 12, 24, 12))
        foot.setLayout(self._foot_column)
        return foot

    # ------------------------------------------------------------------ list
    def _reload(self, *_what: object) -> None:
        self._bridge.list_cases(self, self._listed)

    def _listed(self, reply: Reply) -> None:
        if isinstance(reply, Refused):
            self._empty("unknown", reply.words)
        if not isinstance(reply, CaseList):
            return
        wanted = self._wanted or (self._view.case.id if self._view else "")
        self._wanted = ""
        self.model.show_cases(reply.cases, self._now())
        self._present.look_at_all()
        index = self.model.index_of(wanted)
        index = index if index.isValid() else self.model.first()
        self._side.setVisible(index.isValid())
        if index.isValid():
            self.list.setCurrentIndex(index)
        else:
            self._empty("log", say("这里还没有被拦下的内容。"))

    def _chosen(self, index: QModelIndex, _before: QModelIndex) -> None:
        entry = index.data(ENTRY)
        shown = self._view.case if self._view else None
        if isinstance(entry, CaseSummary) and (shown is None or (shown.id, shown.state) != (entry.id, entry.state)):
            self._bridge.show_case(entry.id, self, lambda reply: self._fetched(entry, reply), pixels=0)

    def _fetched(self, summary: CaseSummary, reply: Reply) -> None:
        current = self.list.currentIndex().data(ENTRY)
        if not isinstance(current, CaseSummary) or current.id != summary.id:
            return
        if isinstance(reply, CaseContent):
            self._headings.learn(reply.case)
            self._view = CaseView(self._theme, reply, self._now())
            self._on_stage(self._view)
            self._show_foot(reply.case)
            if self._view.awaits_picture:
                self._bridge.show_case(summary.id, self._view, self._view.show_picture)
        elif isinstance(reply, Refused):
            self._empty("unknown", reply.words)

    # ------------------------------------------------------------------ right side
    def _on_stage(self, widget: QWidget) -> None:
        if isinstance(self._staged, CaseView):
            self._staged.drop()
        self._staged = widget
        replace_all(self._stage, [widget])

    def _empty(self, glyph: str, words: str) -> None:
        self._view = None
        page = QWidget()
        close = button(say("关闭"), "primary")
        close.clicked.connect(self.close)
        text = label(words, "body2")
        text.setWordWrap(True)
        text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        page.setLayout(column(self._theme, None, row(self._theme, None, Glyph(self._theme, glyph, 32), None), text,
                              row(self._theme, None, close, None), None, spacing=16, margins=(24, 24, 24, 24)))
        self._on_stage(page)
        self._foot.hide()

    def _show_foot(self, case: Case) -> None:
        self._close_strip()
        if case.id != self._said_of:
            self._say("")
        self._foot.show()
        never = case.decision.release is Release.NEVER
        refusal = refuse_destroy(case)
        again = case.state is CaseState.HELD or (case.state is CaseState.RELEASED and case.file is None)
        asks_office = never or case.decision.release is Release.CODE
        self.keep.setText(say("请保密办核对") if asks_office else say("先留着"))
        self.take.setEnabled(again and not never)
        self.burn.setEnabled(refusal is None)
        self._reason.setText({"secret": say("带密级标志，等保密办处理"), "destroyed": say("已经销毁")}[refusal.code]
                             if refusal else "")

    def _keep(self) -> None:
        if self._view is None or self._view.case.decision.release not in (Release.NEVER, Release.CODE):
            self.close()
            return
        contact = self._present.contact()
        words = say("保密办：{contact}。", contact=contact) if contact else say("请打单位保密办的电话，或当面说一声。")
        self._say(words + say("这一项先替您留着，请不转发、不自行删除。"))

    def _say(self, words: str) -> None:
        self._said_of = self._view.case.id if self._view else ""
        self.notice.show_text(words)
        self.notice.setVisible(bool(words))

    # ------------------------------------------------------------------ taking back
    def _ask_release(self) -> None:
        if self._view is None:
            return
        self._close_strip()
        case = self._view.case
        self._strip = ReleaseStrip(self._theme, case)
        self._strip.go.connect(lambda reason, code, to: self._release(case, reason, code, to))
        self._strip.back.connect(self._close_strip)
        self._buttons.hide()
        self._foot_column.addWidget(self._strip)

    def _close_strip(self) -> None:
        self._buttons.show()
        if self._strip is not None:
            self._foot_column.removeWidget(self._strip)
            self._strip.hide()
            self._strip.deleteLater()
            self._strip = None

    def _release(self, case: Case, reason: str, code: str, to: str) -> None:
        self._bridge.release(case.id, self, self._released, reason=reason, code=code, to=to)

    def _released(self, reply: Reply) -> None:
        if isinstance(reply, Done):
            self._close_strip()
            self._say(reply.words)
        elif isinstance(reply, Refused) and self._strip is not None:
            self._strip.refuse(reply.words)

    # ------------------------------------------------------------------ destroying
    def _ask_destroy(self) -> None:
        if self._view is None or not self.burn.isEnabled():
            return
        case = self._view.case
        question = QMessageBox(self)
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        question.setWindowTitle(say("销毁 — 密哨"))
        question.setTextFormat(Qt.TextFormat.PlainText)
        question.setText(say("销毁“{title}”？", title=case_title(case)))
        question.setInformativeText(say("销毁后再也取不回来。"))
        keep = question.addButton(say("先留着"), QMessageBox.ButtonRole.RejectRole)
        burn = question.addButton(say("销毁"), QMessageBox.ButtonRole.DestructiveRole)
        keep.setProperty("kind", "primary")
        burn.setProperty("kind", "danger")
        question.setDefaultButton(keep)
        question.setEscapeButton(keep)
        question.buttonClicked.connect(lambda pressed: self._destroy(case, pressed, burn))
        question.open()

    def _destroy(self, case: Case, pressed: QAbstractButton, burn: QAbstractButton) -> None:
        if pressed is burn:
            self._bridge.destroy(case.id, self, self._destroyed)

    def _destroyed(self, reply: Reply) -> None:
        if isinstance(reply, Done | Refused):
            self._say(reply.words)

    # ------------------------------------------------------------------ events
    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the size of the drawings."""
        return QSize(self._theme.px(_SIZE[0]), self._theme.px(_SIZE[1]))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """+ − 0 zoom, N and P go from hit to hit, Del destroys after asking, Ctrl+W closes."""
        if event.matches(QKeySequence.StandardKey.Close):
            self.close()
        elif event.key() == Qt.Key.Key_Delete:
            self._ask_destroy()
        elif self._view is None or not self._view.press(event.key()):
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 (Qt's name)
        """Forget everything that was shown."""
        super().closeEvent(event)
        if self._view is not None:
            self._view.drop()
            self._view = None
        self._headings.forget_pictures()
        self.closed.emit()
