"""The broker of last resort: polls the text clipboard through pyperclip.

It cannot tell who pastes: held text is replaced by the notice for everyone, and comes back only when it is released.
Pictures and files are not seen.
"""

from __future__ import annotations

import os
import select
import time
from collections.abc import Iterable
from dataclasses import dataclass

import pyperclip

from guard.clipboard.broker_state import BrokerState, assess, passed, unread
from guard.clipboard.content import Content
from guard.clipboard.encodings import decode_text
from guard.clipboard.mailbox import GuardGone, Mail
from guard.clipboard.port import Arms, Duty
from guard.core import item_names
from guard.core.model import Capture, Decision, Kind, Origin, Reason, Target, new_id
from guard.core.tickets import TICKET_SECONDS, issue
from guard.ipc.messages import (
    Arm,
    Decided,
    Drop,
    Flagged,
    Focused,
    Forget,
    Grant,
    Granted,
    Ping,
    Place,
    Pong,
    Remember,
    Restore,
    Stop,
    Watch,
)
from guard.platform.errors import BrokerError
from guard.sentences.catalogue import sentence

POLL_SECONDS = 0.3
"""Time between two looks at the clipboard: each starts a helper program on Linux."""

PUT_SECONDS = 1.0
"""How long what was put on the clipboard may take to arrive; after that somebody else has copied."""

_LABEL = str(item_names.TEXT)
_TARGET = "UTF8_STRING"


@dataclass(frozen=True, slots=True)
class _Held:
    capture: str
    text: str
    decision: Decision


class PortableBroker:
    """Judges and replaces text (guard.clipboard.port.Broker)."""

    name = "portable"

    def __init__(self) -> None:
        """Look for a clipboard. Raises BrokerError when pyperclip finds none."""
        if os.environ.get("WAYLAND_DISPLAY") and not os.environ.get("DISPLAY"):
            # pyperclip would call wl-copy, which writes what it is given to a file in /tmp.
            raise BrokerError(sentence("clipboard.wayland-by-disk-alone"))
        self._paste()
        self._seen = ""
        self._held: _Held | None = None
        self._given = ""
        self._stopped = False

    def capabilities(self) -> tuple[str, ...]:
        """Return what this broker can do (guard.clipboard.port.Broker.capabilities)."""
        return (self.name, "text-only")

    def guard(self, duty: Duty, arms: Arms) -> None:
        """Guard the text clipboard (guard.clipboard.port.Broker.guard)."""
        self._duty = duty
        self._state = BrokerState(duty, arms)
        del arms  # otherwise the first rules would stay in memory for as long as this runs
        self._wary = duty.wary
        self._state.armed(self.capabilities())
        while not self._stopped:
            if self._state.watching:
                self._look()
            self._state.run_due()
            select.select([duty.mailbox.fileno()], [], [], POLL_SECONDS)
            for mail in duty.mailbox.take():
                self._obey(mail)
        self._take_back()

    # -------------------------------------------------------------- looking
    def _look(self) -> None:
        text = self._paste()
        if text == self._seen or not text.strip():
            return
        self._seen = text
        self._held = None
        started = time.perf_counter()
        content = Content(((_LABEL, text),))
        capture = Capture(new_id(), Origin.CLIPBOARD, Kind.TEXT, time.time(), content.items(),
                          (Target(_TARGET, _TARGET, 8, text.encode("utf-8", "replace")),))
        arms, wary, self._wary = self._state.arms, self._wary, False
        judged, decision = unread(arms, Reason.MALFORMED) if wary else assess(content, arms)
        if decision.hold:
            self._held = _Held(capture.id, text, decision)
            self._put(self._state.arms.policy.notice)
        arms.remember(capture.id, capture.taken_at, judged, decision)
        elapsed_ms = (time.perf_counter() - started) * 1000
        if decision.hold:
            self._duty.send(Flagged(capture, judged[0], decision, elapsed_ms))
        else:
            self._duty.send(passed(capture.id, Origin.CLIPBOARD, judged, decision, elapsed_ms))

    def _paste(self) -> str:
        try:
            return str(pyperclip.paste())
        except pyperclip.PyperclipException:
            raise BrokerError(sentence("clipboard.no-program")) from None

    def _put(self, text: str) -> None:
        try:
            pyperclip.copy(text)
        except pyperclip.PyperclipException:
            raise BrokerError(sentence("clipboard.not-writable")) from None
        self._seen = text
        until = time.monotonic() + PUT_SECONDS
        while self._paste() != text and time.monotonic() < until:
            continue  # xclip returns before the server knows of it: until then a paste gets the old content

    # -------------------------------------------------------------- commands
    def _armed(self) -> None:
        self._state.armed(self.capabilities())
        if self._held is None:
            self._seen = ""  # judge what is there by the new rules

    def _obey(self, mail: Mail) -> None:
        match mail:
            case Arm():
                self._state.arm_on_worker(mail, self._duty.arm, self._armed)
            case Remember() | Forget():
                self._state.kinship.take(mail)
            case Watch(enabled=enabled):
                self._state.watching = enabled
            case Ping():
                self._duty.send(Pong())
            case Stop() | GuardGone():
                self._stopped = True
            case Place() | Grant() | Drop():
                self._obey_about_copy(mail)
            case Decided() | Restore() | Focused():
                pass  # this broker never asks, what it put there outlives it, and it does not see who pastes
            case do:
                do()

    def _obey_about_copy(self, command: Place | Grant | Drop) -> None:
        match command:
            case Place():
                self._place(command)
            case Grant():
                self._duty.send(Granted(command.capture, self._grant(command)))
            case Drop(capture=capture):
                if self._held is not None and self._held.capture == capture:
                    self._take_back()
                    self._held = None

    def _place(self, command: Place) -> None:
        text = _text_of(command.targets)
        self._held = _Held(command.capture, text, command.decision) if text else None
        self._put(self._state.arms.policy.notice)

    def _grant(self, command: Grant) -> bool:
        """Put the original, or its masked copy, on the clipboard for a while: every program that pastes in that time
        gets it.
        """
        held, capture = self._held, command.capture
        if held is None or held.capture != capture or issue(capture, held.decision, time.monotonic()) is None:
            return False
        text = _text_of(command.masked) if command.masked else held.text
        if not text:
            return False
        self._put(text)
        self._given = text
        self._state.later(min(command.seconds, TICKET_SECONDS), lambda: self._time_over(held, text))
        return True

    def _time_over(self, held: _Held, text: str) -> None:
        if self._held is held and self._given == text:
            self._take_back()

    def _take_back(self) -> None:
        """Put the notice in the place of what was released, unless somebody has copied since."""
        given, self._given = self._given, ""
        if given and self._paste() == given:
            self._put(self._state.arms.policy.notice)


def _text_of(targets: Iterable[Target]) -> str:
    return next((decode_text(target) for target in targets if target.name == _TARGET), "")
