"""Windows as the channels see them, and a replacement for the guard around a channel that looks at the screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from guard.channels.file_index import Flagged
from guard.channels.notices import Place, Told
from guard.channels.outputs import Ends, Marked
from guard.channels.screen import Share
from guard.core.events import Event
from guard.core.model import Decision, Destination, DestinationKind, Outcome
from guard.core.policy import Policy
from guard.core.screen_mark import Marking
from rules.model import Nature

CHAT = Destination(DestinationKind.CHAT, "wechat", 0, "/opt/wechat")
NAME = "演练方案.docx"
"""Of the document that was flagged."""
PROGRAM = Destination(DestinationKind.UNKNOWN, "reader", 0, "/usr/bin/reader")


@dataclass(frozen=True)
class Window:
    """A window and its own properties."""

    number: int
    program: Destination
    title: str
    role: str = ""
    dialog: bool = False
    owner: int = 0
    seen: bool = True
    place: Place | None = None
    lets_clicks_through: bool = False


@dataclass(frozen=True)
class Screen:
    """guard.channels.screen.Screen with these windows."""

    shown: tuple[Window, ...] = ()
    front: int = 0
    shares: tuple[Share, ...] = ()
    pictures: dict[int, bytes] = field(default_factory=dict)
    ours: tuple[int, ...] = ()
    with_places: bool = True

    def windows(self) -> tuple[int, ...]:
        return tuple(window.number for window in self.shown)

    def active(self) -> int:
        return self.front

    def stacked(self) -> tuple[int, ...]:
        return (*(one for one in self.windows() if one != self.front), *([self.front] if self.front else []))

    def is_seen(self, window: int) -> bool:
        return self._of(window).seen

    def is_dialog(self, window: int) -> bool:
        return self._of(window).dialog

    def owner(self, window: int) -> int:
        return self._of(window).owner

    def untrusted_title(self, window: int) -> str:
        return self._of(window).title

    def untrusted_role(self, window: int) -> str:
        return self._of(window).role

    def program(self, window: int) -> Destination:
        return self._of(window).program

    def place(self, window: int) -> Place | None:
        return self._of(window).place

    def knows_places(self) -> bool:
        return self.with_places

    def lets_clicks_through(self, window: int) -> bool:
        return self._of(window).lets_clicks_through

    def is_ours(self, window: int) -> bool:
        return window in self.ours

    def picture(self, window: int) -> bytes | None:
        return self.pictures.get(window)

    def sharing(self) -> tuple[Share, ...]:
        return self.shares

    def _of(self, number: int) -> Window:
        return next((window for window in self.shown if window.number == number), Window(number, PROGRAM, ""))


@dataclass
class Around:
    """The input of a channel, its messages and its records."""

    files: tuple[Flagged, ...] = ()
    policy: Policy = field(default_factory=lambda: Policy("test"))
    paused: bool = False
    told: list[Told] = field(default_factory=list)
    recorded: list[Event] = field(default_factory=list)
    marked: list[Marking | None] = field(default_factory=list)
    shown: list[dict[str, Nature | None]] = field(default_factory=list)
    judge: Callable[[bytes], Decision] = lambda _: Decision(Outcome.ALLOW)
    unread: list[int] = field(default_factory=list)
    is_there: Callable[[Flagged], bool] = lambda _: True

    def ends(self) -> Ends:
        return Ends(lambda: self.policy, lambda: self.files, self.is_there, lambda: not self.paused,
                    self.told.append, self.recorded.append,
                    Marked(self.marked.append, lambda files: self.shown.append(dict(files)),
                           lambda: ("办公室", "PC-017"), self.judge, self.unread.append))

    def take(self) -> list[Told]:
        """Return the messages since the last call."""
        told, self.told[:] = list(self.told), []
        return told


def flagged(path: Path, nature: Nature | None = Nature.STATE_SECRET) -> Flagged:
    return Flagged(path, 0, 0, path.name, Outcome.BLOCK, nature)


def chat_in_front(*others: Window) -> Screen:
    """A chat client's window in front of these."""
    return Screen((*others, Window(1, CHAT, "聊天", place=(0, 0, 800, 600))), 1)


def in_front(screen: Screen, window: int) -> Screen:
    """The same windows, with another one in front."""
    return replace(screen, front=window)
