"""Has several files checked one after the other, so that each answer is shown at once and the rest can wait."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from guard.control.offered_requests import CheckedItem, Offered, SelfChecked
from guard.control.requests import Reply
from guard.core.decide import SEVERITY
from guard.core.model import Outcome
from guard.ipc.replies import Refused
from ui.guard_client.bridge import Bridge


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """One file and the answer for it: its content, and its name where a rule matched in that."""

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
    """The Refused that stopped it; ``go_on`` asks again for the same file."""

    def __init__(self, bridge: Bridge, paths: tuple[str, ...], parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._paths = paths
        self._whole: SelfChecked | None = None
        self._asking = False
        self._paused = True
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
        self._bridge.check(Offered(paths=(self._paths[len(self.checked)],)), self, self._take, after)

    def _take(self, reply: Reply) -> None:
        self._asking = False
        if isinstance(reply, SelfChecked):
            self._keep(reply)
        elif isinstance(reply, Refused):
            self._paused = True
            self.failed.emit(reply)

    def _keep(self, reply: SelfChecked) -> None:
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
