"""Keeps unfinished work beside the file that it is to replace: neither a guard nor a release reads it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from guard.sentences.catalogue import sentence
from guard.supply.unit_pack import UnitPackError, read_unit_pack, replace_unit_pack

_DRAFT, _BASIS = ".草稿", ".原文"


@dataclass(frozen=True, slots=True)
class Unfinished:
    """Text that was left unfinished, and the text of the file when the work on it began; None: nobody kept that."""

    text: str
    basis: str | None


def draft_of(path: Path) -> Path:
    """Return the path of unfinished work on a file."""
    return path.with_name(path.name + _DRAFT)


def left(path: Path) -> Unfinished | None:
    """Return the unfinished work on a file, None where there is none. Raises UnitPackError."""
    draft, basis = draft_of(path), _basis_of(path)
    if not draft.exists():
        return None
    return Unfinished(written(draft), written(basis) if basis.exists() else None)


def keep(path: Path, work: Unfinished) -> None:
    """Write unfinished work beside its file. Raises UnitPackError."""
    # The draft first: over a later basis an older one would undo what was changed elsewhere.
    replace_unit_pack(draft_of(path), work.text.encode())
    if work.basis is not None:
        replace_unit_pack(_basis_of(path), work.basis.encode())


def forget(path: Path) -> None:
    """Remove the unfinished work on a file: it is finished."""
    for beside in (draft_of(path), _basis_of(path)):
        with suppress(OSError):  # what is as its file is is not offered again
            beside.unlink()


def written(path: Path) -> str:
    """Return the text of a file. Raises UnitPackError."""
    return decoded(read_unit_pack(path), path)


def decoded(content: bytes, path: Path) -> str:
    """Return the content of a file as text. Raises UnitPackError."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnitPackError(sentence("unit-pack.not-utf-8", path=path)) from error


def _basis_of(path: Path) -> Path:
    return path.with_name(path.name + _DRAFT + _BASIS)
