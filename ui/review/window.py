"""Shows 被拦截内容: held items with reasons, masked copies, and the ways to get them back."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QIcon, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QGridLayout, QWidget

from guard.control.requests import AskCode, CaseContent, ReleaseCase, Reply, ShowCase
from guard.core.model import CaseState, CaseSummary
from guard.feedback.answers import AskOffice, FeedbackList, GetFeedback
from guard.ipc.raster import SHOWN_PIXELS
from guard.ipc.replies import Done, Refused
from guard.redact.mask_kinds import Masked
from ui.guard_client.bridge import Bridge
from ui.guard_client.current_list import CurrentList
from ui.guard_client.guard_status import GuardStatus
from ui.guard_client.titles import Headings
from ui.i18n.say import say, sentences
from ui.items.actions import is_picture
from ui.items.office import office_words, ready_sentence
from ui.kit import icons
from ui.kit.help import Help
from ui.kit.sentences import told
from ui.kit.theme import Theme
from ui.kit.widgets import bring_forward, column, open_with, replace_all
from ui.review.bar import FilterBar
from ui.review.copies import Copies
from ui.review.destroying import ask_destroy, goes, stays
from ui.review.fetching import Fetching
from ui.review.foot import Foot
from ui.review.going import UNDO_MS, Going
from ui.review.hidden import hide_from_capture
from ui.review.listing import NARROW, WIDTH, Listing
from ui.review.marks import MarksView
from ui.review.message import MessagePage
from ui.review.one_case import STAGE_KEYS, CaseView
from ui.review.several import SeveralView

_SIZE, _SMALLEST = (1180, 760), (900, 600)


class ReviewWindow(QWidget):
    """Bar on top, list on the left, one item on the right, buttons in a fixed foot. Content is fetched item by item."""

    closed = Signal()

    def __init__(self, theme: Theme, bridge: Bridge, guard_status: GuardStatus, headings: Headings,
                 now: Callable[[], float] = time.time) -> None:
        """``now`` is the wall clock in seconds since the epoch."""
        super().__init__()
        self._explain = Help(theme, self).link()
        self._now = now
        self._theme = theme
        self._bridge = bridge
        self._guard_status = guard_status
        self._headings = headings
        self._view: CaseView | None = None
        self._several: SeveralView | None = None
        self._wanted = ""
        self._trouble = ""
        self._looks = False
        self._said_of = ""
        self._beside_marks: list[str] | None = None
        self._protected = False
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(say("被拦截内容 — 密哨"))
        self.setWindowIcon(QIcon(icons.pixmap(theme, "mishao", 64)))
        self.bar = FilterBar(theme, self._explain)
        self.listing = Listing(theme, bridge, headings, self.bar, now)
        self.foot = Foot(theme)
        self._fetching = Fetching(bridge, self.foot, self)
        self._stage = column(theme, spacing=0)
        self._body = QGridLayout()
        self._low = False
        self._items = CurrentList(bridge, self)
        self._copies = Copies(bridge, headings, self)
        self.going = Going(bridge, self, self._destroyed)
        self._build()
        self._connect()
        open_with(self, theme, _SIZE, _SMALLEST)

    def open(self, case_id: str = "") -> None:
        """Load the list and show this item, or the newest."""
        self._wanted, self._looks = case_id, True
        self._items.load()
        bring_forward(self)
        self._protected = hide_from_capture(self)
        self.listing.list.setFocus()

    def shown(self) -> str:
        """Return the id of the item on the right, or ""."""
        return self._view.case.id if self._view else ""

    def view(self) -> CaseView | None:
        """Return the item on the right."""
        return self._view

    def _build(self) -> None:
        theme = self._theme
        self._body.setSpacing(0)
        self._body.setColumnStretch(1, 1)
        self._body.setRowStretch(0, 1)
        self._body.addLayout(self._stage, 0, 1)
        layout = column(theme, self.bar, spacing=0)
        layout.addLayout(self._body, 1)
        self.setLayout(layout)
        self._set_low(False)
        self.foot.hide()

    def _connect(self) -> None:
        self.listing.chosen.connect(self._chosen)
        self.listing.marks.clicked.connect(self._show_marks)
        self._fetching.arrived.connect(self._show_case)
        self._fetching.refused.connect(self._show_trouble)
        self._copies.said.connect(self._say)
        self._copies.changed.connect(self._show_foot)
        foot = self.foot
        foot.copy_wanted.connect(self.copy)
        foot.export_wanted.connect(self.export)
        foot.office_wanted.connect(self._ask_office)
        foot.close_wanted.connect(self.close)
        foot.release_wanted.connect(self._release)
        foot.code_wanted.connect(self._request_code)
        foot.undo_wanted.connect(self._undo)
        foot.burn_wanted.connect(self.destroy_selected)
        foot.keep_wanted.connect(self._keep)
        self.going.changed.connect(self.listing.model.show_going)
        foot.form_closed.connect(self.listing.list.setFocus)
        self._items.listed.connect(self._listed)
        self._items.refused.connect(self._not_listed)
        self._items.changed.connect(self._happened)
        self._bridge.status_changed.connect(self._status)
        self._bridge.connection_lost.connect(self.listing.show_trouble)
        self._bridge.feedback_answered.connect(self._ask_feedback)
        for keys, act in self._keys():
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def _keys(self) -> Sequence[tuple[str, Callable[[], object]]]:
        return (
            ("Ctrl+F", self.bar.begin_search),
            ("Ctrl+A", self.listing.list.selectAll),
            *((keys, lambda act=act: self._in_view(act)) for keys, act in STAGE_KEYS.items()),
            ("U", self._undo_current),
            ("Ctrl+C", self.copy),
            ("Ctrl+E", self.export),
            ("Del", self.destroy_selected),
            ("Ctrl+W", self.close),
        )

    def _ask_feedback(self, _given: object = None) -> None:
        self._bridge.ask(GetFeedback(), self, self._show_feedback)  # it would keep a lambda, and with it this

    def _show_feedback(self, reply: Reply) -> None:
        if isinstance(reply, FeedbackList):
            self.listing.model.show_answers(reply.entries)
        self._in_view(lambda shown: shown.show_feedback(reply))

    def _in_view(self, act: Callable[[CaseView], None]) -> None:
        if self._view is not None:
            act(self._view)

    def _listed(self, summaries: tuple[CaseSummary, ...]) -> None:
        self._fetching.outdate()
        self.listing.show_all(summaries)
        looks, self._looks = self._looks, False
        if looks:
            self._guard_status.look_at_all()
        self._trouble = self._guard_status.storage_trouble()
        self.listing.show_trouble(self._trouble)
        wanted, self._wanted = self._wanted, ""
        if wanted and not self.listing.select_case(wanted) and self.listing.summary(wanted) is not None:
            self.bar.show_everything()
            self.listing.select_case(wanted)
        self._show_parts()

    def _not_listed(self, words: str) -> None:
        if self.listing.empty():
            self._show_trouble(words)
        else:
            self.listing.show_trouble(words)

    def _show_trouble(self, words: str) -> None:
        self._show_page("unknown", words)

    def _happened(self, summaries: tuple[CaseSummary, ...]) -> None:
        looked_at = {self.shown(), *(one.id for one in self.listing.selected())}
        if any(summary.id in looked_at for summary in summaries):
            self._fetching.outdate()
        self.listing.update_some(summaries)
        self._show_parts()

    def _status(self, _status: object) -> None:
        if self._trouble != self._guard_status.storage_trouble():
            self._items.load()

    def _show_parts(self) -> None:
        empty = self.listing.empty()
        trouble = self._guard_status.storage_trouble()
        for part in (self.bar, self.listing):
            part.setVisible(not empty)
        if empty:
            self._show_page("unknown" if trouble else "log", trouble or say("这里还没有被拦下的内容。"))

    def _chosen(self) -> None:
        selected = self.listing.selected()
        if self._beside_marks == [one.id for one in selected]:
            return  # the list was only filled anew
        there = len(selected) == 1 and selected[0].state is not CaseState.DESTROYED
        self._fetching.want(selected[0] if there else None)
        if len(selected) > 1:
            self._show_several(selected)
        elif not selected:
            if not self.listing.empty():
                self._show_page("log", say("没有符合条件的内容。"))
        elif not there:
            self._show_page("log", say("这一项已经销毁，看不到内容了。"))

    def _show_case(self, content: CaseContent) -> None:
        self._headings.learn(content.case)
        self._guard_status.look_at(content.case.id)
        note = say("{kind} · 只有您能看", kind=say("原图") if is_picture(content.case) else say("原文"))
        if not self._protected:
            note = " · ".join((note, say("这里挡不住截屏")))
        view = CaseView(self._theme, content, self._now(), note)
        view.stage.set_wide(self._wide())
        view.undo_wanted.connect(self._ask_undo)
        self._on_stage(view)
        self._view = view
        self._fetching.look_at(view)
        self._show_foot()
        if view.stage.awaits_picture:
            self._bridge.ask(ShowCase(content.case.id, SHOWN_PIXELS), view.stage, view.stage.show_picture)
        self._ask_feedback()
        self._copies.look_at(view)

    def _show_several(self, summaries: list[CaseSummary]) -> None:
        if self._several is None or not self._several.shows(summaries):
            view = SeveralView(self._theme, self._headings, summaries)
            self._on_stage(view)
            self._several = view
        if self._about() != self._said_of:  # otherwise the items are shown again because of what was just said
            self._say("")
        self.foot.show_several(summaries)

    def _show_page(self, glyph: str, words: str) -> None:
        marks = self._show_marks if self.listing.empty() else None  # otherwise the button is below the list
        self._on_stage(MessagePage(self._theme, glyph, words, self.close, marks))
        self.foot.hide()

    def _show_marks(self) -> None:
        view = MarksView(self._theme, self._bridge, self._now())
        view.back.clicked.connect(self._leave_marks)
        self._on_stage(view)
        self._beside_marks = [one.id for one in self.listing.selected()]
        self._fetching.want(None)
        self.foot.hide()
        view.back.setFocus()

    def _leave_marks(self) -> None:
        self._beside_marks = None
        self._show_parts()
        if not self.listing.empty():
            self._chosen()
            self.listing.list.setFocus()

    def _on_stage(self, widget: QWidget) -> None:
        self._beside_marks = None
        self._several = None
        self._leave_view()
        self.foot.close_strip()
        replace_all(self._stage, [widget])

    def _leave_view(self) -> None:
        self._fetching.look_at(None)
        self._copies.look_at(None)
        if self._view is not None:
            self._view.drop()
            self._view = None

    def _show_foot(self) -> None:
        view = self._view
        if view is None:
            return
        if view.case.id != self._said_of:
            self._say("")
        self.foot.show_case(view.case, copying=view.stage.pending, copied=view.stage.copy is not None)

    def _say(self, words: str, taken: str = "") -> None:
        self._said_of = self._about()
        if words or not self.going.waiting():
            self.foot.tell(words, taken, undoable=bool(self.going.waiting()))

    def _about(self) -> str:
        """Return the item or items that a line in the foot is about."""
        return self.shown() or " ".join(summary.id for summary in self.listing.selected())

    def copy(self) -> None:
        """Copy the masked copy of the selected item."""
        self._copies.copy(self.listing.selected())

    def export(self) -> None:
        """Export the masked copies of the selected items."""
        self._copies.export(self.listing.selected())

    def _ask_undo(self, mask: Masked) -> None:
        self._copies.ask_about(mask)
        self.foot.ask_undo(mask)

    def _undo_current(self) -> None:
        stage = self._view.stage if self._view is not None else None
        mask = stage.current_mask() if stage is not None else None
        if mask is not None:
            self._ask_undo(mask)
        elif stage is not None:
            self._say(say("先按 N 走到打了码的一处，再按 U。") if stage.copy else say("这一项现在没有打码版。"))

    def _undo(self, reason: str) -> None:
        self.foot.close_strip()
        self._copies.undo(reason)

    def _ask_office(self) -> None:
        if self._view is not None:
            self._bridge.ask(AskOffice(self._view.case.id), self)
            self._ask_feedback()
            self._say(say("{words}可以这样说：“{sentence}”", words=office_words(self._guard_status.contact()),
                          sentence=ready_sentence(self._view.case, self._now())))

    def _release(self, reason: str, code: str, to: str) -> None:
        self._in_view(lambda view: self._bridge.ask(ReleaseCase(view.case.id, reason, code, to), self, self._released))

    def _request_code(self) -> None:
        self._in_view(lambda shown: self._bridge.ask(AskCode(shown.case.id), self, self.foot.show_request))

    def _released(self, reply: Reply) -> None:
        if isinstance(reply, Done):
            self.foot.close_strip()
            self._say(told(reply.words), str(reply.words.values.get("path", "")))
        elif isinstance(reply, Refused):
            self.foot.refuse(told(reply.words))

    def destroy_selected(self) -> None:
        """Ask, with the names, and destroy the items that may be destroyed."""
        selected = [one for one in self.listing.selected() if one.id not in self.going.waiting()]
        if selected and self.foot.isVisible() and self.foot.burn.isEnabled():
            going = [summary for summary in selected if goes(summary)] if len(selected) > 1 else selected
            titles = [self._headings.title(summary) for summary in going]
            ask_destroy(self, titles, lambda: self._destroy(going), selected=len(selected),
                        some_stay=len(selected) > 1 and any(map(stays, selected)))

    def _destroy(self, selected: list[CaseSummary]) -> None:
        self.going.begin(selected)
        self._say(say("{count} 项将在 {seconds} 秒后销毁。", count=len(selected), seconds=UNDO_MS // 1000))

    def _keep(self) -> None:
        self.going.undo()
        self._say(say("已撤销，一项也没有销毁。"))

    def _destroyed(self, count: int, refusals: list[str]) -> None:
        done = say("已销毁 {count} 项。", count=count) if count else ""
        self._say(sentences(done, *refusals))

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the size of the drawings."""
        return QSize(self._theme.px(_SIZE[0]), self._theme.px(_SIZE[1]))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Below the size of the drawings, show original and copy one at a time, and name F1 no more."""
        super().resizeEvent(event)
        self._in_view(lambda view: view.stage.set_wide(self._wide()))
        self._explain.setVisible(self._wide())
        low = self.width() < self._theme.px(_SMALLEST[0])
        if low != self._low:
            self._low = low
            self._set_low(low)

    def _set_low(self, low: bool) -> None:
        """On the lowest screens: the bar has two lines, the list is narrow, and the buttons have the whole width."""
        self.bar.set_low(low)
        self.listing.setFixedWidth(self._theme.px(NARROW if low else WIDTH))
        for part in (self.listing, self.foot):
            self._body.removeWidget(part)
        self._body.addWidget(self.listing, 0, 0, 1 if low else 2, 1)
        self._body.addWidget(self.foot, 1, 0 if low else 1, 1, 2 if low else 1)

    def _wide(self) -> bool:
        return self.width() >= self._theme.px(_SIZE[0])

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 (Qt's name)
        """Forget everything that was shown."""
        super().closeEvent(event)
        self.going.carry_out()
        self._leave_view()
        self.listing.forget()
        self._headings.forget()
        self.closed.emit()
