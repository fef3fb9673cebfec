"""The mark on the screen: what the policy says of it (屏幕标记), and what it is now. Frozen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from rules.model import Nature
from rules.schema.record import entry
from rules.schema.shapes import Flag, choice

Rectangle = tuple[int, int, int, int]
"""Left, top, width and height in pixels of the screen."""


class MarkWhen(StrEnum):
    """When there is a mark. MARKED: while a window shows a file that the rules block."""

    ALWAYS = "一直"
    MARKED = "有标志时"
    NEVER = "关"


class MarkArea(StrEnum):
    """What the mark is over."""

    SCREEN = "整屏"
    WINDOW = "窗口"


class MarkStrength(StrEnum):
    """How much the mark covers."""

    STRONG = "浓"
    MEDIUM = "中"
    LIGHT = "淡"


class MarkName(StrEnum):
    """Who is named: the user by name or account, or the computer."""

    PERSON = "姓名"
    ACCOUNT = "账号"
    DEVICE = "电脑"


class MarkRecord(StrEnum):
    """The reason of a journal record (EventKind.SIGHTED) that says that a mark has begun, or until when it was there.

    The second has the seconds since the first as its count.
    """

    BEGUN = "marked"
    ENDED = "mark-ended"


@dataclass(frozen=True, slots=True)
class MarkSpan:
    """A time in which the screen was marked for one file; never which. Times are seconds since the epoch.

    ``ended`` is None while it is marked, and where the guard ended without recording it: ``lasts`` distinguishes them.
    ``nature`` is that of the file, None where the policy always wants a mark or no nature is known.
    """

    began: float
    ended: float | None
    nature: Nature | None
    always: bool = False
    lasts: bool = False


@dataclass(frozen=True, slots=True)
class ScreenMark:
    """``reminder``: the first time in a day that a blocked file comes to the front, one sentence is shown beside it.

    ``dots``: the mark contains a field of dots by which a photograph tells computer and hour (guard/screen_mark).

    ``sharing``: a warning is shown when a meeting program shares the screen while a blocked file is visible.

    ``contents``: the window in front is looked at by OCR when its title changes (guard/channels/window_contents.py).
    """

    when: MarkWhen = entry("何时", choice(MarkWhen), default=MarkWhen.MARKED)
    area: MarkArea = entry("范围", choice(MarkArea), default=MarkArea.WINDOW)
    strength: MarkStrength = entry("强度", choice(MarkStrength), default=MarkStrength.LIGHT)
    name: MarkName = entry("署名", choice(MarkName), default=MarkName.PERSON)
    reminder: bool = entry("提醒一句", Flag(), default=True)
    dots: bool = entry("溯源点阵", Flag(), default=False)
    sharing: bool = entry("共享提醒", Flag(), default=True)
    contents: bool = entry("看窗口内容", Flag(), default=False)

    @property
    def needs_files(self) -> bool:
        """Whether it must be known which files the windows show."""
        return self.when is not MarkWhen.NEVER or self.sharing


@dataclass(frozen=True, slots=True)
class MarkedWindow:
    """A window with a mark, and the windows that cover parts of it."""

    place: Rectangle
    covered: tuple[Rectangle, ...] = ()


@dataclass(frozen=True, slots=True)
class Marking:
    """The mark as it is now. ``windows``: those that it is over, () for every screen whole.

    ``name`` and ``unit`` are written in it. ``device`` is the number that its field of dots carries, None without one.
    ``files`` are the names of the shown files for people, () when the policy wants it always, with the ``nature`` of
    the strictest. ``since``: seconds since the epoch.
    """

    windows: tuple[MarkedWindow, ...]
    name: str
    unit: str
    strength: MarkStrength
    device: int | None
    files: tuple[str, ...]
    nature: Nature | None
    since: float
