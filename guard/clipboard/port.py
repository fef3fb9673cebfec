"""The interface of every platform's broker, and what a broker is given."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from guard.clipboard.held_words import Kinship
from guard.clipboard.mailbox import Mailbox
from guard.core.model import Decision, Judged
from guard.core.policy import Policy
from guard.ipc.messages import Arm, FromBroker
from rules.model import Verdict
from rules.text import Text


def _nothing(*_: object) -> None:
    """Remember nothing."""


@dataclass(frozen=True, slots=True)
class Arms:
    """What a broker judges with. ``judge`` is bounded in time; what it did not get to is a gap in its verdict.

    ``remember`` is given the id and the wall-clock time of every copy with what was judged and decided of it.
    ``lacking`` names tables of the unit whose index could not be opened.
    """

    judge: Callable[[Text], Verdict]
    policy: Policy
    pack: str
    remember: Callable[[str, float, Sequence[Judged], Decision], object] = _nothing
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Duty:
    """What a broker works with: commands come from ``mailbox``, reports go to ``send`` (which never blocks).

    ``arm`` turns the packs and the policy of an Arm into Arms; ``hang_up`` closes the pipe to the guard in a process
    left behind; ``wary``: see Arm. ``kinship`` is shared by all Arms.
    """

    mailbox: Mailbox
    send: Callable[[FromBroker], None]
    arm: Callable[[Arm], Arms]
    hang_up: Callable[[], None]
    wary: bool = False
    kinship: Kinship = field(default_factory=Kinship)


class Broker(Protocol):
    """Watches one clipboard, judges text at once and serves what is held by destination, as far as it can.

    A broker is used for one ``guard`` call, from one thread.
    """

    name: str

    def capabilities(self) -> tuple[str, ...]:
        """Return words for doctor and status: its name and what it can do here, such as "requestor-identity"."""

    def guard(self, duty: Duty, arms: Arms) -> None:
        """Guard until Stop, or until the guard is gone and nothing held remains on the clipboard.

        Sends Armed once it watches: what is copied from then on is judged. Answers each later Arm by Armed, each Grant
        by Granted, each Ping by Pong. Raises BrokerError when the clipboard is gone.
        """
