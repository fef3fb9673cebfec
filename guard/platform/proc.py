"""Reads what Linux tells of processes and processors (proc(5)).

Only processes of this user can be examined; for others and for ended ones every answer is empty, and only ``pinned``
raises.
"""

from __future__ import annotations

import mmap
import os
import stat
from contextlib import suppress
from pathlib import Path

from guard.util.path_text import path_text

ROOT = Path("/proc")

PARENT, STARTED = 1, 19
"""Fields of proc_pid_stat(5), counted from the state of the process: its parent, and its start in ticks since boot."""

_PROCESSOR = slice(11, 15)
"""Fields of proc_pid_stat(5), counted likewise: ticks of a processor, of the process and of the children that it waited
for, in user mode and in the kernel."""

_RESIDENT = 1
"""Field of proc_pid_statm(5)."""

SHOWN_LIMIT = 64 * 1024
"""Bytes that are read of a file that a process shows at most."""

_FUSE = "/dev/fuse"


def everyone() -> list[int]:
    """Return the number of every process that exists."""
    with os.scandir(ROOT) as entries:
        return [int(entry.name) for entry in entries if entry.name.isdigit()]


def newest() -> str:
    """Return what changes whenever a process or a thread is created (the last field of proc_loadavg(5)), or ""."""
    try:
        return (ROOT / "loadavg").read_text("ascii").split()[-1]
    except (OSError, IndexError):
        return ""


def processors() -> str:
    """Return the first line of proc_stat(5), the times of all processors together, or ""."""
    try:
        with (ROOT / "stat").open(encoding="ascii", errors="replace") as file:
            return file.readline()
    except OSError:
        return ""


def path_of(descriptor: int) -> Path:
    """Return a path by which this process finds what it has open, whatever the name of that is now (proc_pid_fd(5))."""
    return ROOT / "self" / "fd" / str(descriptor)


def may_be_of(pid: int, user: int) -> bool:
    """Return False for a process of another user, at less cost than its status. A process that may not be dumped is
    root's here, whoever's it is.
    """
    try:
        return os.stat(f"{ROOT}/{pid}").st_uid in (user, 0)  # noqa: PTH116 - one for each process of the computer
    except OSError:
        return False


def called(pid: int) -> str:
    """Return the path of a process's program as it was called, "" when it cannot be read: enough for a strict kind,
    which depends on the name. No file is accessed, which might be where nothing answers.
    """
    try:
        return path_text((ROOT / str(pid) / "exe").readlink()) if pid > 0 else ""
    except OSError:
        return ""


def pinned(pid: int) -> int:
    """Return a descriptor of a process's folder, which no other process gets after it, whatever its number. Raises
    OSError when there is no such process.
    """
    return os.open(ROOT / str(pid), os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)


def opened_program(pid: int) -> int:
    """Open the program that a process runs as a path (O_PATH), for the caller to close; of a process whose first thread
    has ended, by another thread of it. Raises OSError.
    """
    flags = os.O_PATH | os.O_CLOEXEC
    try:
        return os.open(ROOT / str(pid) / "exe", flags)
    except FileNotFoundError:
        for thread in threads(pid):
            with suppress(FileNotFoundError):
                return os.open(ROOT / str(pid) / "task" / str(thread) / "exe", flags)
        raise


def runs(folder: int) -> str:
    """Return the path of the program that a pinned process runs, "" once it has ended."""
    try:
        return os.readlink("exe", dir_fd=folder)
    except OSError:
        return ""


def read(pid: int, name: str) -> bytes:
    """Return the content of one of a process's files."""
    try:
        return (ROOT / str(pid) / name).read_bytes()
    except OSError:
        return b""


def shown(pid: int, name: str) -> bytes:
    """Return the beginning of a file below the root that a process sees, b"" where no regular file is there.

    Whoever started the process put it there: nothing else than a file is opened, and nobody is waited for.
    """
    try:
        found = os.open(ROOT / str(pid) / "root" / name, os.O_PATH | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        return b""
    try:
        if not stat.S_ISREG(os.fstat(found).st_mode):
            return b""
        content = os.open(ROOT / "self" / "fd" / str(found), os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
        try:
            return os.read(content, SHOWN_LIMIT)
        finally:
            os.close(content)
    except OSError:
        return b""
    finally:
        os.close(found)


def stat_field(pid: int, field: int) -> int:
    """Return a field of proc_pid_stat(5), counted from the state of the process; 0 when it cannot be read."""
    # The command name may contain spaces and brackets; the fields after its last bracket are safe.
    fields = read(pid, "stat").rpartition(b")")[2].split()
    return int(fields[field]) if len(fields) > field else 0


def serves_files(pid: int) -> bool:
    """Tell whether a process serves a file system to others (fuse(4)): whoever opens a file there waits for it."""
    return any(target(descriptor) == _FUSE for descriptor in descriptors(pid))


def waits_for_served(pid: int) -> bool:
    """Tell whether a thread of a process waits in the kernel for a file system that a program serves to open a file.
    Needs CAP_SYS_ADMIN (proc_pid_stack(5)); False where the kernel does not show it.
    """
    stacks = (read(thread, "stack") for thread in threads(pid))
    return any(b"fuse_" in stack and b"open" in stack for stack in stacks)


def resident_bytes(pid: int) -> int:
    """Return the resident memory of a process, 0 when it cannot be known."""
    fields = read(pid, "statm").split()
    return int(fields[_RESIDENT]) * mmap.PAGESIZE if len(fields) > _RESIDENT else 0


def processor_seconds(pid: int) -> float | None:
    """Return the seconds of a processor that a process and its ended children have had; None when that is not known."""
    ticks = read(pid, "stat").rpartition(b")")[2].split()[_PROCESSOR]
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK") if ticks else None


def threads(pid: int) -> list[int]:
    """Return the threads of a process; none of an ended one."""
    try:
        return [int(entry.name) for entry in (ROOT / str(pid) / "task").iterdir()]
    except OSError:
        return []


def descriptors(pid: int) -> list[os.DirEntry[str]]:
    """Return the open descriptors of a process: each entry's name is its number, its ``stat`` that of the file."""
    with suppress(OSError), os.scandir(f"{ROOT}/{pid}/fd") as entries:
        return list(entries)
    return []


def target(descriptor: os.DirEntry[str]) -> str:
    """Return what a descriptor is open on (proc_pid_fd(5)): a path, or as ``pipe:[INODE]``."""
    try:
        return os.readlink(descriptor.path)  # noqa: PTH115 - a Path for each descriptor of the machine takes three times as long
    except OSError:
        return ""
