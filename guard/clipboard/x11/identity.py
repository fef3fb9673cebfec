"""Who is behind a requestor window.

The X server knows which process a client is (X-Resource), whatever the client claims in WM_CLASS or _NET_WM_PID.
Nothing is remembered by window: their numbers are given to other programs at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from Xlib import Xatom

from guard.clipboard.x11.connection import Connection
from guard.destinations import base_name, classify, is_general_program, program_name
from guard.model import Destination, DestinationKind
from guard.policy import Policy
from guard.tickets import Client

_ANCESTORS_LIMIT = 16
_WINDOWS_LIMIT = 512
_COMMAND_WORDS = 4
_PARENT, _STARTED = 1, 19
_PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class Asker:
    """A destination and the client that it is."""

    destination: Destination
    client: Client


class Identifier:
    """Finds the program behind a window: a few round trips, under a millisecond."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._client_list = connection.atom("_NET_CLIENT_LIST")

    def identify(self, window: int, policy: Policy) -> Asker:
        """Return who asks through this window; what cannot be found out is left empty, which allows nothing."""
        client = window & self._connection.client_mask
        pid = self._connection.client_pid(window)
        executable = executable_of(pid)
        classes = self._window_classes(window, client)
        around = names_around(pid, executable)
        kind = classify(executable, around, classes, policy)
        # The server gives the resource range of a client that left to the next one at once: only with the process
        # does it tell two programs apart.
        return Asker(Destination(kind, program_name(executable, classes), pid, executable),
                     Client(executable, pid, started_at(pid), client))

    def _window_classes(self, window: int, client: int) -> tuple[str, ...]:
        """WM_CLASS of the requestor and of its client's windows; requestor windows rarely carry one."""
        listed = self._connection.read_property(self._connection.root, self._client_list)
        windows = listed.words()[:_WINDOWS_LIMIT] if listed is not None else ()
        mask = self._connection.client_mask
        own = [window, *(entry for entry in windows if entry & mask == client and entry != window)]
        found: list[str] = []
        for entry in own:
            value = self._connection.read_property(entry, Xatom.WM_CLASS)
            if value is not None and value.format == 8:
                # instance, class (ICCCM section 4.1.2.5): the class first, it is the name people know
                found.extend(part.decode("utf-8", "replace") for part in reversed(value.untrusted_bytes.split(b"\0")))
        return tuple(dict.fromkeys(name for name in found if name))


def runs_clipboard_manager(pids: Iterable[int], policy: Policy) -> bool:
    """True when one of these processes is a clipboard manager by its name."""
    return any(classify(executable_of(pid), (), (), policy) is DestinationKind.CLIPBOARD_MANAGER for pid in pids)


def executable_of(pid: int) -> str:
    """Return the path of a process's program, "" when it cannot be read."""
    if pid <= 0:
        return ""
    try:
        return str((_PROC / str(pid) / "exe").readlink())
    except OSError:
        return ""


def names_around(pid: int, executable: str) -> tuple[str, ...]:
    """Return paths and names from the process tree and, for interpreters and Wine, from the command line.

    All of it is chosen by whoever started the program: good for stricter treatment only.
    """
    names: list[str] = []
    if is_general_program(executable):
        names.extend(_command_names(pid))
        names.extend(_wine_names(pid))
    ancestor = _parent(pid)
    while ancestor > 1 and len(names) < _ANCESTORS_LIMIT:
        path = executable_of(ancestor)
        names.append(path)
        if is_general_program(path):
            names.extend(_command_names(ancestor))
        ancestor = _parent(ancestor)
    return tuple(names)


def started_at(pid: int) -> int:
    """Return when a process started, in clock ticks since boot; 0 when there is none of this number."""
    return _stat(pid, _STARTED)


def lives(client: Client) -> bool:
    """True while the process of this client runs: the same one, not another that was given its number."""
    return client.pid > 0 and client.started > 0 and started_at(client.pid) == client.started


def _parent(pid: int) -> int:
    return _stat(pid, _PARENT)


def _stat(pid: int, field: int) -> int:
    """Return a field of proc_pid_stat(5), counted from the state of the process; 0 when it cannot be read."""
    # The command name may hold spaces and brackets; the fields after its last bracket are safe.
    fields = _read(pid, "stat").rpartition(b")")[2].split()
    return int(fields[field]) if len(fields) > field else 0


def _command_names(pid: int) -> list[str]:
    words = _read(pid, "cmdline").split(b"\0")[:_COMMAND_WORDS]
    return [word.decode("utf-8", "replace") for word in words if word and not word.startswith(b"-")]


def _wine_names(pid: int) -> list[str]:
    """The programs that run in the same Wine prefix, and the words of its name (Deepin-WeChat).

    A Wine desktop asks for the clipboard on behalf of all of them, as explorer.exe.
    """
    prefix = _wine_prefix(pid)
    if not prefix:
        return []
    names = [word for word in re.split(r"[^A-Za-z0-9]+", prefix.rstrip("/").rpartition("/")[2]) if word]
    for entry in _PROC.iterdir():
        if entry.name.isdigit() and "wine" in base_name(executable_of(int(entry.name))):
            other = int(entry.name)
            if _wine_prefix(other) == prefix:
                names.extend(_command_names(other)[:1])
    return names


def _wine_prefix(pid: int) -> str:
    for variable in _read(pid, "environ").split(b"\0"):
        name, _, value = variable.partition(b"=")
        if name == b"WINEPREFIX":
            return value.decode("utf-8", "replace")
    return ""


def _read(pid: int, name: str) -> bytes:
    try:
        return (_PROC / str(pid) / name).read_bytes()
    except OSError:
        return b""
