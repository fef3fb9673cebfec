"""Shows 布置的自查: what the unit wants inspected on this computer, how far it is, and how to pause or stop it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QLineEdit, QProgressBar, QWidget

from guard.control.requests import Reply
from guard.core.inspection_order import ENDED, Step
from guard.core.reasons import LONGEST_REASON, SHORTEST_REASON
from guard.ipc.replies import Done, Refused
from guard.ordered.requests import AboutInspection, GoOn, Inspecting, PauseInspection, StopInspection
from guard.ordered.words import heading_words, progress_words
from ui.guard_client.bridge import Bridge
from ui.guard_client.guard_status import GuardStatus
from ui.i18n.say import say
from ui.kit.display_text import one_line
from ui.kit.sentences import told
from ui.kit.small_window import SmallWindow
from ui.kit.theme import Theme
from ui.kit.widgets import Paragraph, button, column, frame, label

_WORDS_LIMIT = 400


def shown(entries: Sequence[Inspecting]) -> Inspecting | None:
    """Return the order to show: the newest that has not ended, else the newest of all."""
    return next((one for one in entries if one.step not in ENDED), entries[0] if entries else None)


class OrderedWindow(SmallWindow):
    """One order: who wants what by when, a bar, and buttons to begin at once, to pause and to stop with a reason."""

    def __init__(self, theme: Theme, bridge: Bridge, guard_status: GuardStatus) -> None:
        super().__init__(theme, say("布置的自查"), say(
            "没人用电脑的时候它自己查，您一用就停。只报数目：哪条规则、哪类文件、在哪个文件夹各有几个；"
            "文件名和内容不离开这台电脑。"))
        self._bridge, self._guard_status = bridge, guard_status
        self._number = 0
        self._asked_of: int | None = None
        self.heading = Paragraph(theme, "", 14, 22)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(say("查到第几个"))
        self.progress = Paragraph(theme, "", 13, 20, "text2")
        card = frame("card")
        card.setLayout(column(theme, self.heading, self.bar, self.progress, spacing=10, margins=(16, 12, 16, 12)))
        self.reason = QLineEdit()
        self.reason.setAccessibleName(say("为什么停止"))
        self.reason.setPlaceholderText(say("为什么停止，会报给布置的单位"))
        self.reason.setMaxLength(LONGEST_REASON)
        self.reason.hide()
        self.others = label("", "caption")
        inside = QWidget()
        inside.setLayout(column(theme, card, self.reason, self.others, spacing=12))
        self.begin, self.pause = button(say("现在开始"), "primary"), button(say("暂停"))
        self.halt, close = button(say("停止…")), button(say("关闭"))
        self.begin.clicked.connect(lambda: self._ask(GoOn(self._number, now=True)))
        self.pause.clicked.connect(self._pause_or_go_on)
        self.halt.clicked.connect(self._stop)
        self.reason.textChanged.connect(self._show_stopping)
        close.clicked.connect(self.close)
        self.complete((inside,), (self.begin, self.pause, self.halt, close))
        guard_status.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show how far it is now."""
        status = self._guard_status.status
        entries = status.inspections if status is not None else ()
        one = shown(entries)
        if one is None:
            self.heading.show_text(say("单位现在没有布置自查。"))
            for part in (self.bar, self.progress, self.begin, self.pause, self.halt, self.reason, self.others):
                part.hide()
        else:
            self._show(one, len([entry for entry in entries if entry.step not in ENDED and entry is not one]))
        self.fit()

    def _show(self, one: Inspecting, more: int) -> None:
        self._number, self._step = one.order.number, one.step
        self.heading.show_text(one_line(told(heading_words(one)), _WORDS_LIMIT))
        self.progress.show_text(one_line(told(progress_words(one)), _WORDS_LIMIT))
        self.progress.show()
        self.bar.setRange(0, max(one.total, 1))
        self.bar.setValue(min(one.done, max(one.total, 1)))
        ended, resting = one.step in ENDED, one.step in (Step.PAUSED, Step.STOPPED)
        self.bar.setVisible(not ended or one.step is Step.DONE)
        self.begin.setVisible(not ended and not one.working)
        self.pause.setVisible(not ended)
        self.pause.setText(say("继续") if resting else say("暂停"))
        self.halt.setVisible(not ended and one.step is not Step.STOPPED)
        self._show_stopping()
        self.others.setVisible(more > 0)
        self.others.setText(say("还有 {count} 项等着查。", count=more))

    def _pause_or_go_on(self) -> None:
        resting = self._step in (Step.PAUSED, Step.STOPPED)
        self._ask(GoOn(self._number) if resting else PauseInspection(self._number))

    def _stop(self) -> None:
        """Ask for the reason first; with one, stop."""
        if self._asked_of != self._number:
            self._asked_of = self._number
            self._show_stopping()
            self.reason.setFocus()
            self.fit()
        else:
            self._ask(StopInspection(self._number, self.reason.text()))

    def _show_stopping(self) -> None:
        asking = self._asked_of == self._number
        self.reason.setVisible(asking and not self.halt.isHidden())
        self.halt.setText(say("停止") if asking else say("停止…"))
        self.halt.setEnabled(not asking or len(self.reason.text().strip()) >= SHORTEST_REASON)

    def _ask(self, request: AboutInspection) -> None:
        self.notice.hide()
        self._bridge.ask(request, self, self._answered)

    def _answered(self, reply: Reply) -> None:
        if isinstance(reply, Refused):
            self.refuse(told(reply.words))
        elif isinstance(reply, Done):
            self._asked_of = None
            self.reason.clear()
            self._show_stopping()
            self.notice.show_text(told(reply.words))
            self.notice.show()
            self._bridge.ask_status()
            self.fit()
