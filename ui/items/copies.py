"""Says of a masked copy what of the original it does not have, and names the file that it becomes."""

from __future__ import annotations

from guard.control.requests import MaskedCopy
from ui.i18n.say import listed, say
from ui.kit.sentences import told


def left_out(copy: MaskedCopy) -> str:
    """Return what of a document is not in its copy, "" when all of it is, or it is no document."""
    return say("打码版是另做的文件，里面没有：{parts}。", parts=listed(map(told, copy.without))) if copy.without else ""
