"""Takes a copy on one selection through its stages: read, judge, take over when flagged, report; obeys the guard.

X11 and Wayland share these. How content is requested and a selection taken: guard.clipboard.x11.selection,
guard.clipboard.wayland.selection.
"""

from __future__ import annotations

import logging
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Generic

from guard.clipboard import content as contents
from guard.clipboard.answering import Answers, C
from guard.clipboard.broker_state import ANSWER_SECONDS, Assessment, BrokerState, assess, concealed, passed, unread
from guard.clipboard.concealed import is_concealed
from guard.clipboard.stages import Stage
from guard.core.model import Origin, Reason, Target
from guard.core.tickets import Granting
from guard.ipc.messages import Decided, Grant, Place
from guard.platform.processes_linux import lives

log = logging.getLogger(__name__)


class StagedSelection(ABC, Generic[C]):
    """CLIPBOARD or PRIMARY. Pictures and files are taken over before their verdict, on CLIPBOARD only."""

    def __init__(self, origin: Origin, state: BrokerState, answering: Answers[C, Any]) -> None:
        self.origin = origin
        self._state = state
        self._answering = answering
        self._copy: C | None = None
        self._wary = state.wary

    # -------------------------------------------------------------- what differs
    @abstractmethod
    def look(self) -> None:
        """Judge what is there now, unless it is ours."""

    @abstractmethod
    def place(self, command: Place) -> None:
        """Put this content on the clipboard, held under its decision."""

    @abstractmethod
    def release(self) -> None:
        """Leave the selection empty, if it is ours."""

    @abstractmethod
    def _is_ours(self, copy: C) -> bool:
        """Tell whether the selection was taken for this copy."""

    @abstractmethod
    def _results(self, copy: C) -> Mapping[str, Target | None]:
        """Return everything that was answered, including refusals."""

    @abstractmethod
    def _is_large(self, copy: C) -> bool:
        """Tell whether a worker must parse and judge it."""

    @abstractmethod
    def _unanswered(self, copy: C) -> bool:
        """Tell whether its program left something unanswered for ANSWER_SECONDS."""

    @abstractmethod
    def _quiet_seconds(self, copy: C) -> float | None:
        """Return for how long nothing has arrived of what is awaited, None when nothing is awaited."""

    @abstractmethod
    def _give_up(self, copy: C) -> int:
        """Stop waiting, and return how many answers were outstanding."""

    @abstractmethod
    def _ask(self, copy: C, names: tuple[str, ...]) -> None:
        """Request content from its program."""

    @abstractmethod
    def _take(self, copy: C) -> None:
        """Request everything that must be kept, then take the selection: earlier requests are still answered."""

    @abstractmethod
    def _advance(self, copy: C) -> None:
        """Go as far as what has arrived allows."""

    @abstractmethod
    def _leave(self, copy: C) -> None:
        """Leave the copy alone for good."""

    @abstractmethod
    def _forget(self, copy: C) -> None:
        """Keep nothing of the content; the selection stays ours."""

    def _program(self, copy: C) -> int:
        """Return a number of the program that copied, 0 when unknown."""
        return 0

    def _failed(self, copy: C) -> bool:
        """Tell whether what was to be read cannot have arrived completely."""
        return self._unanswered(copy)

    # -------------------------------------------------------------- ownership
    @property
    def owns(self) -> bool:
        """True while the selection is ours."""
        return self._copy is not None and self._is_ours(self._copy)

    @property
    def holds(self) -> bool:
        """True while something is ours that at least one destination must not get, or that is undecided."""
        decision = self._copy.holding.decision if self._copy is not None else None
        return self.owns and (decision is None or decision.hold)

    # -------------------------------------------------------------- from stage to stage
    def _check_progress(self, copy: C) -> None:
        still = self._quiet_seconds(copy) if copy is self._copy else None
        if still is None:
            return
        if still < ANSWER_SECONDS:
            self._state.later(ANSWER_SECONDS - still, lambda: self._check_progress(copy))
            return
        log.warning("the owner of %s left %d requests unanswered", self.origin, self._give_up(copy))
        self._advance(copy)

    def _read(self, copy: C) -> None:
        copy.concealed = is_concealed(copy.offered, self._results(copy))
        if copy.concealed:
            self._settle(copy, concealed(self._state.arms))
        elif copy.unread:
            self._settle(copy, unread(self._state.arms, Reason.MALFORMED))
        elif self._is_large(copy):
            copy.stage = Stage.JUDGING
            self._state.read_on_worker(self._results(copy), partial(self._read_aside, copy))
        else:
            self._have_read(copy, contents.read_content(self._results(copy)))

    def _read_aside(self, copy: C, content: contents.Content) -> None:
        """Continue when a worker has parsed a large copy."""
        if self._is_awaited(copy):
            self._have_read(copy, content)
            self._advance(copy)

    def _have_read(self, copy: C, content: contents.Content) -> None:
        copy.content = content
        others = contents.other_texts(copy.offered, copy.reading)
        if not content.texts and not content.files and others and not self._unanswered(copy):
            copy.stage = Stage.READING
            copy.reading += others
            self._ask(copy, others)
        elif self._failed(copy) and not content.items():
            self._settle(copy, unread(self._state.arms, Reason.NO_ANSWER))
        elif content.files or contents.is_picture(content, copy.offered):
            self._take_undecided(copy)
        elif not content.items() and not self._is_ours(copy):
            self._leave(copy)
        elif self._is_large(copy):
            copy.stage = Stage.JUDGING
            self._state.assess_on_worker(content, partial(self._settle, copy))
        else:
            self._settle(copy, assess(content, self._state.arms))

    def _settle(self, copy: C, assessment: Assessment) -> None:
        """Act on the verdict of a text: take it over, or leave it (or serve it unchanged when it is ours already)."""
        if not self._is_awaited(copy):
            return
        copy.judged, decision = assessment
        copy.holding.decision = decision
        if not decision.hold or copy.concealed:
            self._state.send(passed(copy.id, copy.origin, copy.judged, decision, copy.elapsed_ms()))
            copy.reported = True
        if not decision.hold and not self._is_ours(copy):
            self._leave(copy)
            return
        if decision.hold:
            self._state.held_copies.settled(copy, self.origin, self._program(copy))
        self._take_decided(copy)
        copy.remember(self._state.arms)

    def _is_awaited(self, copy: C) -> bool:
        """Tell whether the result for this copy still counts: it was neither replaced, left nor destroyed."""
        return copy is self._copy and copy.stage not in {Stage.HELD, Stage.LEFT}

    def _take_decided(self, copy: C) -> None:
        self._take(copy)
        copy.stage = Stage.FETCHING
        self._advance(copy)

    def _take_undecided(self, copy: C) -> None:
        """Take pictures and files over before their verdict, because it takes longer than a person needs to paste.

        Of what is merely selected only the text counts.
        """
        if self.origin is Origin.CLIPBOARD:
            self._take(copy)
            copy.stage = Stage.FETCHING
        elif copy.content.texts:
            copy.content = contents.Content(copy.content.texts, problem=copy.content.problem)
            self._settle(copy, assess(copy.content, self._state.arms))
        else:
            self._leave(copy)

    def _names_to_keep(self, copy: C, *, large: bool = False) -> tuple[str, ...]:
        has_text = not contents.is_picture(copy.content, copy.offered) and bool(
            copy.content.texts or copy.content.files or contents.other_texts(copy.offered, ()))
        return contents.names_to_keep(copy.offered, has_text=has_text, large=large)

    def _confirmed(self) -> None:
        """Note that the server confirmed that the selection is ours."""
        copy = self._copy
        if copy is not None and copy.owned_ms is None:
            copy.owned_ms = copy.elapsed_ms()
            self._advance(copy)

    def _report(self, copy: C) -> None:
        """Report the copy to the guard, once."""
        if not copy.reported:
            copy.reported = True
            self._state.send(copy.report(self.origin, copy.served(), copy.offered, copy.owned_ms))

    def _superseded(self) -> C | None:
        """End and return the copy that was here; requests that still wait for it get nothing."""
        copy, self._copy = self._copy, None
        if copy is not None:
            copy.over = True
            self._answering.refuse_waiting(copy)
        return copy

    # -------------------------------------------------------------- commands
    def decided(self, command: Decided) -> None:
        """Take the guard's decision about the copy it was asked about."""
        copy = self._copy
        if copy is not None and copy.id == command.capture:
            copy.holding.decided(command)
            self._answering.answer_waiting(copy)
            self._ask_again(copy)

    def grant(self, command: Grant) -> Granting:
        """Let a chat client paste this capture once."""
        copy = self._copy
        if copy is None or copy.id != command.capture or not self._is_ours(copy):
            return Granting.ABSENT
        if not copy.holding.grant(time.monotonic(), command.seconds, command.bearer, lives, command.masked,
                                  command.decision):
            return Granting.REFUSED
        self._ask_again(copy)
        return Granting.GIVEN

    def _ask_again(self, copy: C) -> None:
        if copy.holding.was_refused:
            self._answering.ask_again(copy)

    def drop(self, capture: str) -> None:
        """Forget the content of this capture; every program gets the notice."""
        copy = self._copy
        if copy is not None and copy.id == capture and self._is_ours(copy):
            self._forget(copy)
            self._answering.answer_waiting(copy)


class Selections:
    """The selections of one broker, CLIPBOARD first; applies each command of guard.clipboard.commands.Watched to all.
    """

    _guards: Sequence[StagedSelection[Any]]

    @property
    def _owns(self) -> bool:
        return any(entry.owns for entry in self._guards)

    def look(self) -> None:
        """Judge what is there now."""
        for entry in self._guards:
            entry.look()

    def decided(self, command: Decided) -> None:
        """Take the guard's decision about a picture or files."""
        self._guards[0].decided(command)

    def grant(self, command: Grant) -> Granting:
        """Let a held copy be pasted once, on each selection that it is on."""
        each = [entry.grant(command) for entry in self._guards]
        return next((one for one in (Granting.GIVEN, Granting.REFUSED) if one in each), Granting.ABSENT)

    def place(self, command: Place) -> None:
        """Put content on the clipboard."""
        self._guards[0].place(command)

    def drop(self, capture: str) -> None:
        """Forget the content of a copy."""
        for entry in self._guards:
            entry.drop(capture)

    def _release_held(self) -> None:
        """Give away nothing that is held: it ends with the process."""
        for entry in self._guards:
            if entry.holds:
                entry.release()
