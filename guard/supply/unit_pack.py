"""Rule packs in files of the unit: read within a limit, distinguished by who may write them, replaced atomically."""

from __future__ import annotations

import stat
from pathlib import Path

from guard.platform import atomic_file
from guard.sentences.catalogue import sentence
from guard.util.os_errors import why
from guard.util.sizes import megabytes
from rules.pack.yaml_tree import SIZE_LIMIT
from rules.sentences.sentence import SaidError

_ENDINGS = (".yaml", ".yml")
_NEW_MODE = 0o644


class UnitPackError(SaidError):
    """A pack file cannot be read or written; its words name it and say what to do."""


def is_file_name(name: str) -> bool:
    """Tell whether an entry of ``[rules] packs`` is a file name, not a pack inside the program."""
    return name.lower().endswith(_ENDINGS) or "/" in name or "\\" in name


def read_unit_pack(path: Path) -> bytes:
    """Return the bytes of a pack file. Raises UnitPackError."""
    try:
        with path.open("rb") as stream:
            untrusted_bytes = stream.read(SIZE_LIMIT + 1)
    except OSError as error:
        raise UnitPackError(sentence("unit-pack.not-readable", path=path, why=why(error))) from error
    if len(untrusted_bytes) > SIZE_LIMIT:
        raise UnitPackError(sentence("unit-pack.over-mb", path=path, limit=megabytes(SIZE_LIMIT)))
    return untrusted_bytes


def replace_unit_pack(path: Path, content: bytes) -> None:
    """Replace a pack file's content, or create the file; a crash leaves the old one. Raises UnitPackError."""
    real = path.resolve()
    try:
        with atomic_file.replacing(real) as stream:
            stream.write(content)
            Path(stream.name).chmod(stat.S_IMODE(real.stat().st_mode) if real.exists() else _NEW_MODE)
    except OSError as error:
        raise UnitPackError(sentence("unit-pack.not-writable", path=path, why=why(error))) from error
