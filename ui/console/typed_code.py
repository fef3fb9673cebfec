"""Reads a release code as it was typed, or from the file that was named instead."""

from __future__ import annotations

import re
from pathlib import Path

import typer

from guard.util.os_errors import why

_NAME_LIMIT = 200
_CODE_LIMIT = 1000
_NO_CODE = re.compile(r"[/\\]|[^\W\d_a-zA-Z]|\S\.[A-Za-z]{1,4}\s*\Z")
"""What no code has and a file's name may: a folder, Chinese characters, an ending."""


def given_code(typed: str) -> str:
    """Return a code as typed, or read from the file of that name when there is one. Raises typer.BadParameter."""
    if not typed or len(typed) > _NAME_LIMIT:
        return typed
    try:
        with Path(typed).open("rb") as stream:
            return stream.read(_CODE_LIMIT).decode("utf-8", "replace")
    except FileNotFoundError as error:
        if _NO_CODE.search(typed):
            raise _wrong(f"没有“{typed}”这个文件，也不是授权码。请检查路径，或直接写授权码。") from error
        return typed
    except (OSError, ValueError) as error:
        reason = why(error) if isinstance(error, OSError) else "名称不对"
        raise _wrong(f"“{typed}”读不出来（{reason}）。请检查文件，或直接写授权码。") from error


def _wrong(words: str) -> typer.BadParameter:
    return typer.BadParameter(words, param_hint="--code")
