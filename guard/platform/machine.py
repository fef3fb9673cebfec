"""The machine layer: the folder of this computer that only its administrator may write, whoever is logged in.

Trust root and server addresses are read from here whatever ``--home``, ``--config`` or the environment say.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from guard.platform.known_folders import KnownFolder, place_of
from guard.sentences.catalogue import sentence
from guard.util.os_errors import why
from guard.util.path_text import path_text
from rules.sentences.sentence import SaidError

ROOT = "root.json"
"""The root of trust: the keys whose signatures count on this computer."""

GATE_OFF = "file-gate.off"
"""As long as this file is there, mishao-gate.service does not start (packaging/linux)."""

_READ_LIMIT = 1024 * 1024
_REMEDY = (sentence("machine.for-administrators-alone")
           if sys.platform == "win32" else sentence("machine.for-root-alone"))


class MachineLayerError(SaidError):
    """A file of the machine layer cannot be relied on; its words name it and say what to do."""


ReadFile = Callable[[], "bytes | None"]
"""Returns what is in a file of the machine layer, None when there is none. Raises MachineLayerError."""


def _nothing(_name: str, _file: ReadFile) -> bytes | None:
    return None


@dataclass(frozen=True, slots=True)
class MachineLayer:
    """``folder``, and a function that tells whether only the administrator can have changed a file in it.

    ``given`` returns what the administrator gives instead of a file, by its name and what reads it, None for nothing;
    ``giver`` says from where, for people.

    ``gate`` is the socket of this computer's file gate, ``gate_state`` what it keeps over restarts, both in folders
    that only root may write.
    """

    folder: Path
    only_root_writes: Callable[[Path], bool]
    gate: Path = Path("/run/mishao-gate/gate.sock")
    gate_state: Path = Path("/var/lib/mishao-gate/signed")
    given: Callable[[str, ReadFile], bytes | None] = _nothing
    giver: str = ""

    @classmethod
    def of_system(cls) -> MachineLayer:
        """Return /etc/mishao, on Windows mishao in the folder ProgramData: no variable of its user's says where."""
        if sys.platform == "win32":
            return cls(place_of(KnownFolder.PROGRAM_DATA) / "mishao", only_root_writes)
        return cls(Path("/etc/mishao"), only_root_writes)

    def read(self, name: str) -> bytes | None:
        """Return what a file of this layer contains, or what is given instead of it; None when there is neither.
        Raises MachineLayerError.
        """
        try:
            given = self.given(name, lambda: self._file(name))
        except OSError as error:
            raise MachineLayerError(sentence("machine.not-readable", path=self.giver, why=why(error))) from error
        return self._file(name) if given is None else given

    def place(self, name: str) -> str:
        """Return where people find what ``read`` returned of a file, which may be both: names of a computer are given,
        and where its reports go is in the file.
        """
        path = path_text(self.folder / name)
        try:
            given = self.given(name, lambda: None)
        except OSError:
            return path
        return path if given is None else f"{self.giver} ({path})"

    def _file(self, name: str) -> bytes | None:
        path = self.folder / name
        try:
            with path.open("rb") as stream:
                content = stream.read(_READ_LIMIT)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise MachineLayerError(sentence("machine.not-readable", path=path, why=why(error))) from error
        if not self.only_root_writes(path):
            raise MachineLayerError(sentence("machine.not-certain", path=path, remedy=_REMEDY))
        return content


def only_root_writes(path: Path) -> bool:
    """Tell whether nobody but root, on Windows an administrator, may change this file or any folder above it."""
    if sys.platform == "win32":
        from guard.platform.machine_windows import only_administrators_write

        return only_administrators_write(path)
    try:
        real = path.resolve(strict=True)
        return all(_of_root(part) for part in (real, *real.parents))
    except OSError:
        return False


def by_administrator() -> bool:
    """Tell whether this program may write the machine layer: it runs as root, on Windows as an administrator."""
    if sys.platform == "win32":
        from guard.platform.win32 import shell32

        return bool(shell32.IsUserAnAdmin())
    return os.geteuid() == 0


def keep_for_administrators(path: Path) -> None:
    """Let everybody read a file or folder, but its owner alone change it, on Windows administrators. Raises OSError."""
    if sys.platform == "win32":
        from guard.platform.machine_windows import give_to_administrators

        give_to_administrators(path)
    else:
        path.chmod(0o755 if path.is_dir() else 0o644)


def _of_root(path: Path) -> bool:
    facts = path.lstat()
    return facts.st_uid == 0 and not facts.st_mode & (stat.S_IWGRP | stat.S_IWOTH)

_MACHINE_ID = Path("/etc/machine-id")


def device_id() -> str:
    """Return the identifier of this computer for computing rings; it never leaves the computer."""
    try:
        machine_id = _MACHINE_ID.read_bytes().strip()
    except OSError:
        machine_id = os.environ.get("COMPUTERNAME", "").encode()
    import hashlib  # it loads OpenSSL, 4 MB, which the file gate does not need

    return hashlib.sha256(b"mishao ring:" + machine_id).hexdigest()
