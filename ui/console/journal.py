"""Carries out `mishao journal verify|export`: checks whether the journal was changed, and exports its records."""

from __future__ import annotations

import csv
import io
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from guard.journal import FILE_NAME, Checkpoint, verify
from guard.journal.record import Fields, decode
from guard.platform import atomic_file
from guard.platform.paths import Paths
from guard.util import exit_codes
from guard.util.hash_chain import checkpoint_of
from guard.util.os_errors import why
from ui.console.shared_options import UsageError, since_seconds
from ui.terminal import complain, json_line, people, write

_COLUMNS = ("n", "at", "kind", "case", "outcome", "rules", "count", "destination", "answer", "reason")
_DIGEST_LENGTH = 64


def journal_of(file: Path | None, home: Path | None) -> Path:
    """Return the journal to use: this file, or this account's own."""
    return file if file is not None else Paths.choose(home).journal / FILE_NAME


def verify_file(path: Path, checkpoint: str | None, start: Path | None, as_json: bool) -> int:
    """Print whether a journal is intact, as far as can be checked here; 0 when nothing contradicts it."""
    point = None
    if not path.name:
        complain("没有写是哪个记录文件。请写出它的路径，或者什么都不写：检查本机的。")
        return exit_codes.USAGE
    if checkpoint is not None:
        count, digest = checkpoint_of(checkpoint)
        if count < 0 or len(digest) != _DIGEST_LENGTH:
            complain("校验点写成 条数:摘要，例如 mishao fleet checkpoint 给出的那样。")
            return exit_codes.USAGE
        point = Checkpoint(count, digest.lower())
    whole, words = verify(path, point, start)
    if as_json:
        json_line({"whole": whole, "words": words})
    else:
        people().print(f"{'●' if whole else '▲'} {words}")
    return exit_codes.OK if whole else exit_codes.NO


def export(path: Path, form: str, since: str | None, out: Path | None) -> int:
    """Write the records as JSON lines or as a table; never over an existing file."""
    try:
        lines = _FORMS[form](_records(path, since_seconds(since)))
        if out is None:
            for line in lines:
                write(line)
        else:
            with atomic_file.creating(out) as stream:
                stream.writelines(lines)
    except UsageError as error:
        complain(error)
        return exit_codes.USAGE
    except FileExistsError:
        complain(f"{out} 已经存在，没有覆盖。请换一个文件名。")
        return exit_codes.USAGE
    except OSError as error:
        complain(f"日志没有导出：{error.filename or path} {why(error)}。")
        return exit_codes.NOT_DONE
    return exit_codes.OK


def _records(path: Path, begin: float) -> Iterator[Fields]:
    with path.open("rb") as file:
        for line in file:
            fields = decode(line.removesuffix(b"\n"))
            if fields is not None and float(str(fields.get("at", 0))) >= begin:
                yield fields


def _jsonl(records: Iterator[Fields]) -> Iterator[bytes]:
    for fields in records:
        yield json.dumps(fields, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def _csv(records: Iterator[Fields]) -> Iterator[bytes]:
    yield _row(_COLUMNS).encode("utf-8-sig")
    for fields in records:
        shown = {**fields, "at": _moment(fields.get("at", ""))}
        yield _row([_cell(shown.get(name, "")) for name in _COLUMNS]).encode("utf-8", "replace")


def _row(cells: list[str] | tuple[str, ...]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()


def _moment(seconds: object) -> str:
    """Return a time of the journal as a table shows it, of this computer's time zone; what is none as it is."""
    try:
        return time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(float(str(seconds))))
    except (ValueError, OverflowError, OSError):
        return str(seconds)


def _cell(value: object) -> str:
    text = "、".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text  # a table program would run a formula


_FORMS: dict[str, Callable[[Iterator[Fields]], Iterator[bytes]]] = {"jsonl": _jsonl, "csv": _csv}
