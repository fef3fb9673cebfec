"""The broker of last resort: polls the text clipboard through pyperclip.

It cannot tell who pastes: held text is replaced by the notice for everyone, and comes back only when it is released.
Pictures and files are not seen.
"""

from __future__ import annotations

import select
import time

import pyperclip

from guard.clipboard.content import Content
from guard.clipboard.desk import Desk, assess
from guard.clipboard.mailbox import GuardGone, Mail
from guard.clipboard.port import Arms, BrokerError, Duty
from guard.messages import Arm, Armed, Drop, Flagged, Grant, Passed, Place, Stop, Watch
from guard.model import Capture, Decision, Kind, Origin, Target, new_id

POLL_SECONDS = 0.3
"""Between two looks at the clipboard: each starts a helper program on Linux."""

_LABEL = "剪贴板文字"


class PortableBroker:
    """Judges and replaces text (guard.clipboard.port.Broker)."""

    name = "portable"

    def __init__(self) -> None:
        """Look for a clipboard. Raises BrokerError when pyperclip finds none."""
        self._seen = self._paste()
        self._held: tuple[str, str, Decision] | None = None
        self._stopped = False

    def capabilities(self) -> tuple[str, ...]:
        """Return what this broker can do (guard.clipboard.port.Broker.capabilities)."""
        return (self.name, "text-only")

    def guard(self, duty: Duty, arms: Arms) -> None:
        """Guard the text clipboard (guard.clipboard.port.Broker.guard)."""
        self._duty = duty
        self._desk = Desk(duty, arms)
        self._seen = ""
        while not self._stopped:
            if self._desk.watching:
                self._look()
            select.select([duty.mailbox.fileno()], [], [], POLL_SECONDS)
            for mail in duty.mailbox.take():
                self._obey(mail)

    # -------------------------------------------------------------- looking
    def _look(self) -> None:
        text = self._paste()
        if text == self._seen or not text.strip():
            return
        self._seen = text
        self._held = None
        started = time.perf_counter()
        capture = new_id()
        judged, decision = assess(Content(((_LABEL, text),)), self._desk.arms)
        if not decision.hold:
            rules = tuple(dict.fromkeys(match.rule for item in judged if item.verdict for match in item.verdict.matches))
            self._duty.send(Passed(capture, Origin.CLIPBOARD, rules, _milliseconds(started), decision.outcome))
            return
        self._held = (capture, text, decision)
        self._put(self._desk.arms.policy.notice)
        content = Content(((_LABEL, text),))
        target = Target("UTF8_STRING", "UTF8_STRING", 8, text.encode())
        self._duty.send(Flagged(Capture(capture, Origin.CLIPBOARD, Kind.TEXT, time.time(), content.items(), (target,)),
                                judged[0], decision, _milliseconds(started)))

    def _paste(self) -> str:
        try:
            return str(pyperclip.paste())
        except pyperclip.PyperclipException:
            raise BrokerError("没有可用的剪贴板程序，请安装 xclip 或 wl-clipboard") from None

    def _put(self, text: str) -> None:
        try:
            pyperclip.copy(text)
        except pyperclip.PyperclipException:
            raise BrokerError("剪贴板写不进去") from None
        self._seen = text

    # -------------------------------------------------------------- commands
    def _obey(self, mail: Mail) -> None:
        match mail:
            case Arm():
                self._desk.arms = self._duty.arm(mail)
                self._duty.send(Armed(self.capabilities(), self._desk.arms.pack))
            case Watch(enabled=enabled):
                self._desk.watching = enabled
            case Stop() | GuardGone():
                self._stopped = True
            case Place():
                self._place(mail)
            case Grant(capture=capture):
                self._grant(capture)
            case Drop(capture=capture):
                if self._held is not None and self._held[0] == capture:
                    self._held = None

    def _place(self, command: Place) -> None:
        for target in command.targets:
            if target.name == "UTF8_STRING":
                self._held = (command.capture, target.untrusted_bytes.decode("utf-8", "replace"), command.decision)

    def _grant(self, capture: str) -> None:
        pass
