"""Classifies the program that asks for the clipboard. Pure: facts about a program and the policy → kind of destination.

Only an absolute executable path may loosen. Names, window classes, window titles and the process tree are easily chosen
by whoever starts a program, so they can only make the treatment stricter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from pathlib import PurePath, PurePosixPath, PureWindowsPath

from guard.core.meetings import Meeting
from guard.core.model import DestinationKind
from guard.core.pages import Page, held_page
from guard.core.policy import Policy

STRICT_KINDS = (DestinationKind.CHAT, DestinationKind.CLIPBOARD_MANAGER, DestinationKind.GOVERNMENT_CHAT)
"""The kinds for which a name or a window class is enough, in order of precedence."""

_GENERAL_PROGRAMS = frozenset({
    "python", "pythonw", "java", "javaw", "node", "perl", "ruby", "bash", "sh", "dash", "zsh", "busybox", "electron",
    "wine", "wine64", "wine-preloader", "wine64-preloader", "wineloader", "explorer", "xclip", "xsel", "xdotool",
    "wl-copy", "wl-paste", "powershell", "pwsh", "cmd", "rundll32", "mshta", "wscript", "cscript",
})
"""Programs that run or carry whatever they are told to: their identity says nothing about what happens to a paste."""

_WILDCARDS = "*?["
_REMEMBERED = 4096
"""Number of names whose parsed form is cached: each paste compares with every name of the policy while somebody waits.
"""

DELETED = " (deleted)"
"""What the kernel adds to the path of a program whose file was replaced or removed while it runs."""


def classify(executable: str, executables_of_ancestors: Sequence[str], window_classes: Sequence[str],
             policy: Policy, page: Page | None = None) -> DestinationKind:
    """Return the kind of destination.

    ``executable`` is the absolute path of the program that asks, "" when unknown. ``executables_of_ancestors`` are the
    paths or bare names of its ancestor processes, nearest first. ``window_classes`` are the WM_CLASS values of its
    windows. ``page`` is what ``page_shown`` found in the title of a browser's window: such a page is treated as chat
    even in a browser that is allowed by its path.

    A strict kind by own name or window class wins over an allowed path. The process tree does not: a chat client that
    opens a document is the parent of the office program, and that office program must work. Everything that is not
    allowed by its path inherits the strictest kind of its ancestors.
    """
    executable = executable.removesuffix(DELETED)
    own = _strict_kind([executable], window_classes, policy)
    if own is not None or page is not None:
        return own or DestinationKind.CHAT
    allowed = _kind_of_path(executable, policy)
    if allowed is not None:
        return allowed
    inherited = _strict_kind(executables_of_ancestors, (), policy)
    if inherited is not None:
        return inherited
    return _browser_or_unknown(executable, policy)


def program_name(executable: str, window_classes: Sequence[str]) -> str:
    """Return the name people know a program by: its window class, else the base name of its executable, else ""."""
    for window_class in window_classes:
        if window_class:
            return window_class
    return _path(executable.removesuffix(DELETED)).name


def name_around(executable: str, names: Iterable[str], policy: Policy) -> str:
    """Return the name people know a program by that has no window to ask: its own, and of an interpreter or of Wine the
    first of the ``names`` around it for which the policy is strict, as its own says nothing.
    """
    known = (name for name in names if is_general_program(executable) and _strict_kind([name], (), policy) is not None)
    return _path(next(known, executable).removesuffix(DELETED)).name


def is_browser(executable: str, policy: Policy) -> bool:
    """True for the browsers of the policy, by name: what their windows show may make the treatment stricter."""
    name = base_name(executable)
    return bool(name) and any(name in {base_name(entry) for entry in programs.names} for programs in policy.programs
                              if programs.kind is DestinationKind.BROWSER)


def page_shown(executable: str, titles: Callable[[], Iterable[str]], policy: Policy) -> Page | None:
    """Return the page that makes a browser count as chat, None for other pages and programs.

    ``titles`` are those of its windows: the one in front, else all of them.
    """
    return held_page(titles(), policy.pages) if is_browser(executable, policy) else None


def meeting_of(names: Iterable[str], policy: Policy) -> Meeting | None:
    """Return the entry of 会议软件 for a program with these names, paths or window classes, or None."""
    wanted = {base_name(name) for name in names if name}
    return next((meeting for meeting in policy.meetings if not wanted.isdisjoint(
        base_name(name) for name in (*meeting.names, *meeting.window_classes))), None)


def is_general_program(executable: str) -> bool:
    """True for interpreters and general clients, whatever version their name carries (python3.11, wine-9)."""
    name = base_name(executable)
    return name in _GENERAL_PROGRAMS or name.rstrip("0123456789.-") in _GENERAL_PROGRAMS or "wine" in name


@lru_cache(_REMEMBERED)
def base_name(executable: str) -> str:
    """Return the base name without directory, case, ``.exe`` and the ``-bin`` of what a launcher of Mozilla's starts;
    both separators count.
    """
    return _path(executable.removesuffix(DELETED)).name.lower().removesuffix(".exe").removesuffix("-bin")


def _strict_kind(executables: Iterable[str], window_classes: Iterable[str], policy: Policy) -> DestinationKind | None:
    names = {base_name(executable) for executable in executables} - {""}
    classes = {window_class.lower().removesuffix(".exe") for window_class in window_classes} - {""}
    for kind in STRICT_KINDS:
        for programs in policy.programs:
            if programs.kind is not kind:
                continue
            if names & {base_name(name) for name in programs.names}:
                return kind
            if classes & {entry.lower().removesuffix(".exe") for entry in programs.window_classes}:
                return kind
    return None


def _kind_of_path(executable: str, policy: Policy) -> DestinationKind | None:
    path = _path(executable)
    if not path.is_absolute() or ".." in path.parts:
        return None
    general = is_general_program(executable)
    for programs in policy.programs:
        for pattern in programs.paths:
            if general and any(character in pattern for character in _WILDCARDS):
                continue  # an administrator who wrote a directory pattern did not mean the interpreter inside it
            if _path(pattern).is_absolute() and path.match(pattern):
                return programs.kind
    return None


def _browser_or_unknown(executable: str, policy: Policy) -> DestinationKind:
    # Every decision treats a browser like an unknown program, so its name loosens nothing; it only makes the journal
    # more precise.
    return DestinationKind.BROWSER if is_browser(executable, policy) else DestinationKind.UNKNOWN


@lru_cache(_REMEMBERED)
def _path(executable: str) -> PurePath:
    """Windows paths compare without case, POSIX paths with it; a pattern component never crosses a separator."""
    if "\\" in executable or executable[1:2] == ":":
        return PureWindowsPath(executable)
    return PurePosixPath(executable)
