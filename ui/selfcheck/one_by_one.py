"""Has several files checked one after the other, so that each answer is shown at once and the rest can wait."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from guard.control.offered_requests import CheckedItem, Offered, SelfCheck, SelfChecked
from guard.control.requests import Reply
from guard.core.decide import SEVERITY
from guard.core.model import Outcome
from guard.ipc.replies import Refused
from guard.util.path_text import label, text_path
from ui.guard_client.bridge import Bridge, unanswered

_TRIES = 3
"""Times that a file is asked for without an answer before it counts as unread: it may be what the guard fails at."""

_NO_CHECK = "none"
"""Number of no check, so that the guard has no receipt: one of the other files would pass for one of all."""


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """One file and the answer for it: its content, and its name where a rule matched in that.

    ``path`` encodes in UTF-8 (guard.util.path_text).
    """

    path: str
    outcome: Outcome
    items: tuple[CheckedItem, ...]


class OneByOne(QObject):
    """Asks for one file at a time. At most one question is open, also while it is paused."""

    answered = Signal(int, object)
    """The place of a file in the list, and its CheckedFile."""

    ended = Signal(object)
    """The SelfChecked of all files together."""

    failed = Signal(object)
    """The Refused with which nobody answered; ``go_on`` asks again for the same file."""

    def __init__(self, bridge: Bridge, paths: tuple[str, ...], parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._paths = paths
        self._whole: SelfChecked | None = None
        self._asking = False
        self._paused = True
        self._unanswered = 0
        self.checked: list[CheckedFile] = []

    @property
    def count(self) -> int:
        """How many files there are."""
        return len(self._paths)

    @property
    def paused(self) -> bool:
        """Whether no further file will be asked for."""
        return self._paused

    def pause(self) -> None:
        """Ask for no further file; the answer to the open question is still taken."""
        self._paused = True

    def go_on(self) -> None:
        """Begin, or continue after a pause or a failure."""
        self._paused = False
        if not self._asking:
            self._ask()

    def _ask(self) -> None:
        self._asking = True
        after = self._whole.check if self._whole is not None else ""
        self._bridge.ask(SelfCheck(Offered(paths=(self._paths[len(self.checked)],)), after), self, self._take)

    def _take(self, reply: Reply) -> None:
        self._asking = False
        if isinstance(reply, SelfChecked):
            self._keep(reply)
        elif isinstance(reply, Refused):
            self._go_without(reply)

    def _go_without(self, refused: Refused) -> None:
        """Stop while nobody answers, else count the file as unread: one file does not keep the others waiting."""
        self._unanswered += 1
        if unanswered(refused) and self._unanswered < _TRIES:
            self._paused = True
            self.failed.emit(refused)
            return
        name = label(text_path(self._paths[len(self.checked)]))
        unread = CheckedItem(name, Outcome.UNREADABLE, reason=refused.words)
        self._keep(SelfChecked(_NO_CHECK, Outcome.UNREADABLE, "", (unread,)))

    def _keep(self, reply: SelfChecked) -> None:
        self._unanswered = 0
        self._whole = joined(self._whole, reply)
        file = CheckedFile(self._paths[len(self.checked)], reply.outcome, reply.items)
        self.checked.append(file)
        self.answered.emit(len(self.checked) - 1, file)
        if len(self.checked) == len(self._paths):
            self.ended.emit(self._whole)
        elif not self._paused:
            self._ask()


def joined(before: SelfChecked | None, later: SelfChecked) -> SelfChecked:
    """Return two answers as one, which offers no masked copy: the stricter decides, the first of two alike."""
    if before is None:
        return SelfChecked(later.check, later.outcome, later.rule, later.items)
    strict = max(before, later, key=lambda one: SEVERITY.index(one.outcome))
    return SelfChecked(later.check, strict.outcome, strict.rule, before.items + later.items)
