"""Puts the program where every user of the computer can run it, wherever this working tree and its interpreter are."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.program import ROOT

_PARTS = ("main.py", "guard", "rules", "ui")


class NotForEverybodyError(Exception):
    """Other users cannot run the program here; the message says why."""


@dataclass(frozen=True)
class SharedProgram:
    """``python`` runs ``main``; ``environment`` lets it find its libraries."""

    python: Path
    main: Path
    environment: Mapping[str, str]


@contextmanager
def shared_program(user: int) -> Iterator[SharedProgram]:
    """Bind interpreter and libraries, and copy the program, to a folder that others may enter; try it as this user.

    Only root can do that. Raises NotForEverybodyError.
    """
    with tempfile.TemporaryDirectory(prefix="mishao-for-everybody-") as folder, ExitStack() as mounts:
        place = Path(folder)
        place.chmod(0o755)
        # The libraries are where the interpreter's own are, which a confined reader may read.
        own = Path(sysconfig.get_path("purelib", vars={"base": sys.base_prefix})).relative_to(sys.base_prefix)
        for name, there in ((Path("python"), Path(sys.base_prefix)),
                            ("python" / own, Path(sysconfig.get_path("purelib")))):
            _bind(there, place / name)
            mounts.callback(subprocess.run, ["umount", "-l", place / name], check=True)
        for part in _PARTS:
            _copy(ROOT / part, place / "program" / part)
        shared = SharedProgram(
            place / "python" / "bin" / Path(os.path.realpath(sys.executable)).name, place / "program" / "main.py",
            {"LD_LIBRARY_PATH": str(place / "python" / "lib"), "PYTHONDONTWRITEBYTECODE": "1"})
        _try(shared, user)
        yield shared


def _entered_by_all(folder: Path) -> None:
    """Make a folder that all may enter, whatever the umask; one that is there, which may be the system's, is left."""
    if not folder.is_dir():
        folder.mkdir()
        folder.chmod(0o755)


def _bind(there: Path, here: Path) -> None:
    """Bind a folder to another place, where the rights of its parent folders do not matter."""
    _entered_by_all(here)
    done = subprocess.run(["mount", "--bind", "--make-private", there, here], capture_output=True, text=True)
    if done.returncode:
        raise NotForEverybodyError(f"{there} cannot be bound to {here}: {done.stderr.strip()}")


def _copy(there: Path, here: Path) -> None:
    """Copy a part of the program, readable for all, whatever the umask is, or was when it was cloned."""
    _entered_by_all(here.parent)
    if there.is_dir():
        shutil.copytree(there, here)
    else:
        shutil.copy2(there, here)
    for path in (here, *here.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)


def _try(shared: SharedProgram, user: int) -> None:
    """Judge a text as the other user. Raises NotForEverybodyError."""
    with tempfile.TemporaryDirectory() as home:
        os.chown(home, user, user)
        try:
            done = subprocess.run([shared.python, shared.main, "check", "-"], input="好", capture_output=True,
                                  text=True, env={**shared.environment, "HOME": home, "PATH": os.environ["PATH"]},
                                  cwd="/", user=user, group=user, extra_groups=[], timeout=60)
        except OSError as error:
            raise NotForEverybodyError(f"user {user} cannot start {shared.python}: {error.strerror}") from error
    if done.returncode:
        raise NotForEverybodyError(f"user {user} cannot run {shared.main}: {done.stderr[-500:]}")
