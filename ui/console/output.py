"""Standard output: UTF-8 under any locale, flushed a line; JSON lines for programs, rich text for people."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from rich.console import Console

EXIT_NO_READER = 141
"""128 + SIGPIPE: nobody saw the rest, so no answer may be read out of the exit code."""


def write(untrusted_bytes: bytes) -> None:
    """Write bytes to standard output and flush. A reader that went away ends the program as SIGPIPE would."""
    try:
        sys.stdout.buffer.write(untrusted_bytes)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # The interpreter would complain once more when it flushes at exit.
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(EXIT_NO_READER) from None


def json_line(fields: Mapping[str, object]) -> None:
    """Write one object as a line of JSON."""
    plain = msgspec.to_builtins(dict(fields))
    write(json.dumps(plain, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n")


def people() -> Console:
    """Return a console for people on standard output; markup in untrusted text is never interpreted."""
    from rich.console import Console

    sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    return Console(markup=False, highlight=False, emoji=False, soft_wrap=True)


def complain(words: str) -> None:
    """Say to standard error what went wrong and what to do."""
    sys.stderr.write(f"mishao：{words}\n")


def printable(untrusted_text: str, keep_lines: bool = False) -> str:
    """Return the text without characters that could drive a terminal; line breaks become ␤ unless kept."""
    kept = "\n\t" if keep_lines else "\t"
    return "".join(
        char if char.isprintable() or char in kept else "␤" if char == "\n" else "□" for char in untrusted_text
    )
