"""The guard's end of the connection to the file gate: reconnects whenever it is lost, and sends its terms first."""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from guard.channels.file_index import FileIndex
from guard.core.model import DestinationKind
from guard.core.policy import Mode
from guard.daemon.gate_ground import Ground, GroundWatch
from guard.daemon.ruling import Ruling
from guard.file_gate.floor import without_rest
from guard.file_gate.messages import KNOWN_AT_ONCE, FileKey, FromGate, Known, Opened, Reached, Signed, Terms, Unjudged
from guard.file_gate.packets import Packets, connect, fits
from guard.ipc.framing import FrameError
from guard.pipeline.pipeline import Rules

log = logging.getLogger(__name__)


class GateLink:
    """Connects to the gate. ``ruling`` and ``paused`` make the terms; ``opened`` and ``unjudged`` get the gate's
    reports; ``signed`` returns the unit's release that is in force, packed.

    ``opened`` is given a descriptor that it must close.
    """

    def __init__(self, socket: Path, ruling: Ruling, paused: Callable[[], bool], index: FileIndex,
                 opened: Callable[[Opened, int], None], unjudged: Callable[[Unjudged], None],
                 signed: Callable[[], tuple[str, bytes] | None]) -> None:
        self._socket = socket
        self._ruling = ruling
        self._paused = paused
        self._index = index
        self._opened = opened
        self._unjudged = unjudged
        self._signed = signed
        self._packets: Packets[FromGate] | None = None
        self._lock = threading.Lock()
        self._ground = GroundWatch(lambda: ruling.policy, self._say_known)
        self._said: tuple[object, ...] = ()
        self._unknown: Rules | None = None
        """The rules by which the gate is still to be told what was flagged."""
        self._ended = False
        self.too_large = False
        """Whether the policy is too long for a message, so that the gate does not know these terms."""
        self.reached = Reached(0, 0)
        self._counted: int | None = None
        self.overflown = 0
        """How often the kernel's queue was full while this guard was connected: others have recorded what was before.
        """

    @property
    def connected(self) -> bool:
        """True while there is a gate."""
        return self._packets is not None

    def tend(self) -> None:
        """Connect if a gate is there and not connected; send the terms again if they changed. Call every second."""
        if sys.platform != "linux":
            return
        if self._packets is None:
            self._connect()
        ground = self._ground.seen
        if self._packets is None or ground is None:
            return
        rules = self._ruling.rules()
        now = (self._ruling.in_force, rules.identity, self._paused(), ground)
        if now != self._said and (self._say_terms(rules, ground) or self.too_large):
            self._said = now

    def send(self, message: object, descriptor: int = -1) -> bool:
        """Send a message to the gate, and a descriptor with it; return False when the gate is gone."""
        packets = self._packets
        if packets is None:
            return False
        try:
            with self._lock:
                packets.send(message, descriptor)
        except (OSError, FrameError):
            return False
        return True

    def stop(self) -> None:
        """End the connection."""
        self._ended = True
        self._ground.stop()
        if self._packets is not None:
            self._packets.shut_down()

    def _connect(self) -> None:
        try:
            self._packets = Packets(connect(self._socket), FromGate)
        except OSError:
            return
        self._said, self._counted = (), None
        self._ground.look_soon()  # for a gate alone
        threading.Thread(target=self._listen, args=(self._packets,), name="file-gate", daemon=True).start()

    def _listen(self, packets: Packets[FromGate]) -> None:
        with suppress(OSError, FrameError):
            while not self._ended and (received := packets.receive()) is not None:
                self._take(*received)
        self._packets = None
        packets.close()

    def _take(self, message: FromGate, descriptor: int) -> None:
        if isinstance(message, Opened):
            self._opened(message, descriptor)
            return
        if descriptor >= 0:
            os.close(descriptor)
        if isinstance(message, Unjudged):
            self._unjudged(message)
        else:
            if self._counted is not None:
                self.overflown += message.overflown - self._counted
            self._counted = message.overflown
            self.reached = message

    def _say_terms(self, rules: Rules, ground: Ground) -> bool:
        """Send terms; return False when the gate did not take them. What is known follows (``_say_known``)."""
        policy = without_rest(rules.policy)
        if self._paused():
            policy = replace(policy, mode=Mode.MONITOR)
        terms = Terms(policy, ground.marked, ground.left_out, rules.identity)
        self.too_large = not fits(terms)
        if self.too_large:
            return False
        self._say_signed()
        if not self.send(terms):
            return False
        self._unknown = rules
        self._ground.look_soon()
        return True

    def _say_known(self) -> None:
        """Send what is known by the last terms, once; called where a file that does not answer keeps nobody waiting."""
        rules, self._unknown = self._unknown, None
        if rules is None:
            return
        files = self._flagged(rules.identity)
        for at in range(0, len(files), KNOWN_AT_ONCE):
            self.send(Known(rules.identity, tuple(files[at:at + KNOWN_AT_ONCE])))

    def _say_signed(self) -> None:
        """Send the unit's release, by which the gate itself knows what it signed."""
        signed = self._signed()
        if signed is None or self._packets is None:
            return
        name, files = signed
        descriptor = os.memfd_create("release", os.MFD_CLOEXEC)
        try:
            with open(descriptor, "wb", closefd=False) as stream:
                stream.write(files)
            os.lseek(descriptor, 0, os.SEEK_SET)
            self.send(Signed(name), descriptor)
        finally:
            os.close(descriptor)

    def _flagged(self, rules: str) -> list[tuple[FileKey, tuple[DestinationKind, ...]]]:
        """Return the files that were flagged before by these rules and have not changed since, with whom they are held
        from.
        """
        found: list[tuple[FileKey, tuple[DestinationKind, ...]]] = []
        for file in self._index.flagged():
            if not file.held_from or file.judged_with != rules:
                continue
            with suppress(OSError):
                key = FileKey.of(file.path.lstat())
                if self._index.knows(file.path):
                    found.append((key, file.held_from))
        return found
