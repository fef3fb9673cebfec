"""Watches one selection: reads, judges, takes over when flagged (kept until the next copy: guard.clipboard.x11.owned).
"""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from dataclasses import replace

from guard.clipboard import content as contents
from guard.clipboard.broker_state import (
    ANSWER_SECONDS,
    LARGE_BYTES,
    SETTLE_SECONDS,
    SLOW_SECONDS,
    BrokerState,
)
from guard.clipboard.libre_office import OWN_FORMATS, is_libre_office, precious
from guard.clipboard.picture_programs import is_drawing
from guard.clipboard.stages import Stage
from guard.clipboard.x11.answering import Answering
from guard.clipboard.x11.copy import Copy
from guard.clipboard.x11.late_replies import LateReplies
from guard.clipboard.x11.managers import Managers
from guard.clipboard.x11.snapshot import Snapshot
from guard.clipboard.x11.staying import StayingSelection
from guard.core.destination_kinds import base_name
from guard.core.model import Origin, Reason, Target, Unreadable
from guard.ipc.messages import Decided, Replaced
from guard.platform.proc import called
from guard.platform.x11.connection import Connection
from guard.platform.x11.events import PropertyChanged, SelectionNotify, SelectionRequest

RICH_COSTS = 4
"""A byte of RTF counts as this many of text when large copies go to a worker: it may be nothing but control words."""

TURNED_SECONDS = 0.01
"""Delay before checking where the user is after a copy of LibreOffice: the user may have turned away before LibreOffice
owned the selection, and then no event tells of it.
"""

_WAITED_FOR = ("soffice", "inkscape")
"""Process names of the programs that paste formats of their own."""

log = logging.getLogger(__name__)


