"""Takes masked copies out of the window as files."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from guard.control.requests import Reply
from guard.core.model import CaseSummary, Kind
from guard.ipc.replies import Refused
from ui.i18n.say import say
from ui.kit.sentences import told

_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|⏎□]+')
_NAME_LENGTH = 60


def file_name(summary: CaseSummary, title: str, ending: str = ".docx") -> str:
    """Return the name of an exported copy, safe on every file system. That of a document ends in ``ending`` and says
    nothing of the original's.
    """
    if summary.kind is Kind.FILES:
        return say("打码副本") + ending
    plain = _NOT_IN_NAMES.sub(" ", title).strip(" .")[:_NAME_LENGTH].strip(" .")
    stem, _, ending = plain.rpartition(".")
    plain = stem if stem and len(ending) <= 4 else plain
    return say("{title} 打码版", title=plain or say("内容")) + (".png" if summary.kind is Kind.PICTURE else ".txt")


def free_path(folder: Path, name: str, taken: set[Path]) -> Path:
    """Return a path in ``folder`` that neither exists nor is in ``taken``, and add it."""
    wished = Path(name)
    path, number = folder / wished, 2
    while path in taken or path.exists():
        path = folder / f"{wished.stem} ({number}){wished.suffix}"
        number += 1
    taken.add(path)
    return path


class Tally:
    """Counts the answers to several questions and reports the result at the end."""

    def __init__(self, total: int, done: Callable[[int, list[str]], None]) -> None:
        """``done`` is called once with the number of successes and the distinct refusals."""
        self._left = total
        self._succeeded = 0
        self._refusals: dict[str, None] = {}
        self._done = done

    def count(self, reply: Reply) -> None:
        """Count one answer."""
        self._left -= 1
        if isinstance(reply, Refused):
            self._refusals[told(reply.words)] = None
        else:
            self._succeeded += 1
        if self._left == 0:
            self._done(self._succeeded, list(self._refusals))
