"""Defines what a page of the console consists of, and renders it: every room is made of the same few parts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ui.i18n.say import say
from ui.report.page import rendered, style_sheet
from ui.web_console.door import CSRF

STYLE_PATH = "/style.css"


@dataclass(frozen=True, slots=True)
class State:
    """A state with its colour, shape and word: the three are always shown together."""

    token: str
    glyph: str
    words: str


@dataclass(frozen=True, slots=True)
class Link:
    """A way to another page of the console."""

    words: str
    to: str


Cell = str | int | State | Link


@dataclass(frozen=True, slots=True)
class Table:
    """A table; ``empty`` is said when it has no row, ``note`` below it. ``numbers``: columns of numbers, from 0."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    empty: str = ""
    note: str = ""
    numbers: frozenset[int] = frozenset()
    kind: str = field(default="table", init=False)


@dataclass(frozen=True, slots=True)
class Facts:
    """Names with their values."""

    title: str
    rows: Sequence[tuple[str, Cell]]
    kind: str = field(default="facts", init=False)


@dataclass(frozen=True, slots=True)
class Figures:
    """Numbers to be seen at a glance: state colour, shape, number, words."""

    rows: Sequence[tuple[str, str, int, str]]
    kind: str = field(default="figures", init=False)


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence; ``token`` is a state's colour, "" for a quiet one."""

    words: str
    token: str = ""
    glyph: str = ""
    kind: str = field(default="note", init=False)


@dataclass(frozen=True, slots=True)
class Changes:
    """What changes for some computers: each line in words, and whether it loosens."""

    title: str
    rows: Sequence[tuple[str, bool]]
    empty: str
    kind: str = field(default="changes", init=False)


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form. ``options`` makes it a choice of these values with their words; ``longest`` 0: hidden;
    ``ticked`` makes it a box that sends its value when it is ticked. ``suggested``: words among which one may choose in
    place of typing.
    """

    name: str
    words: str
    value: str = ""
    options: Sequence[tuple[str, str]] = ()
    longest: int = 100
    date: bool = False
    wide: bool = False
    needed: bool = False
    ticked: bool | None = None
    suggested: Sequence[str] = ()

    def limit(self) -> str:
        """Return what the browser says of words that are too long; it would cut what is pasted without a word."""
        return say("最多 {count} 个字", count=self.longest)


@dataclass(frozen=True, slots=True)
class Form:
    """A form that is sent to ``to``; its page puts the proof that it is ours into it. ``reads``: it only looks."""

    title: str
    to: str
    fields: Sequence[Field]
    button: str
    note: str = ""
    reads: bool = False
    quiet: bool = False
    kind: str = field(default="form", init=False)


Part = Table | Facts | Figures | Note | Changes | Form


@dataclass(frozen=True, slots=True)
class Page:
    """One page. ``told`` is what happened to the last thing that was asked for."""

    title: str
    parts: Sequence[Part]
    lead: str = ""
    told: Sequence[Note] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """What surrounds a page: who is here, the rooms (path and words), which of them this is, proofs for forms."""

    who: str = ""
    rooms: Sequence[tuple[str, str]] = ()
    here: str = ""
    proofs: Mapping[str, str] = field(default_factory=dict)


NOBODY = Frame()
"""Surrounds what is shown to whoever is not known."""


def page_bytes(page: Page, frame: Frame) -> bytes:
    """Return the HTML of a page."""
    return rendered("console.html.jinja", {
        "page": page, "frame": frame, "csrf": CSRF, "style_path": STYLE_PATH, "language": say("zh-CN"),
        "product": say("密哨 · 控制台"), "rooms_words": say("各室")})


def refusal_bytes(words: str, frame: Frame) -> bytes:
    """Return the page that says why nothing is shown."""
    return page_bytes(Page(say("这里看不了"), (Note(words, "unknown", "▲"),)), frame)


def style_bytes() -> bytes:
    """Return the style sheet of every page."""
    return style_sheet("report.css", "console.css").encode()


def forms_of(parts: Iterable[Part]) -> list[Form]:
    """Return the forms among the parts of a page."""
    return [part for part in parts if isinstance(part, Form)]