class SelectionGuard(StayingSelection):
    """A selection: CLIPBOARD as it is, PRIMARY through guard.clipboard.x11.primary."""

    def __init__(self, connection: Connection, origin: Origin, state: BrokerState, answering: Answering,
                 managers: Managers, late_replies: LateReplies) -> None:
        super().__init__(connection, origin, state, answering)
        self._managers = managers
        self._late_replies = late_replies

    def start(self) -> None:
        """Watch from now on, and read what is there already."""
        self._connection.watch_selection(self.selection)
        self.look()
        self._wary = False

    def look(self) -> None:
        """Judge what is there now, unless it is ours or being read: that is judged by the rules in force by then."""
        owner = self._connection.owner(self.selection)
        read = self._copy is None or self._copy.stage is Stage.LEFT
        if read and owner not in {0, self._connection.window}:
            self.owner_changed(owner, self._connection.server_time())
            self._presence.forget()

    # -------------------------------------------------------------- a new copy
    def owner_changed(self, owner: int, since: int) -> None:
        """Handle a new owner at server time ``since``; 0 when the owner left without a successor."""
        if owner == self._connection.window or self._is_lent(owner, since):
            self._confirmed()
            return
        if owner == 0 and self._copy is not None and self._copy.lent:
            self._keep_what_came(self._copy)
            return
        follows = owner != 0 and self._state.watching
        # Requested before all else: the answer takes longer than what is done meanwhile.
        at_once = follows and self.origin is Origin.CLIPBOARD
        snapshot = self._snapshot(since) if at_once else None
        self._supersede()
        if not follows:
            return
        copy = self._copy = Copy(self.selection, since, owner, snapshot, origin=self.origin, stage=Stage.LISTING,
                                 unread=self._wary)
        self._presence.note()
        copy.brief = at_once and self._managers.copied(owner, self._state.arms.policy)
        if self.origin is Origin.PRIMARY:
            self._state.later(SETTLE_SECONDS, lambda: self._begin(copy))
        else:
            self._begin(copy)

    def _snapshot(self, since: int) -> Snapshot:
        return Snapshot(self._connection, self._late_replies, self.selection, since,
                        ahead=self.origin is Origin.CLIPBOARD)

    def _begin(self, copy: Copy) -> None:
        if copy is not self._copy:
            return
        copy.snapshot = copy.snapshot or self._snapshot(copy.since)
        if self.origin is Origin.CLIPBOARD:
            self._keep_awake(copy)
            self._state.later(TURNED_SECONDS, lambda: self._if_still(copy, self.user_moved))
            self._state.later(SLOW_SECONDS, lambda: self._hold_unlisted(copy))
        self._state.later(ANSWER_SECONDS, lambda: self._check_progress(copy))

    # -------------------------------------------------------------- events
    def converted(self, event: SelectionNotify) -> bool:
        """Take a SelectionNotify; True when it belongs here."""
        copy = self._copy
        if copy is None or copy.snapshot is None or not copy.snapshot.converted(event):
            return False
        self._advance(copy)
        return True

    def property_changed(self, event: PropertyChanged) -> bool:
        """Take a PropertyNotify; True when it belongs here."""
        copy = self._copy
        if copy is None or copy.snapshot is None or not copy.snapshot.property_changed(event):
            return False
        self._advance(copy)
        return True

    def requested(self, event: SelectionRequest) -> None:
        """Answer a SelectionRequest for this selection, now or as soon as possible."""
        if self._copy is None or not self._copy.claimed:
            self._answering.refuse(event)
            return
        self._answering.requested(self._copy, event)

    # -------------------------------------------------------------- what its snapshot contains
    def _results(self, copy: Copy) -> Mapping[str, Target | None]:
        return {} if copy.snapshot is None else copy.snapshot.results

    def _is_large(self, copy: Copy) -> bool:
        snapshot = copy.snapshot
        return snapshot is not None and snapshot.announced_bytes + RICH_COSTS * snapshot.rich_bytes > LARGE_BYTES

    def _unanswered(self, copy: Copy) -> bool:
        return copy.snapshot is not None and bool(copy.snapshot.unanswered)

    def _failed(self, copy: Copy) -> bool:
        return self._unanswered(copy) or (copy.snapshot is not None and bool(copy.snapshot.mistaken))

    def _mistaken(self, copy: Copy) -> bool:
        return copy.snapshot is not None and not copy.snapshot.mistaken.isdisjoint(copy.reading)

    def _quiet_seconds(self, copy: Copy) -> float | None:
        snapshot = copy.snapshot
        return time.monotonic() - snapshot.progress_at if snapshot is not None and snapshot.waiting() else None

    def _give_up(self, copy: Copy) -> int:
        if copy.snapshot is None:
            return 0
        copy.snapshot.give_up()
        return len(copy.snapshot.unanswered)

    def _ask(self, copy: Copy, names: tuple[str, ...]) -> None:
        if copy.snapshot is not None:
            copy.snapshot.ask(names)

    # -------------------------------------------------------------- from stage to stage
    def _advance(self, copy: Copy) -> None:
        snapshot = copy.snapshot
        if snapshot is None:
            return
        if copy.stage is Stage.LISTING and not snapshot.waiting(["TARGETS"]):
            self._listed(copy, snapshot)
        if copy.stage is Stage.READING:
            if snapshot.announced_bytes > LARGE_BYTES:
                self._hold_unread(copy)
            if not snapshot.waiting(copy.reading):
                self._read(copy)
        if copy.stage is Stage.FETCHING and not snapshot.waiting():
            self._fetched(copy, snapshot)
        self._answering.answer_waiting(copy)

    def _listed(self, copy: Copy, snapshot: Snapshot) -> None:
        copy.stage = Stage.READING
        if "TARGETS" in snapshot.unanswered:
            return  # _read finds that it never answered
        listed = snapshot.offered()
        if copy.claimed:  # only the usual targets were requested, and no more will be
            listed = tuple(name for name in listed if name in copy.offered)
        copy.offered = listed or copy.offered
        copy.brief = copy.brief or (is_drawing(listed) and not self._state.manager_runs)
        # An owner that refuses TARGETS against ICCCM section 2.6.2 may still give something.
        copy.reading = (contents.names_to_read(listed, selected=self.origin is Origin.PRIMARY) if listed
                        else contents.USUAL_NAMES)
        snapshot.ask(copy.reading)
        hold = self._state.manager_runs and self.origin is Origin.CLIPBOARD
        if hold and not copy.brief and not is_libre_office(listed):
            self._hold_unread(copy)
        else:
            # Managers are suspended from the copy on (Managers.suspend): the text is held before they are resumed.
            passed = copy.elapsed_ms() / 1000 if self._state.manager_runs else 0.0
            self._state.later(max(0.0, SLOW_SECONDS - passed), lambda: self._hold_unread(copy))

    def _hold_unlisted(self, copy: Copy) -> None:
        """Own a copy whose targets are not even listed: its program is busy, and a paste may wait for it as we do.

        Only what is requested now can still be had of it. LibreOffice and Inkscape need formats of their own, which
        only their list names, and are waited for.
        """
        if copy is not self._copy or copy.stage is not Stage.LISTING or copy.snapshot is None:
            return
        if base_name(called(self._connection.client_pid(copy.owner))).startswith(_WAITED_FOR):
            return
        copy.offered = contents.USUAL_NAMES
        copy.snapshot.ask(copy.offered)
        self._take(copy)

    def _hold_unread(self, copy: Copy) -> None:
        """Own a text that has not been read or judged yet.

        LibreOffice is asked for no more of it until its user turns away: rendering all of a long letter takes long
        enough for a user who pastes there to notice.
        """
        snapshot = copy.snapshot
        reading = copy.stage in {Stage.READING, Stage.JUDGING} and bool(copy.reading)
        if copy is not self._copy or not reading or snapshot is None:
            return
        copy.stays = self._may_stay(copy)
        if copy.stays:
            self._once_turned(copy, lambda: self._take_turned(copy))
        else:
            self._take(copy)

    def _read(self, copy: Copy) -> None:
        if copy.snapshot is not None and not copy.snapshot.offered():
            copy.offered = tuple(copy.snapshot.fetched())
        super()._read(copy)

    def _have_read(self, copy: Copy, content: contents.Content) -> None:
        if self._mistaken(copy):
            content = replace(content, problem=content.problem or Unreadable(Reason.NO_ANSWER))
        super()._have_read(copy, content)

    def _take_decided(self, copy: Copy) -> None:
        copy.stays = False
        super()._take_decided(copy)

    def _take_undecided(self, copy: Copy) -> None:
        """Leave a copy of LibreOffice with it while its user stays there, and for good when it is clean: LibreOffice
        would paste less than it copied once it had to request it from us.
        """
        copy.stays = self.origin is Origin.CLIPBOARD and self._may_stay(copy)
        super()._take_undecided(copy)

    def _may_stay(self, copy: Copy) -> bool:
        return is_libre_office(copy.offered) and not copy.claimed and not self._state.manager_runs

    def decided(self, command: Decided) -> None:
        """Take the guard's decision; a copy that its program still owns becomes ours, or is left to it."""
        super().decided(command)
        copy = self._copy
        if copy is None or copy.id != command.capture or copy.claimed or not copy.stays:
            return
        if copy.holding.decision is not None and copy.holding.decision.hold and copy.snapshot is not None:
            self._claim(copy, copy.snapshot)
        else:
            self._state.send(Replaced(copy.id))
            copy.leave()

    def user_moved(self) -> None:
        """Do what waits for the user to turn to another window, before a paste there can request it."""
        copy = self._copy
        if self._turning is None and copy is not None and self._is_slow(copy):
            copy.stays, self._turning = True, (copy, lambda: self._take_turned(copy))
        self._act_if_turned()

    def _take_turned(self, copy: Copy) -> None:
        """Own what stayed with its program, read or not: its user has turned to another one."""
        copy.stays = False
        if copy.snapshot is None:
            return
        if copy.stage is Stage.LISTING:
            copy.offered = (*contents.USUAL_NAMES, *OWN_FORMATS)
            copy.snapshot.ask(copy.offered)
        self._take(copy)

    def hold_what_stays(self) -> None:
        """Own what its program still owns: there will be no decision about it."""
        copy = self._copy
        if copy is not None and copy.stays and not copy.claimed and copy.stage is not Stage.LEFT:
            self._take_turned(copy)

    def _take(self, copy: Copy) -> None:
        """Request and take over in one flush."""
        snapshot = copy.snapshot
        if copy.claimed or snapshot is None:
            return
        snapshot.ask(self._names_to_keep(copy, large=snapshot.announced_bytes > LARGE_BYTES))
        if copy.stays:
            self._once_turned(copy, lambda: self._take_turned(copy))
        elif not copy.brief or not snapshot.waiting():
            self._claim(copy, snapshot)

    def _claim(self, copy: Copy, snapshot: Snapshot) -> None:
        if self._connection.has_news_of(self.selection):
            return  # of a newer copy, perhaps with the same time: the server would take it away for this one
        # Not for what is merely selected: LibreOffice crashed when it rendered a selection while it pasted over it.
        copy.lent = self.origin is Origin.CLIPBOARD and is_libre_office(copy.offered) and snapshot.waiting()
        snapshot.ask_for_the_last_time(precious(copy.offered))
        self._connection.take_selection(self.selection, copy.since, copy.owner if copy.lent else 0)
        copy.claimed = True
        self._state.later(ANSWER_SECONDS, lambda: self._check_progress(copy))

    def _is_lent(self, owner: int, since: int) -> bool:
        """Return True when a change of owner is our own, in the name of the window that copied."""
        copy = self._copy
        return (copy is not None and copy.lent and copy.owned_ms is None
                and (copy.owner, copy.since) == (owner, since))

    def _keep_what_came(self, copy: Copy) -> None:
        """Continue under our own window: the window in whose name we owned the selection is gone, and the selection
        with it.
        """
        copy.lent = False
        self._connection.take_selection(self.selection, copy.since)
        if copy.snapshot is not None:
            copy.snapshot.give_up()
            self._advance(copy)

    def _fetched(self, copy: Copy, snapshot: Snapshot) -> None:
        if copy.stays and not copy.claimed:
            self._report(copy)
            return
        if not copy.claimed:
            self._claim(copy, snapshot)
        if copy.owned_ms is None:
            return  # the server has not confirmed yet that it is ours
        copy.stage = Stage.HELD
        if copy.lent:  # the source has answered: from now on it, too, must see that it owns nothing and ask us
            copy.lent = False
            self._connection.take_selection(self.selection, copy.since)
        self._report(copy)
