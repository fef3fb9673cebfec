"""Allows one process of a kind, the guard or the tray: a lock file that the system releases when its holder dies."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from guard.platform.file_system import NO_LINK, PLAIN, read_at, try_lock

_WRITTEN_BYTES = 4096
"""Bytes read of a lock file: a process id, and the longest path of a socket."""


class AlreadyRunningError(Exception):
    """Another process holds the lock; ``pid`` is its process, 0 when it has not written it yet. ``socket`` is where it
    can be asked, if it has written that.
    """

    def __init__(self, pid: int, lock: Path, socket: Path | None = None) -> None:
        who = f"进程号 {pid}" if pid else "进程号未知"
        super().__init__(f"密哨已经在运行（{who}，锁文件 {lock}）。不需要再启动一个；"
                         "如要重新启动，请先从托盘图标或用 mishao stop --reason 原因 退出它。")
        self.pid = pid
        self.socket = socket


class InstanceLock:
    """Held from ``acquire`` until ``release`` or the end of the process, however it ends."""

    def __init__(self, path: Path, socket: Path | None = None) -> None:
        """``socket`` is where this process can be asked; written into the lock file for whoever finds it locked."""
        self._path = path
        self._socket = socket
        self._descriptor: int | None = None

    def acquire(self) -> None:
        """Take the lock. Raises AlreadyRunningError, or OSError when the file cannot be made."""
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | PLAIN | NO_LINK, 0o600)
        with contextlib.ExitStack() as undo:
            undo.callback(os.close, descriptor)
            if not try_lock(descriptor):
                pid, socket = _written(descriptor)
                raise AlreadyRunningError(pid, self._path, socket)
            undo.pop_all()
        # Only a help for people, and a full disk has no room for it: the lock itself is still held.
        with contextlib.suppress(OSError):
            os.ftruncate(descriptor, 0)
            os.lseek(descriptor, 0, os.SEEK_SET)
            os.write(descriptor, b"%d\n" % os.getpid() + (os.fsencode(self._socket) + b"\n" if self._socket else b""))
        self._descriptor = descriptor

    def release(self) -> None:
        """Release the lock. The file stays: removing it would let two processes lock two files of one name."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            try:
                os.ftruncate(descriptor, 0)
            finally:
                os.close(descriptor)

    def __enter__(self) -> InstanceLock:
        self.acquire()
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


def _written(descriptor: int) -> tuple[int, Path | None]:
    pid, socket, *_ = [*read_at(descriptor, _WRITTEN_BYTES, 0).split(b"\n"), b"", b""]
    try:
        return int(pid), Path(os.fsdecode(socket)) if socket else None
    except ValueError:
        return 0, None
