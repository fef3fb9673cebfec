"""Allows one process of a kind, the guard or the tray: a lock file that the system releases when its holder dies."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from guard.platform.file_system import NO_LINK, PLAIN, read_at, try_lock


class AlreadyRunningError(Exception):
    """Another process holds the lock; ``pid`` is its process, 0 when it has not written it yet."""

    def __init__(self, pid: int, lock: Path) -> None:
        who = f"进程号 {pid}" if pid else "进程号未知"
        super().__init__(f"密哨已经在运行（{who}，锁文件 {lock}）。不需要再启动一个；"
                         "如要重新启动，请先从托盘图标或用 mishao stop --reason 原因 退出它。")
        self.pid = pid


class InstanceLock:
    """Held from ``acquire`` until ``release`` or the end of the process, however it ends."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def acquire(self) -> None:
        """Take the lock. Raises AlreadyRunningError, or OSError when the file cannot be made."""
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | PLAIN | NO_LINK, 0o600)
        with contextlib.ExitStack() as undo:
            undo.callback(os.close, descriptor)
            if not try_lock(descriptor):
                raise AlreadyRunningError(_written_pid(descriptor), self._path)
            undo.pop_all()
        # Only a help for people, and a full disk has no room for it: the lock itself is still held.
        with contextlib.suppress(OSError):
            os.ftruncate(descriptor, 0)
            os.lseek(descriptor, 0, os.SEEK_SET)
            os.write(descriptor, f"{os.getpid()}\n".encode())
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


def _written_pid(descriptor: int) -> int:
    try:
        return int(read_at(descriptor, 32, 0))
    except ValueError:
        return 0
