"""Reads standard input, writes standard output: UTF-8 under any locale, flushed per line; JSON lines, or rich text."""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, BinaryIO

from guard.sentences import wire
from guard.sentences.catalogue import CHINESE
from guard.util import exit_codes
from guard.util.os_errors import why
from rules.characters import is_shown
from rules.sentences.sentence import Sentence, rendered

if TYPE_CHECKING:
    from rich.console import Console


class _Standard(io.RawIOBase):
    """Standard output that ends the program with a sentence when writing fails, such as on a full disk."""

    def __init__(self, raw: BinaryIO) -> None:
        self._raw = raw
        self._lost = False

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return self._raw.isatty()

    def fileno(self) -> int:
        return self._raw.fileno()

    def write(self, untrusted_bytes: Any, /) -> int | None:
        if self._lost:  # what is still buffered, when the interpreter flushes at exit
            return len(untrusted_bytes)
        try:
            return self._raw.write(untrusted_bytes)
        except BrokenPipeError:
            raise
        except OSError as error:
            self._lost = True
            complain(f"结果没有写完：{why(error)}。")
            # Not an OSError: code that handles its own must not catch this one.
            raise SystemExit(exit_codes.NOT_DELIVERED) from None


def standard_input() -> BinaryIO | None:
    """Return standard input, None where it was closed when the program started."""
    return sys.stdin.buffer if sys.__stdin__ is not None else None


@contextlib.contextmanager
def whole_answers() -> Iterator[None]:
    """Everything written to standard output in the block is delivered, or the program ends and says why not."""
    given = sys.stdout
    raw = getattr(given.buffer, "raw", given.buffer)  # with python -u, there is no buffer between
    sys.stdout = io.TextIOWrapper(io.BufferedWriter(_Standard(raw)), encoding=given.encoding, errors=given.errors,
                                  line_buffering=True)
    try:
        yield
    finally:
        with contextlib.suppress(BrokenPipeError):
            sys.stdout.flush()


def write(untrusted_bytes: bytes) -> None:
    """Write bytes to standard output and flush. A closed reader ends the program as SIGPIPE would."""
    try:
        sys.stdout.buffer.write(untrusted_bytes)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # The interpreter would report it once more when it flushes at exit.
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(exit_codes.NO_READER) from None


def json_line(fields: Mapping[str, object]) -> None:
    """Write one object as a line of JSON."""
    plain = wire.to_builtins(dict(fields))
    write(json.dumps(plain, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n")


def people() -> Console:
    """Return a console for people on standard output; nothing in a text controls the terminal or begins a line."""
    from ui.plain_console import PlainConsole

    sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    return PlainConsole(plain, soft_wrap=True)


def complain(*words: str | Exception) -> None:
    """Print to standard error what went wrong and what to do: texts, and errors that say it themselves."""
    sys.stderr.write(f"mishao：{''.join(plain(_said(part)) for part in words)}\n")


def plain(words: str) -> str:
    """Return words as one line that cannot control a terminal. Only a sentence of a catalogue may have several lines,
    and no foreign words in it can add one."""
    return rendered(words, CHINESE, printable)


def _said(words: str | Exception) -> str:
    """Return the words of an error, as the sentence that they were made as."""
    if isinstance(words, str):
        return words
    return words.args[0] if words.args and isinstance(words.args[0], Sentence) else str(words)


def printable(untrusted_text: str, keep_lines: bool = False) -> str:
    """Return the text without characters that could control a terminal; line breaks become ␤ unless kept."""
    kept = "\n\t" if keep_lines else "\t"
    return "".join(
        char if is_shown(char) or char in kept else "␤" if char == "\n" else "□" for char in untrusted_text
    )
