"""Names the files in which masked copies are exported, safe on every file system."""

from __future__ import annotations

import re
from pathlib import Path

from guard.core.model import CaseSummary, Kind
from ui.i18n.say import say

_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|⏎□]+')
_ENDING = re.compile(r"(?<=.)\.[A-Za-z][A-Za-z0-9]{0,3}$")
"""That of a file, not what follows the point in 3.5亿."""

_NAME_LENGTH = 60


def file_name(summary: CaseSummary, title: str, ending: str = ".docx") -> str:
    """Return the name of an exported copy. That of a document ends in ``ending`` and says nothing of the original's."""
    if summary.kind is Kind.FILES:
        return say("打码副本") + ending
    plain = _ENDING.sub("", _NOT_IN_NAMES.sub(" ", title).strip(" .")[:_NAME_LENGTH].strip(" ."))
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
