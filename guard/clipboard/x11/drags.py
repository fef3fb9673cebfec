"""Judges what is dragged as soon as its program gives it, and refuses drops where it must be held from.

The program that it is dragged out of keeps the selection, and on every other window it is dropped as usual (ADR 31).
Files that are dragged are let pass.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from functools import partial

from guard.clipboard import content as contents
from guard.clipboard.broker_state import LARGE_BYTES, Assessment, BrokerState, assess, concealed, passed, unread
from guard.clipboard.concealed import is_concealed
from guard.clipboard.file_lists import FILE_NAMES, PORTAL_NAMES
from guard.clipboard.holding import VERDICT_SECONDS, Asker, Holding
from guard.clipboard.libre_office import is_libre_office
from guard.clipboard.taken_copy import TakenCopy
from guard.clipboard.x11.drop_proxies import DropProxies
from guard.clipboard.x11.identity import Identifier
from guard.clipboard.x11.late_replies import LateReplies
from guard.clipboard.x11.snapshot import Snapshot
from guard.core.destination_kinds import is_browser
from guard.core.model import Answer, DestinationKind, Origin, Reason
from guard.ipc.messages import Decided, Served
from guard.platform.x11.connection import Connection
from guard.platform.x11.events import ClientMessage, PropertyChanged, SelectionNotify

LOOK_SECONDS = 0.05
"""Time between two checks whether the drag goes on, and over which windows: of a browser the title counts."""

DROP_SECONDS = 0.5
"""After the button was released a program may still find out for this long which window to tell of the drop."""

_MORE_TYPES = 1
"""Bit of XdndEnter: the types do not fit into the event and are in a property of the source."""


@dataclass(slots=True)
class _Drag:
    """One drag, from its first event to the next one. ``owner`` is the window that it comes from.

    ``passes``: it is not judged, or may go everywhere; ``decided``: there is a verdict; ``told_when``: the source was
    asked with the time that it announced, and has no reason not to answer; ``asked``: the guard reads a picture of it.
    """

    owner: int
    home: tuple[int, DestinationKind | None]
    copy: TakenCopy = field(default_factory=TakenCopy)
    snapshot: Snapshot | None = None
    offered: tuple[str, ...] = ()
    reading: tuple[str, ...] = ()
    passes: bool = False
    decided: bool = False
    told_when: bool = False
    asked: bool = False
    waiting: list[ClientMessage] = field(default_factory=list)
    over: dict[int, tuple[str, Asker]] = field(default_factory=dict)
    """The windows that were checked, with the title they had."""


class Drags:
    """Watches what is dragged on one display; used from the broker's thread only."""

    def __init__(self, connection: Connection, state: BrokerState, late_replies: LateReplies) -> None:
        self.selection = connection.atom("XdndSelection")
        self._connection = connection
        self._state = state
        self._late_replies = late_replies
        self._identifier = Identifier(connection)
        self._proxies = DropProxies(connection)
        names = ("XdndEnter", "XdndPosition", "XdndLeave", "XdndDrop", "XdndStatus", "XdndFinished", "XdndTypeList",
                 "XdndActionCopy")
        (self._enter, self._position, self._leave, self._drop, self._status, self._finished,
         self._types, self._copies) = map(connection.atom, names)
        self._drag: _Drag | None = None

    def start(self) -> None:
        """Watch from now on."""
        self._connection.watch_selection(self.selection)
        self._proxies.clean(self._identifier.listed())

    def stop(self) -> None:
        """Leave everything as it was."""
        self._end(self._drag)

    # -------------------------------------------------------------- from beginning to end
    def owner_changed(self, owner: int, since: int) -> None:
        """Handle a program that begins to drag at server time ``since``, or (0) owns the drag selection no longer."""
        if not owner:
            return
        self._end(self._drag)
        if self._drag is not None:
            self._drag.copy.over = True
        self._proxies.forget()
        self._drag = None
        if self._state.watching:
            home = self._identifier.active()
            self._drag = drag = _Drag(owner, (home, self._asker(home).destination.kind if home else None))
            self._state.dragging = owner & self._connection.client_mask
            self._ask(drag, since)
            self._look(drag)

    def _look(self, drag: _Drag) -> None:
        """Make sure that we are told of what is dragged over each window, as long as the drag lasts."""
        if drag is not self._drag:
            return
        if not self._connection.pointer().pressing:
            self._state.later(DROP_SECONDS, partial(self._end, drag))
            return
        for window in self._identifier.listed():
            title = self._identifier.title(window)
            if window not in drag.over or drag.over[window][0] != title:
                drag.over[window] = title, self._identifier.behind(window, self._state.arms.policy, title)
                self._set(drag, window)
        self._connection.flush()
        self._state.later(LOOK_SECONDS, partial(self._look, drag))

    def _set(self, drag: _Drag, window: int) -> None:
        if self._may_be_held(drag, window) and not (drag.decided and self._opening(drag, window)):
            self._proxies.set(window)
        else:
            self._proxies.unset(window)

    def _may_be_held(self, drag: _Drag, window: int) -> bool:
        """Tell whether anything may have to be held from a window; what stays within a program goes nowhere. A window
        of a browser may show another page than the one that the text comes from.
        """
        destination = drag.over[window][1].destination
        if drag.passes or destination.kind is DestinationKind.OFFICE or (window, destination.kind) == drag.home:
            return False
        same = destination.pid == self._connection.client_pid(drag.owner)
        return not same or is_browser(destination.executable, self._state.arms.policy)

    def _end(self, drag: _Drag | None) -> None:
        if drag is not None and drag is self._drag:
            self._state.dragging = 0
            self._proxies.unset_all()
            self._connection.flush()

    # -------------------------------------------------------------- messages of the source
    def told(self, message: ClientMessage) -> None:
        """Take a message that is sent to us in place of a window."""
        drag, window = self._drag, self._proxies.meant(message.window)
        if drag is None or not window or (message.first ^ drag.owner) & self._connection.client_mask:
            return
        if message.kind == self._enter:
            self._entered(drag, message)
        if drag.passes or drag.decided:
            self._answer(drag, window, message)
        elif drag.asked:
            self._await_picture(drag, window, message)
        else:
            drag.waiting.append(message)
            if message.kind == self._position and drag.snapshot is None:
                self._ask_again(drag)

    def _await_picture(self, drag: _Drag, window: int, message: ClientMessage) -> None:
        """Keep a message until the picture was judged, which takes longer than people drag: they may let go meanwhile,
        and it is dropped, or refused, as soon as there is a verdict.
        """
        left = message.kind == self._leave and self._connection.pointer().pressing
        if left or message.kind == self._position:
            drag.waiting = [other for other in drag.waiting if self._proxies.meant(other.window) != window
                            or not (left or other.kind == self._position)]
        if not left:
            drag.waiting.append(message)
        if message.kind == self._position:
            self._connection.send_message(message.first, ClientMessage(
                message.first, self._status, message.window, 1, 0, 0, self._copies))
        elif message.kind == self._drop:
            self._state.later(VERDICT_SECONDS, lambda: self._settle(drag, unread(self._state.arms, Reason.NO_ANSWER)))

    def _entered(self, drag: _Drag, message: ClientMessage) -> None:
        listed = (self._connection.read_property(message.first, self._types)
                  if message.second & _MORE_TYPES else None)
        atoms = listed.words() if listed is not None else message[4:]
        self._offered(drag, tuple(name for name in map(self._connection.atom_name, atoms) if name))

    def _offered(self, drag: _Drag, names: tuple[str, ...]) -> None:
        drag.offered = names
        drag.reading = contents.names_to_read(names, selected=True) or contents.picture_names(names)[:1]
        if not drag.reading or not {*FILE_NAMES, *PORTAL_NAMES}.isdisjoint(names):
            self._let_pass(drag)

    def _let_pass(self, drag: _Drag) -> None:
        drag.passes = True
        self._proxies.unset_all()
        self._answer_waiting(drag)

    def _answer_waiting(self, drag: _Drag) -> None:
        waiting, drag.waiting = drag.waiting, []
        for message in waiting:
            self._answer(drag, self._proxies.meant(message.window), message)

    def _answer(self, drag: _Drag, window: int, message: ClientMessage) -> None:
        lets = drag.passes or self._opening(drag, window) is not None
        if lets and message.window == window:
            if message.kind == self._drop and not drag.passes:
                self._let_go(drag, window)
            self._connection.send_message(self._proxies.receiver(window), message)
            return
        # Where dropping is allowed Chromium looks again for the window, which has no proxy any more.
        answer = {self._position: self._status, self._drop: self._finished}.get(message.kind, 0)
        if answer:
            refusal = ClientMessage(message.first, answer, message.window, 0, 0, 0, 0)
            self._connection.send_message(message.first, refusal)
        left = message.kind == self._leave and not self._connection.pointer().pressing
        if not lets and (left or message.kind == self._drop):
            self._dropped(drag, window)

    # -------------------------------------------------------------- the verdict
    def _ask(self, drag: _Drag, at: int) -> None:
        """Request the text that is being dragged."""
        drag.snapshot = Snapshot(self._connection, self._late_replies, self.selection, at, ahead=False)
        self._state.later(VERDICT_SECONDS, partial(self._give_up, drag, drag.snapshot))

    def _ask_again(self, drag: _Drag) -> None:
        """Request again once it is over a window. Qt answers only a request with the time that it announced there, and
        LibreOffice makes a document of the text for every request.
        """
        told = [message.fourth for message in drag.waiting if message.kind == self._position]
        if drag.snapshot is not None:
            drag.snapshot.close()
        drag.snapshot = None
        if told and not drag.passes:
            drag.told_when = True
            self._ask(drag, told[-1])

    def converted(self, event: SelectionNotify) -> bool:
        """Take a SelectionNotify; True when it belongs here."""
        drag = self._drag
        taken = drag is not None and drag.snapshot is not None and drag.snapshot.converted(event)
        return taken and self._advance(drag)

    def property_changed(self, event: PropertyChanged) -> bool:
        """Take a PropertyNotify; True when it belongs here."""
        drag = self._drag
        taken = drag is not None and drag.snapshot is not None and drag.snapshot.property_changed(event)
        return taken and self._advance(drag)

    def _give_up(self, drag: _Drag, snapshot: Snapshot) -> None:
        if drag is self._drag and snapshot.waiting():
            snapshot.give_up()
            self._advance(drag)

    def _advance(self, drag: _Drag | None) -> bool:
        """Judge as soon as everything has arrived."""
        if drag is None or drag.snapshot is None or drag.decided or drag.passes:
            return True
        snapshot = drag.snapshot
        if snapshot.waiting(["TARGETS"]):
            return True
        if not drag.offered and snapshot.offered():
            self._offered(drag, snapshot.offered())
        too_soon = not drag.told_when and (not snapshot.offered() or is_libre_office(drag.offered))
        if drag.passes or too_soon:
            self._ask_again(drag)
            return True
        snapshot.ask(drag.reading)
        if snapshot.waiting():
            return True
        snapshot.close()
        drag.copy.concealed = drag.copy.reported = is_concealed(drag.offered, snapshot.results)
        if drag.copy.concealed:
            self._settle(drag, concealed(self._state.arms))
        else:
            self._read(drag, snapshot)
        return True

    def _read(self, drag: _Drag, snapshot: Snapshot) -> None:
        content = contents.read_content(snapshot.results)
        drag.copy.content = contents.Content(content.texts, problem=content.problem)
        if not content.texts and any(name in contents.picture_names(drag.offered) for name in snapshot.fetched()):
            self._ask_guard(drag, snapshot)
        elif not content.texts:
            self._settle(drag, unread(self._state.arms, Reason.NO_ANSWER))
        elif snapshot.announced_bytes > LARGE_BYTES:
            self._state.assess_on_worker(drag.copy.content, partial(self._settle, drag))
        else:
            self._settle(drag, assess(drag.copy.content, self._state.arms))

    def _ask_guard(self, drag: _Drag, snapshot: Snapshot) -> None:
        """Have a picture read; ``decided`` takes the answer."""
        drag.asked = drag.copy.reported = True
        self._state.send(drag.copy.report(Origin.DRAG, snapshot.fetched(), drag.offered, 0.0))
        waiting, drag.waiting = drag.waiting, []
        for message in waiting:
            self._await_picture(drag, self._proxies.meant(message.window), message)

    def decided(self, command: Decided) -> None:
        """Take the guard's decision about a picture that is dragged."""
        drag = self._drag
        if drag is not None and drag.asked and drag.copy.id == command.capture:
            self._settle(drag, ((), command.decision))

    def _settle(self, drag: _Drag, assessment: Assessment) -> None:
        if drag is not self._drag or drag.decided:
            return
        copy = drag.copy
        copy.judged, decision = assessment
        copy.holding.decision = decision
        drag.decided = True
        if decision.hold:
            self._state.held_copies.settled(copy, Origin.DRAG, drag.owner & self._connection.client_mask)
        else:
            if not drag.asked:
                self._state.send(passed(copy.id, Origin.DRAG, copy.judged, decision, copy.elapsed_ms()))
            self._let_pass(drag)
        for window in self._proxies.windows():
            self._set(drag, window)
        self._answer_waiting(drag)

    def _opening(self, drag: _Drag, window: int) -> Holding | None:
        """Return the holding that allows a drop here: policy allows it, or the same words were released to this
        program.
        """
        _, asker = drag.over[window]
        now, copy = time.monotonic(), drag.copy
        known = self._state.held_copies.same(copy, Origin.DRAG, drag.owner & self._connection.client_mask)
        return next((holding for holding in (copy.holding, *known)
                     if holding.answer(asker.destination.kind, asker.client, now) is Answer.ORIGINAL), None)

    def _let_go(self, drag: _Drag, window: int) -> None:
        """Note a drop where it is allowed: a ticket is good for one drop, as it is for one paste."""
        opening, (_, asker), now = self._opening(drag, window), drag.over[window], time.monotonic()
        if opening is not None and opening.starts_paste(asker.client, Answer.ORIGINAL, now):
            opening.leaving(asker.destination.kind, asker.client, now)
            self._state.send(Served(opening.capture, asker.destination, Answer.ORIGINAL, drag.reading[0]))

    def _dropped(self, drag: _Drag, window: int) -> None:
        """Report a drop where it is not allowed, like a refused paste."""
        _, asker = drag.over[window]
        copy, kind = drag.copy, asker.destination.kind
        if not copy.reported:
            copy.reported = True
            targets = drag.snapshot.fetched() if drag.snapshot is not None else {}
            self._state.send(copy.report(Origin.DRAG, targets, drag.offered, 0.0))
        copy.remember(self._state.arms)
        copy.holding.refused(kind, asker.client)
        if copy.holding.starts_paste(asker.client, Answer.NOTICE, time.monotonic()):
            destination = self._identifier.found(asker.destination)
            self._state.send(Served(copy.id, destination, Answer.NOTICE, drag.reading[0], copy.concealed))

    def _asker(self, window: int) -> Asker:
        return self._identifier.behind(window, self._state.arms.policy, self._identifier.title(window))
