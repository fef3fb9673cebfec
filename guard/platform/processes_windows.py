"""Processes on Windows: their programs, start times and ancestors, and which of them is in front."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Mapping

from guard.core.destination_kinds import program_name
from guard.core.tickets import Client
from guard.platform.win32 import (
    DWORD,
    FILETIME,
    INVALID_HANDLE,
    NAME_CHARACTERS,
    PROCESS_QUERY_LIMITED_INFORMATION,
    TH32CS_SNAPPROCESS,
    ProcessEntry,
    kernel32,
    user32,
)

_CLASS_CHARACTERS = 256

_TITLE_CHARACTERS = 1024

_ANCESTORS_LIMIT = 16


def lives(client: Client) -> bool:
    """True while the process of this client runs: the same one, not another with the same number."""
    return client.pid > 0 and process_of(client.pid) == (client.executable, client.started)


def executable_of(pid: int) -> str:
    """Return the path of a process's program, "" when it cannot be known."""
    return process_of(pid)[0]


def foreground_names() -> tuple[str, ...]:
    """Return the base name of the program in front and the class of its window; () when there is none."""
    window = user32.GetForegroundWindow() or 0
    names = (program_name(executable_of(pid_of(window)), ()), *classes_of(window))
    return tuple(name for name in names if name)


def pid_of(window: int) -> int:
    """Return the process that a window belongs to, 0 for none."""
    pid = DWORD()
    if window:
        user32.GetWindowThreadProcessId(window, ctypes.byref(pid))
    return pid.value


def titles_in_front(pid: int) -> tuple[str, ...]:
    """Return the title of the window in front when it belongs to this process: the page that a person pastes into."""
    window = user32.GetForegroundWindow() or 0
    if pid_of(window) != pid:
        return ()
    buffer = ctypes.create_unicode_buffer(_TITLE_CHARACTERS)
    return (buffer.value,) if user32.GetWindowTextW(window, buffer, _TITLE_CHARACTERS) else ()


def classes_of(window: int) -> tuple[str, ...]:
    """Return the class of a window, () when it cannot be known."""
    buffer = ctypes.create_unicode_buffer(_CLASS_CHARACTERS)
    return (buffer.value,) if window and user32.GetClassNameW(window, buffer, _CLASS_CHARACTERS) else ()


def process_of(pid: int) -> tuple[str, int]:
    """Return the path of a process's program, "" when it cannot be known, and when it started (any unit, 0 unknown)."""
    handle = kernel32.OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, 0, pid) if pid else None
    if not handle:
        return "", 0
    try:
        path = ctypes.create_unicode_buffer(NAME_CHARACTERS)
        size = DWORD(NAME_CHARACTERS)
        named = kernel32.QueryFullProcessImageNameW(handle, 0, path, ctypes.byref(size))
        times = [FILETIME() for _ in range(4)]
        kernel32.GetProcessTimes(handle, *(ctypes.byref(time) for time in times))
        return path.value if named else "", times[0].dwHighDateTime << 32 | times[0].dwLowDateTime
    finally:
        kernel32.CloseHandle(handle)


def ancestors(pid: int, running: Mapping[int, tuple[int, str]]) -> Iterator[str]:
    """Yield the program names of the parent, its parent and so on. They can only make the treatment stricter.

    Windows keeps the number of a parent that has ended, and another process may have it by now: one that is younger
    than its child.
    """
    seen = {pid}
    _, born = process_of(pid)
    parent, _ = running.get(pid, (0, ""))
    while parent in running and parent not in seen and len(seen) <= _ANCESTORS_LIMIT:
        _, began = process_of(parent)
        if born and began > born:
            return
        seen.add(parent)
        grandparent, name = running[parent]
        yield name
        parent, born = grandparent, began or born


def processes() -> Mapping[int, tuple[int, str]]:
    """Return parent and program name of every process."""
    return {process: (parent, name) for process, parent, name in _snapshot()}


def _snapshot() -> Iterator[tuple[int, int, str]]:
    snapshot = kernel32.CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0)
    if snapshot in (None, INVALID_HANDLE):
        return
    entry = ProcessEntry(size=ctypes.sizeof(ProcessEntry))
    try:
        more = kernel32.Process32FirstW(snapshot, ctypes.byref(entry))
        while more:
            yield entry.process, entry.parent, entry.name
            more = kernel32.Process32NextW(snapshot, ctypes.byref(entry))
    finally:
        kernel32.CloseHandle(snapshot)
