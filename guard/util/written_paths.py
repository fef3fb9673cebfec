"""Resolves paths that people wrote into settings: one that cannot be is a trouble in words, never a crash."""

from __future__ import annotations

import os
from pathlib import Path

from guard.sentences.catalogue import sentence
from guard.util.os_errors import why
from guard.util.path_text import path_text
from rules.sentences.sentence import SaidError, Sentence

_UNRESOLVABLE = (OSError, RuntimeError, ValueError)
"""What pathlib raises for a path: RuntimeError for a loop of links or an unknown home, ValueError for a NUL."""


class UnusablePathError(SaidError):
    """The path leads nowhere on this computer; its words say why."""


def expanded(written: str) -> Path:
    """Return a path with the home in place of ``~``; nothing else is looked up. Raises UnusablePathError."""
    try:
        return Path(written).expanduser()
    except _UNRESOLVABLE as error:
        raise UnusablePathError(_words(error)) from error


def reachable(written: str) -> Path:
    """Return the path of what is there, or may be later. Raises UnusablePathError."""
    path = expanded(written)
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return path
    except _UNRESOLVABLE as error:
        raise UnusablePathError(_words(error)) from error
    return path


def real(path: Path) -> Path:
    """Return a path with all links resolved, or as it is where they cannot be."""
    try:
        return path.resolve()
    except _UNRESOLVABLE:
        return path


def existing(path: Path) -> Path | None:
    """Return the real path of what is there; None for what is not, or cannot be reached."""
    try:
        return path.resolve(strict=True)
    except _UNRESOLVABLE:
        return None


def is_folder(path: Path) -> bool:
    """Return whether a folder is there and can be reached; unlike Path.is_dir this raises nothing."""
    return os.path.isdir(path)  # noqa: PTH112


def unusable(written: str, error: UnusablePathError) -> Sentence:
    """Return the words for a folder of a setting that cannot be watched."""
    return sentence("folders.not-usable", path=path_text(Path(written)), why=error.words)


def _words(error: Exception) -> Sentence:
    return why(error) if isinstance(error, OSError) else sentence("folders.leads-nowhere")
