"""Tells on Linux which program a process is, when it started and its context, from guard.platform.proc.

The program is a fact. Everything else is chosen by whoever started it, and may only make treatment stricter.
"""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath

from guard.core.destination_kinds import DELETED, base_name, classify, is_general_program
from guard.core.model import DestinationKind
from guard.core.policy import Policy
from guard.core.tickets import Client
from guard.platform import proc
from guard.util.path_text import path_text

SANDBOXED = "sandbox:"
"""Prefix of the path of a program in a file system of its own (flatpak, snap, bubblewrap): such a path is not the file
that an administrator listed, whatever its name there. With the prefix it is not an absolute path, so it allows nothing.
"""

_ANCESTORS_LIMIT = 16
_COMMAND_WORDS = 4
_PACKAGE_FOLDERS = re.compile(r"/(?:opt/apps|snap|app/extra|var/lib/flatpak/app)/([^/]+)/")
_FLATPAK_NAME = re.compile(rb"^name=(\S+)$", re.MULTILINE)


def executable_of(pid: int) -> str:
    """Return the path of a process's program, "" when it cannot be read; with the prefix SANDBOXED when it is not the
    file that has this path here.
    """
    if pid <= 0:
        return ""
    try:
        # The file is held meanwhile: a process may start another program (execve(2)) between two looks.
        program = proc.opened_program(pid)
    except OSError:
        return ""
    try:
        path = (proc.ROOT / "self" / "fd" / str(program)).readlink()
        return path_text(path) if _is_here(pid, program, str(path)) else SANDBOXED + path_text(path)
    except OSError:
        return ""
    finally:
        os.close(program)


def _is_here(pid: int, program: int, path: str) -> bool:
    if path.endswith(DELETED):  # replaced by an update while it runs
        return (proc.ROOT / str(pid) / "ns" / "mnt").readlink() == (proc.ROOT / "self" / "ns" / "mnt").readlink()
    with suppress(OSError):
        return os.path.samestat(os.fstat(program), Path(path).stat())
    return False


def started_at(pid: int) -> int:
    """Return when a process started, in clock ticks since boot; 0 when there is no process with this number."""
    return proc.stat_field(pid, proc.STARTED)


def user_of(pid: int) -> int:
    """Return the real user id of a process, -1 when there is no process with this number. The owner of its folder in
    /proc is another for programs that may not be dumped.
    """
    for line in proc.read(pid, "status").splitlines():
        if line.startswith(b"Uid:"):
            return int(line.split()[1])
    return -1


def parent_of(pid: int) -> int:
    """Return the parent of a process, 0 when it cannot be known."""
    return proc.stat_field(pid, proc.PARENT)


def is_same_program(pid: int) -> bool:
    """Tell whether a process runs the same executable file as this one. Of a process that may not be dumped only root
    can.
    """
    try:
        return (proc.ROOT / str(pid) / "exe").samefile(proc.ROOT / "self" / "exe")
    except OSError:
        return False


def lives(client: Client) -> bool:
    """True while the process of this client runs: the same one, not another with the same number."""
    return client.pid > 0 and client.started > 0 and started_at(client.pid) == client.started


def runs_clipboard_manager(pids: Iterable[int], policy: Policy) -> bool:
    """True when one of these processes is a clipboard manager by the name of its program."""
    return any(classify(proc.called(pid), (), (), policy) is DestinationKind.CLIPBOARD_MANAGER for pid in pids)


def resume_clipboard_managers(policy: Policy) -> None:
    """Resume every clipboard manager of this user that is suspended, because the broker that suspended it has died."""
    for pid in proc.everyone():
        if runs_clipboard_manager([pid], policy):
            with suppress(OSError):
                os.kill(pid, signal.SIGCONT)
            run_on(pid, os.sched_getaffinity(0))


def run_on(pid: int, processors: Iterable[int]) -> None:
    """Let every thread of a process run on these processors alone (sched_setaffinity(2)), as far as that is allowed."""
    for thread in proc.threads(pid):
        with suppress(OSError):
            os.sched_setaffinity(thread, processors)


def names_around(pid: int, executable: str, *, into_sandboxes: bool = True) -> tuple[str, ...]:
    """Return paths and names from the packages and the process tree, for interpreters and Wine also from the command
    line. The name of a sandbox is in a file there, which its user chose: without ``into_sandboxes`` it is not opened.
    """
    names = _own_names(pid, executable, into_sandboxes)
    for ancestor in _ancestors(pid):
        path = executable_of(ancestor)
        names.append(path)
        names.extend(_own_names(ancestor, path, into_sandboxes))
    return tuple(name for name in dict.fromkeys(names) if name)


def _ancestors(pid: int) -> Iterator[int]:
    for _ in range(_ANCESTORS_LIMIT):
        pid = proc.stat_field(pid, proc.PARENT)
        if pid <= 1:
            return
        yield pid


def _own_names(pid: int, executable: str, into_sandboxes: bool) -> list[str]:
    names = _PACKAGE_FOLDERS.findall(executable)
    if into_sandboxes and executable.startswith(SANDBOXED):
        about = proc.shown(pid, ".flatpak-info")
        names.extend(name.decode("utf-8", "replace") for name in _FLATPAK_NAME.findall(about))
    if is_general_program(executable):
        words = _command_names(pid)
        names.extend(words)
        if base_name(executable).startswith("electron"):  # electron /usr/lib/PROGRAM/resources/app.asar
            names.extend(part for word in words for part in PurePosixPath(word).parts)
        names.extend(_wine_names(pid))
    return names


def _command_names(pid: int) -> list[str]:
    words = proc.read(pid, "cmdline").split(b"\0")[:_COMMAND_WORDS]
    return [word.decode("utf-8", "replace") for word in words if word and not word.startswith(b"-")]


def _wine_names(pid: int) -> list[str]:
    """Return the programs that run in the same Wine prefix, and the words of its name (Deepin-WeChat).

    A Wine desktop requests the clipboard on behalf of all of them, as explorer.exe.
    """
    if not is_wine(proc.called(pid)):
        return []
    prefix = _wine_prefix(pid)
    names = [word for word in re.split(r"[^A-Za-z0-9]+", prefix.rstrip("/").rpartition("/")[2]) if word]
    for other in proc.everyone():
        if is_wine(proc.called(other)) and _wine_prefix(other) == prefix:
            names.extend(_command_names(other))
    return names


def is_wine(executable: str) -> bool:
    """Tell whether a process is one of Wine, whose prefix tells who it is: all processes are looked at for that."""
    return "wine" in base_name(executable)


def _wine_prefix(pid: int) -> str:
    """Return the Wine prefix a process runs in; without WINEPREFIX it is ~/.wine (wine(1))."""
    found = dict(entry.partition(b"=")[::2] for entry in proc.read(pid, "environ").split(b"\0"))
    default = found.get(b"HOME", b"") + b"/.wine"
    return found.get(b"WINEPREFIX", default).decode("utf-8", "replace").rstrip("/")
