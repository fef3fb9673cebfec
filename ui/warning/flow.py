"""Decides when a warning appears, what it shows, and what a choice in it does."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QMimeData, QObject, QRect, Qt, Signal
from PySide6.QtGui import QGuiApplication

from guard.control.masked_copies import MaskedCopy
from guard.control.requests import (
    AskCode,
    CaseContent,
    CleanFiles,
    ListClean,
    MaskCase,
    ReleaseCase,
    Reply,
    ReportFalseAlarm,
    SendMasked,
    ShowCase,
    TakeMasked,
)
from guard.core.model import Case, CaseState, CaseSummary, Origin
from guard.feedback.answers import AskOffice
from guard.ipc.raster import SHOWN_PIXELS
from guard.ipc.replies import Done, Refused
from guard.util.path_text import label, text_path
from ui.guard_client.bridge import Bridge, unanswered
from ui.guard_client.guard_status import GuardStatus
from ui.i18n.dates import clock
from ui.i18n.say import say, sentences
from ui.items.actions import Act, by_clipboard, offers_copy
from ui.items.labels import not_sent
from ui.items.on_clipboard import addresses, put_on_clipboard
from ui.kit.display_text import visible
from ui.kit.sentences import told
from ui.kit.theme import Theme
from ui.warning.files import stopped_files
from ui.warning.keyboard import Pasted
from ui.warning.one_case import CasePanel
from ui.warning.panels import Panel
from ui.warning.several import SeveralPanel
from ui.warning.window import WarningWindow

TOGETHER_SECONDS = 10.0
"""Seconds within which items refused one after another share a window."""

INSTRUCTION_MS = 4_000
"""How long a line stays that says what to do next, or what has happened to an item meanwhile."""


class Warnings(QObject):
    """Shows at most one warning window at a time."""

    review_wanted = Signal(str)
    """The id of the item to look at."""

    def __init__(self, theme: Theme, bridge: Bridge, guard_status: GuardStatus,
                 chat: Callable[[Case], QRect | None]) -> None:
        """``chat`` returns the rectangle of the chat window, as far as it is known."""
        super().__init__(theme)
        self._theme = theme
        self._bridge = bridge
        self._guard_status = guard_status
        self._chat = chat
        self._window: WarningWindow | None = None
        self._cases: list[Case] = []
        self._shown: list[Case] = []
        self._became: CaseState | None = None
        self._latest = 0.0
        self._answered = False

    def opened(self, case: Case, notify: bool) -> None:
        """Warn about an item that has just been held, if needed. A file that was refused in silence is named in a
        warning that is there already of others of the same program: the window says how many it did not get.
        """
        open_still = self._window is not None and not self._answered
        chat = self._chat(case)
        now = time.monotonic()
        together = open_still and now - self._latest <= TOGETHER_SECONDS
        joins = together and any(_are_files_for_one_program(case, shown) for shown in self._cases)
        if not (notify or joins) or (open_still and self._said_already(case, chat)):
            return
        if notify:
            self._latest = now
        others = [shown for shown in self._cases if shown.id != case.id]
        self._cases = [case, *others] if together else [case]
        if self._window is None:
            self._window = WarningWindow(self._theme, clock(time.time()), chat)
            self._window.gone.connect(self._gone)
            self._show()
            self._window.show()
        else:
            self._window.when_free(self._show, chat)

    def changed(self, summary: CaseSummary) -> None:
        """Remove items released or destroyed elsewhere from the window and from the queue; show what was found since
        an item was stopped by its first part.
        """
        if self._window is None:
            return
        if summary.state is CaseState.HELD:
            self._complete(self._window, summary.id)
            return
        shown, waiting = len(self._shown), len(self._cases)
        self._shown, self._cases = _without(self._shown, summary.id), _without(self._cases, summary.id)
        if len(self._cases) < waiting and all(case in self._shown for case in self._cases):
            self._window.forget_waiting()
        if len(self._shown) < shown and not self._answered:
            self._taken(self._window, summary.state)

    def _complete(self, window: WarningWindow, case_id: str) -> None:
        """Show an item whole, as soon as the pointer is not over its buttons."""
        if self._answered or [case.id for case in self._shown] != [case_id]:
            return

        def read(reply: Reply) -> None:
            alone = [case.id for case in self._cases] == [case_id]
            if isinstance(reply, CaseContent) and alone and not self._answered and reply.case != self._cases[0]:
                self._cases = [replace(reply.case, destination=reply.case.destination or self._cases[0].destination)]
                window.when_free(self._show)

        self._bridge.ask(ShowCase(case_id, SHOWN_PIXELS), window, read)

    def raise_window(self) -> bool:
        """Give the keyboard to the warning, when one is shown; return whether there is one."""
        if self._window is None:
            return False
        self._window.activate()
        return True

    def window(self) -> WarningWindow | None:
        """Return the window shown now."""
        return self._window

    def _said_already(self, case: Case, chat: QRect | None) -> bool:
        """Return whether the open warning includes this item, and is at the right place or must stay where it is."""
        assert self._window is not None
        shown = any(shown.id == case.id for shown in self._cases)
        return shown and (self._window.panel().busy() or not self._window.elsewhere(chat))

    def _taken(self, window: WarningWindow, state: CaseState) -> None:
        """Remove an item that is no longer held from the panel and from ``_shown``."""
        if self._shown:
            self._show_these(self._shown)
        elif not window.panel().isEnabled():
            self._became = state  # by this very panel, perhaps: then its pending answer handles it
        elif window.panel().busy():
            self._say(_became_words(state), INSTRUCTION_MS)
        else:
            window.leave()

    # ------------------------------------------------------------------ showing
    def _show(self) -> None:
        self._show_these(self._cases)

    def _show_these(self, cases: Sequence[Case]) -> None:
        assert self._window is not None
        self._shown, self._became, self._answered = list(cases), None, False
        self._window.stand_beside(self._chat(cases[0]))
        about = say("练习") if cases[0].practice else not_sent(cases[0])
        if len(cases) > 1:
            several = SeveralPanel(self._theme, cases)
            several.kept.connect(lambda: self._kept(*cases))
            several.review_wanted.connect(self._review)
            self._window.show_panel(several, about, self._guard_status.countdown())
            return
        case = cases[0]
        panel = CasePanel(self._theme, case, self._guard_status.contact(), self._guard_status.at_warning().replies)
        panel.chosen.connect(lambda act: self._chosen(panel, case, act))
        panel.reply_chosen.connect(lambda words: self._replied(case, words))
        panel.masked_asked.connect(lambda: self._send_masked(panel, case))
        panel.office_asked.connect(lambda: self._bridge.ask(AskOffice(case.id), panel))
        panel.code_wanted.connect(lambda: self._bridge.ask(AskCode(case.id), panel, panel.show_request))
        panel.release_asked.connect(lambda reason, code: self._release(panel, case, reason, code))
        panel.look_wanted.connect(lambda: self._review(case.id))
        panel.clean_asked.connect(lambda paths: self._send_clean(case, paths))
        self._window.show_panel(panel, about, self._guard_status.countdown())
        if len(stopped_files(case)) < len({judged.name for judged in case.judged}):
            self._bridge.ask(ListClean(case.id), panel, lambda reply: self._found_clean(panel, reply))
        self._bridge.ask(ShowCase(case.id, SHOWN_PIXELS), panel, lambda reply: self._fill(panel, reply))
        if offers_copy(case):
            self._bridge.ask(MaskCase(case.id, SHOWN_PIXELS), panel, lambda reply: self._copied(panel, reply))

    def _fill(self, panel: CasePanel, reply: Reply) -> None:
        if isinstance(reply, CaseContent):
            panel.evidence.show_content(reply)

    def _copied(self, panel: CasePanel, reply: Reply) -> None:
        if isinstance(reply, MaskedCopy):
            panel.show_copy(reply)
        else:
            panel.no_copy(told(reply.words) if isinstance(reply, Refused) else "")

    def _gone(self) -> None:
        self._window = None
        self._cases = []
        self._shown = []
        self._became = None
        self._answered = False

    # ------------------------------------------------------------------ choices
    def _chosen(self, panel: CasePanel, case: Case, act: Act) -> None:
        if act is Act.ALARM:
            self._bridge.ask(ReportFalseAlarm(case.id), panel, lambda reply: self._told(panel, reply))
        else:
            self._kept(case)

    def _replied(self, case: Case, words: str) -> None:
        QGuiApplication.clipboard().setText(words)
        self._hand_over(case, say("这句放到剪贴板上了，按 Ctrl+V。"))

    def _kept(self, *cases: Case) -> None:
        if len(cases) > 1 and all(case.origin is Origin.OPENED for case in cases):
            self._say(say("好的，只发没问题的；缺的那几个请再选一次"), INSTRUCTION_MS)
        else:
            self._say(say("好的，先替您留着") if cases[0].origin is Origin.FOLDER else say("好的，没有发送"))

    def _told(self, panel: CasePanel, reply: Reply) -> None:
        if isinstance(reply, Done):
            panel.tell(told(reply.words))
        elif isinstance(reply, Refused):
            self._refused(panel, reply)

    def _refused(self, panel: CasePanel, reply: Refused) -> None:
        if self._became is not None:
            self._say(_became_words(self._became), INSTRUCTION_MS)
            return
        panel.tell(told(reply.words))
        if unanswered(reply):  # no longer true as soon as the guard is back
            self._bridge.status_changed.connect(panel.untell, Qt.ConnectionType.SingleShotConnection)

    def _release(self, panel: CasePanel, case: Case, reason: str, code: str) -> None:
        self._bridge.ask(ReleaseCase(case.id, reason, code), panel,
                         lambda reply: self._released(panel, case, reply))

    def _released(self, panel: CasePanel, case: Case, reply: Reply) -> None:
        if isinstance(reply, Done):
            self._hand_over(case, told(reply.words) or say("已放行一次，请再按 Ctrl+V。"))
        elif isinstance(reply, Refused):
            self._refused(panel, reply)

    def _found_clean(self, panel: CasePanel, reply: Reply) -> None:
        if isinstance(reply, CleanFiles):
            panel.show_clean(reply.paths)

    def _send_clean(self, case: Case, paths: Sequence[str]) -> None:
        """Copy only these files: a new copy, which is judged like every copy."""
        data = QMimeData()
        data.setUrls(addresses(paths))
        QGuiApplication.clipboard().setMimeData(data)
        self._hand_over(case, say("没问题的 {count} 个放到剪贴板上了，按 Ctrl+V。", count=len(paths)))

    def _send_masked(self, panel: CasePanel, case: Case) -> None:
        if by_clipboard(case):
            self._bridge.ask(TakeMasked(case.id), panel, lambda reply: self._taken_masked(panel, reply))
        else:
            self._bridge.ask(SendMasked(case.id), panel, lambda reply: self._released(panel, case, reply))

    def _taken_masked(self, panel: CasePanel, reply: Reply) -> None:
        if isinstance(reply, MaskedCopy):
            put_on_clipboard(reply)
            name = visible(label(text_path(reply.paths[0]))) if reply.paths else ""
            words = (say("打码版在原文件旁边：{name}。选它再发，或按 Ctrl+V。", name=name) if reply.beside
                     else say("打码版放到剪贴板上了，在聊天框里按 Ctrl+V。"))
            self._say(words, INSTRUCTION_MS)
        elif isinstance(reply, Refused):
            self._refused(panel, reply)

    def _hand_over(self, case: Case, words: str) -> None:
        """Give the keyboard to the window that was refused, and paste there where the unit allows it."""
        assert self._window is not None
        refused, policy = case.destination, self._guard_status.at_warning()
        if refused is None or case.file is not None:
            self._say(words, INSTRUCTION_MS)
            return
        in_place = case.origin not in (Origin.OPENED, Origin.BROWSER)
        if policy.notice and in_place:
            words = sentences(words, say("先删掉框里那句。"))
        pastes = policy.pastes_for_user and refused.window and in_place
        self._say(say("正在替您粘贴…") if pastes else words, INSTRUCTION_MS)
        self._window.keyboard.give_to(refused)
        if pastes:
            line = self._window.panel()
            self._window.keyboard.paste_into(refused, policy.notice, lambda pasted: self._pasted(line, pasted, words))

    def _pasted(self, line: Panel, pasted: Pasted, otherwise: str) -> None:
        """Say how the paste went in the place of its ``line``, unless something else is shown by now."""
        if self._window is not None and self._window.panel() is line:
            self._say({
                Pasted.IN_PLACE: say("已经替您粘贴好了，看一眼再发送。"),
                Pasted.PASTED: say("已经替您粘贴好了。先删掉前面那句，看一眼再发送。"),
                Pasted.NOTHING: otherwise,
            }[pasted], INSTRUCTION_MS)

    def _review(self, case_id: str) -> None:
        assert self._window is not None
        self._window.dismiss()
        self.review_wanted.emit(case_id)

    def _say(self, words: str, milliseconds: int | None = None) -> None:
        """Say a line about what is shown, which is answered with it: nothing of that is asked about again."""
        assert self._window is not None
        self._answered = True
        for answered in self._shown:
            self._cases = _without(self._cases, answered.id)
        if not self._cases:
            self._window.forget_waiting()
        if milliseconds is None:
            self._window.say_line(words)
        else:
            self._window.say_line(words, milliseconds)


def _are_files_for_one_program(one: Case, other: Case) -> bool:
    """Return whether one program was refused both files."""
    return (one.origin is other.origin is Origin.OPENED and one.destination is not None
            and other.destination is not None and one.destination.executable == other.destination.executable)


def _without(cases: Sequence[Case], case_id: str) -> list[Case]:
    return [case for case in cases if case.id != case_id]


def _became_words(state: CaseState) -> str:
    """Return the line about an item that was destroyed or released elsewhere while somebody was answering."""
    return say("这一项刚才已经销毁了。") if state is CaseState.DESTROYED else say("这一项刚才已经放行了。")
