"""Describes how to operate one program by its keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.harm.hands import Hands, Window

Keys = tuple[str, ...]


def _nothing(_: Path) -> None:
    """Most programs need no profile."""


def _bring_forward(hands: Hands, window: Window, _: Path) -> None:
    hands.activate(window)


@dataclass(frozen=True, slots=True)
class Program:
    """One program. Keys are xdotool's names; each entry is what a person presses, one chord after the other.

    ``command`` takes the home and the file, ``shows`` the file and a window's title. ``prepare`` writes the profile
    into the home, ``ready`` gives the keyboard to the window with the file. ``select`` selects everything,
    ``select_other`` the content of the second copy, after ``go_to_other``. ``go_to_paste`` leads to a window with
    ``pastes_into`` in its title. ``impossible`` says why a kind of action cannot be done with it, ``title`` returns
    the part of a window's title that counts.
    """

    name: str
    executable: str
    package: str
    contents: tuple[str, ...]
    command: Callable[[Path, Path], list[str]]
    shows: Callable[[Path, str], bool]
    prepare: Callable[[Path], None] = _nothing
    ready: Callable[[Hands, Window, Path], None] = _bring_forward
    select: Keys = ("ctrl+a",)
    copy: Keys = ("ctrl+c",)
    go_to_other: Keys = ()
    select_other: Keys = ("ctrl+Home", "shift+End")
    close: Keys = ("ctrl+w",)
    leave: Keys = ("ctrl+q",)
    go_to_paste: Keys = ()
    pastes_into: str = ""
    paste: Keys = ("ctrl+v",)
    undo: Keys = ("ctrl+z",)
    title: Callable[[str], str] = str
    environment: Mapping[str, str] = field(default_factory=dict)
    impossible: Mapping[str, str] = field(default_factory=dict)

    @property
    def missing(self) -> bool:
        """True when it is not installed."""
        return not Path(self.executable).exists()


def named_in_title(file: Path, title: str) -> bool:
    """Return whether a window's title contains the file's name."""
    return file.name in title or file.stem in title
