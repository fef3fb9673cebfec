"""The part of a copy that every platform has: content, verdict, and the report on it to the guard."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from guard.clipboard.content import Content, is_picture, with_picture
from guard.clipboard.holding import Holding
from guard.clipboard.port import Arms
from guard.core.model import Capture, Judged, Kind, Origin, Target, new_id
from guard.ipc.messages import Asking, Flagged


@dataclass(slots=True, kw_only=True)
class TakenCopy:
    """Mutable on purpose: it lives in one broker. ``taken_at`` is wall-clock time, ``started`` is of the performance
    counter. ``unread``: hold it without reading. ``concealed``: its program marks it as nothing to keep. ``reported``:
    the guard knows of it. ``over``: there is a newer one.
    """

    unread: bool = False
    concealed: bool = False
    reported: bool = False
    over: bool = False
    content: Content = field(default_factory=Content)
    judged: tuple[Judged, ...] = ()
    id: str = field(default_factory=new_id)
    taken_at: float = field(default_factory=time.time)
    started: float = field(default_factory=time.perf_counter)
    holding: Holding = field(init=False)

    def __post_init__(self) -> None:
        self.holding = Holding(self.id)

    @property
    def words(self) -> str:
        """Return its text without spaces and line ends, which programs add and leave out, "" when it has none."""
        return "".join(self.content.texts[0][1].split()) if self.content.texts else ""

    def elapsed_ms(self) -> float:
        """Return the milliseconds since this process learnt of the copy."""
        return (time.perf_counter() - self.started) * 1000

    def remember(self, arms: Arms) -> None:
        """Remember the words of a decided copy, so that they are recognised without its mark."""
        if self.holding.decision is not None:
            arms.remember(self.id, self.taken_at, self.judged, self.holding.decision)

    def report(self, origin: Origin, targets: Mapping[str, Target], offered: Sequence[str],
               owned_ms: float | None) -> Flagged | Asking:
        """Return the report to the guard on a copy of ours: text with its verdict, pictures and files as a question."""
        if self.holding.decision is not None:
            capture = self.captured(Kind.TEXT, origin, targets.values())
            return Flagged(capture, worst(self.judged), self.holding.decision, owned_ms or 0.0)
        if is_picture(self.content, offered):
            self.content = with_picture(self.content, targets, offered)
        return Asking(self.captured(Kind.FILES if self.content.files else Kind.PICTURE, origin, targets.values()))

    def captured(self, kind: Kind, origin: Origin, targets: Iterable[Target]) -> Capture:
        """Return everything as the capture that the guard gets."""
        return Capture(self.id, origin, kind, self.taken_at, self.content.items(), tuple(targets))


def worst(judged: Sequence[Judged]) -> Judged:
    """Return the judged text that a warning is about; one that could not be read outweighs all but a block."""
    return max(judged, key=_severity)


def _severity(item: Judged) -> int:
    if item.verdict is None:
        return 2
    return item.verdict.action.severity * 2 + bool(item.verdict.gaps)
