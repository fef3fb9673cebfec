"""The paths of the guard's files: under ``--home`` when given, else in the user's XDG folders."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from dataclasses import dataclass
from pathlib import Path

from platformdirs import PlatformDirs

from guard.util.os_errors import why

SOCKET_PATH_LIMIT = 100
"""Bytes. ``sun_path`` has 108 on Linux (unix(7)); some room is left for a suffix."""

PROGRAM = "mishao"
"""Name of the guard's own folder within each of the user's folders."""


class PathError(Exception):
    """A folder of the guard cannot be used; ``words`` (Chinese) say which and what to do."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


@dataclass(frozen=True, slots=True)
class Paths:
    """Every place the guard writes to. ``journal`` is a folder, ``key``, ``lock`` and ``socket`` are files.

    ``key`` is beside the vault's folder, not in it: a vault that is copied away does not include its key.
    """

    vault: Path
    journal: Path
    settings: Path
    cache: Path
    packs: Path
    key: Path
    lock: Path
    socket: Path

    @property
    def configuration(self) -> Path:
        """The user's additions to the policy, when no other file is named."""
        return self.settings / "mishao.toml"

    @property
    def receipt_key(self) -> Path:
        """The private key that signs receipts."""
        return self.key.with_name("receipt.key")

    @property
    def own_numbers(self) -> Path:
        """The hashes of 我的信息."""
        return self.settings / "own.numbers"

    @property
    def feedback(self) -> Path:
        """The feedback that was given."""
        return self.settings / "feedback"

    @property
    def orders(self) -> Path:
        """The orders of the unit to inspect folders, and how far each is."""
        return self.settings / "orders"

    @property
    def inspected(self) -> Path:
        """The index of what ordered inspections have read: a cache."""
        return self.cache / "ordered.sqlite"

    @property
    def copies(self) -> Path:
        """The folder of the masked copies of documents that were handed out; it is made for the first one."""
        return self.vault.with_name("copies")

    @property
    def file_index(self) -> Path:
        """The index of known files: a cache."""
        return self.cache / "files.sqlite3"

    def folders(self) -> tuple[Path, ...]:
        """Return the folders that contain only the guard's files. Not that of lock and socket: it may be shared."""
        return self.vault, self.journal, self.settings, self.cache, self.packs, self.key.parent

    @classmethod
    def choose(cls, home: Path | None) -> Paths:
        """Return the paths under ``home``, or the user's own when it is None."""
        return cls.of_user() if home is None else cls.under(home)

    @classmethod
    def under(cls, home: Path) -> Paths:
        """Return the paths under an explicit home. Nothing is created."""
        root = home.expanduser().absolute()
        return cls(vault=root / "vault", journal=root / "journal", settings=root / "settings", cache=root / "cache",
                   packs=root / "packs", key=root / "keys" / "vault.key", lock=root / "guard.lock",
                   socket=_short(root / "guard.sock", root))

    @classmethod
    def of_user(cls) -> Paths:
        """Return the paths in the user's XDG folders. Nothing is created."""
        folders = PlatformDirs(PROGRAM, appauthor=False)
        data, state = folders.user_data_path, folders.user_state_path
        runtime = _runtime_folder()
        # A home that cannot be written to is no reason not to guard.
        locks = state if _usable(state) else runtime
        return cls(vault=data / "vault", journal=state / "journal", settings=folders.user_config_path,
                   cache=folders.user_cache_path, packs=data / "packs", key=data / "keys" / "vault.key",
                   lock=locks / "guard.lock", socket=_short(runtime / "guard.sock", data))

    def prepare(self) -> None:
        """Create the folders, readable by their owner only. Raises PathError when lock or socket have no place.

        A folder that only vault or journal need may fail: they report it themselves, and the guard guards without them.
        """
        for folder in self.folders():
            with contextlib.suppress(PathError):
                _make(folder)
        for folder in (self.lock.parent, self.socket.parent):
            _make(folder)
        _only_ours(self.socket.parent)


def display_lock(display: str) -> Path | None:
    """Return the lock file of an X display in a folder of this user, created when needed; None without a display.

    Raises PathError.
    """
    name = display.rsplit("/", 1)[-1].removesuffix(".0")
    if not name:
        return None
    return _made_runtime_folder() / f"display-{_digest(name)}.lock"


def broker_secret() -> Path:
    """Return the file of the secret that the brokers of this user share, in a folder of this user. Raises PathError."""
    return _made_runtime_folder() / "broker.secret"


def _made_runtime_folder() -> Path:
    folder = _runtime_folder()
    _make(folder)
    _only_ours(folder)
    return folder


def _runtime_folder() -> Path:
    """Return a short folder for sockets, the first that can be used: in XDG_RUNTIME_DIR, in /tmp, in the user's own.

    Guard and clients must find the same one, so nothing temporary counts, such as a full disk. A user who came by su(1)
    has no XDG_RUNTIME_DIR: the folder that systemd makes for a user who has logged in is the usual one.
    """
    if sys.platform == "win32":
        return PlatformDirs(PROGRAM, appauthor=False).user_runtime_path  # in the user's own profile
    given = os.environ.get("XDG_RUNTIME_DIR") or f"/run/user/{os.getuid()}"
    folders: tuple[Path, ...] = (_in_tmp(), PlatformDirs(PROGRAM, appauthor=False).user_state_path / "run")
    if Path(given).is_dir():
        folders = (Path(given) / PROGRAM, *folders)
    return next((folder for folder in folders if _usable(folder)), folders[0])


def _in_tmp() -> Path:
    return Path("/tmp") / f"{PROGRAM}-{os.getuid()}"  # noqa: S108 - owner and mode are checked before it is used


def _usable(folder: Path) -> bool:
    """Tell whether a folder is ours and can be written to, or could be created. Nothing is created."""
    if os.path.lexists(folder):
        return _ours(folder) and os.access(folder, os.W_OK)
    # Path.exists raises where a folder above may not be entered.
    above = next(parent for parent in folder.parents if os.path.exists(parent))  # noqa: PTH110
    return above.is_dir() and os.access(above, os.W_OK)


def _short(wanted: Path, home: Path) -> Path:
    """Return ``wanted``, or a short path in the runtime folder that is the same for the same home."""
    if sys.platform == "win32" or len(os.fsencode(wanted)) <= SOCKET_PATH_LIMIT:
        return wanted
    name = f"{_digest(home)}.sock"
    short = _runtime_folder() / name
    if len(os.fsencode(short)) <= SOCKET_PATH_LIMIT:
        return short
    return _in_tmp() / name


def _digest(name: str | Path) -> str:
    import hashlib  # it loads OpenSSL, which the tray does not need

    return hashlib.sha256(os.fsencode(name)).hexdigest()[:16]


def _make(folder: Path) -> None:
    try:
        for place in (folder.parent, folder):  # the mode applies only to the last part of a path
            place.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise PathError(f"文件夹 {folder} 建不了（{why(error)}），请检查它的权限和磁盘空间。") from error


def _only_ours(folder: Path) -> None:
    """Refuse a socket folder that another user made first or may write to."""
    if not _ours(folder):
        raise PathError(f"文件夹 {folder} 不归当前用户所有或能被他人写入，已拒绝使用。请管理员检查。")


def _ours(folder: Path) -> bool:
    """Return whether a folder is ours. Not checked on Windows: it is in the user's profile, where others cannot write.
    """
    if sys.platform == "win32":
        return True
    facts = folder.lstat()
    return stat.S_ISDIR(facts.st_mode) and facts.st_uid == os.getuid() and not facts.st_mode & stat.S_IWOTH
