"""Verifies a journal: numbering, chain, seals, the stored checkpoint and the end."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from pathlib import Path

from guard.core.events import Event
from guard.journal import state
from guard.journal.errors import JournalError
from guard.journal.record import FIRST_PREVIOUS, Checkpoint, Fields, authenticate, decode, digest, event_of, evolve
from guard.journal.state import SealState
from guard.util.os_errors import why


def verify(path: Path, checkpoint: Checkpoint | None = None, start: Path | None = None) -> tuple[bool, str]:
    """Return whether the journal is whole, and words for people that say what was checked or where it breaks.

    Seals are checked when the first key is there: beside the journal, or in the file ``start``. A rewritten journal is
    detected by its seals, or by a ``checkpoint`` stored elsewhere; a cut tail by the key beside it or by the
    checkpoint:
    without either the words say that this was not checked. A journal without a record is not whole.
    """
    try:
        first = state.load(start or state.start_path(path))
        ahead = state.load(state.key_path(path))
        return _Check(first, ahead, checkpoint).run(_lines(path))
    except FileNotFoundError:
        return False, f"日志 {path} 不存在。"
    except JournalError as error:
        return False, error.words
    except OSError as error:
        return False, f"日志 {path} 读不出来（{why(error)}）。"


def events(path: Path) -> Iterator[Event]:
    """Yield the events of a journal in order, without verifying; lines that are not records are left out."""
    for line in _lines(path):
        fields = decode(line.removesuffix(b"\n"))
        event = None if fields is None else event_of(fields)
        if event is not None:
            yield event


class _Check:
    """One pass over the lines."""

    def __init__(self, first: SealState | None, ahead: SealState | None, checkpoint: Checkpoint | None) -> None:
        self._key = None if first is None else first.key
        self._ahead = ahead
        self._checkpoint = checkpoint
        self._count = 0
        self._previous = FIRST_PREVIOUS

    def run(self, lines: Iterator[bytes]) -> tuple[bool, str]:
        for line in lines:
            if not line.endswith(b"\n"):
                break  # torn by a crash: never confirmed, removed at the next start
            wrong = self._record(line[:-1])
            if wrong:
                return False, wrong
        return self._end()

    def _record(self, line: bytes) -> str | None:
        number = self._count + 1  # people count from one
        fields = decode(line)
        if fields is None:
            return f"第 {number} 条记录被改动：不是日志写下的格式。"
        if fields["n"] != self._count:
            return f"第 {number} 条记录缺失或被调换：此处的编号是 {int(str(fields['n'])) + 1}。"
        if fields.get("prev") != self._previous:
            return f"第 {number} 条记录与前一条接不上：前面有记录被改动、删除或调换。"
        if not self._sealed(fields):
            return f"第 {number} 条记录的封印不对：这一条被改写过。"
        self._previous = digest(line)
        self._count += 1
        return self._compare()

    def _sealed(self, fields: Fields) -> bool:
        if self._key is None:
            return True
        kept = str(fields.get("mac", ""))
        right = hmac.compare_digest(kept.encode(), authenticate(fields, self._key).encode())
        self._key = evolve(self._key)
        return right

    def _compare(self) -> str | None:
        point = self._checkpoint
        if point is not None and point.count == self._count and point.digest != self._previous:
            return f"第 {self._count} 条记录与留存的校验点不符：日志被整体改写过。"
        return None

    def _end(self) -> tuple[bool, str]:
        if self._checkpoint is not None and self._checkpoint.count > self._count:
            return False, f"末尾缺少记录：校验点记有 {self._checkpoint.count} 条，现在只有 {self._count} 条。"
        if self._ahead is not None and self._ahead.number > self._count:
            return False, f"末尾缺少记录：密钥已用到第 {self._ahead.number} 条，现在只有 {self._count} 条。"
        if not self._count:
            return False, "一条记录也没有：不是日志，或者还没有写过，或者被清空了。"
        sealed = "封印" if self._key is not None else "衔接（首个密钥不在这里，没有核对封印）"
        point = "，与留存的校验点一致" if self._checkpoint is not None else ""
        unknown = self._unknown_end()
        fine = f"都对得上{point}；末尾有没有被截掉没有核对：{unknown}" if unknown else f"都完整{point}"
        return True, f"共 {self._count} 条记录，编号、衔接和{sealed}{fine}。"

    def _unknown_end(self) -> str:
        """Return why it is not known whether records were cut from the end; "" when the key or the checkpoint tells."""
        key, point = self._ahead, self._checkpoint
        # The key is saved before its record: while the guard runs the record is one behind.
        if (key is not None and key.number >= self._count - 1) or (point is not None and point.count == self._count):
            return ""
        beside = "密钥（journal.key）不在日志旁边" if key is None else f"旁边的密钥只到第 {key.number} 条"
        kept = "也没有给校验点" if point is None else f"校验点只到第 {point.count} 条"
        return f"{beside}，{kept}"


def _lines(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from file
