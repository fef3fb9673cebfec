"""Says of a masked copy what of the original it does not have, and what may still be legible in it."""

from __future__ import annotations

from guard.control.masked_copies import MaskedCopy
from ui.i18n.say import listed, say
from ui.kit.sentences import told


def left_out(copy: MaskedCopy) -> str:
    """Return what of a document is not in its copy, "" when all of it is, or it is no document."""
    return say("打码版是另做的文件，里面没有：{parts}。", parts=listed(map(told, copy.without))) if copy.without else ""


def words_of(copy: MaskedCopy) -> str:
    """Return the words of a copy, those of several files below each other."""
    words = copy.words()
    if len(words) == 1:
        return words[0]
    headed = ((say("第 {number} 份", number=number), each) for number, each in enumerate(words, 1))
    return "\n".join(f"{heading}\n{each}" for heading, each in headed)


def is_doubtful(copy: MaskedCopy) -> bool:
    """Tell whether something that identifies a person may still be legible."""
    return copy.by_rules or bool(copy.doubts)


def above_copy(copy: MaskedCopy) -> str:
    """Return what stands above a copy that is shown beside its original."""
    if copy.by_rules:
        return say("打码版 · 只按规则打码，可能有漏，请逐字看一遍")
    if copy.doubts:
        return say("打码版 · {kinds}可能没有遮全，请逐字看一遍", kinds=_kinds(copy))
    return say("打码版 · 可能有漏，请再看一遍")


def below_copy(copy: MaskedCopy) -> str:
    """Return the warning below a small copy, "" where there is none."""
    if copy.by_rules:
        return say("只按规则打码，请逐字看一遍再发")
    return say("{kinds}可能没有遮全，请逐字看一遍再发", kinds=_kinds(copy)) if copy.doubts else ""


def copied(copy: MaskedCopy) -> str:
    """Return what is said when a copy was put on the clipboard."""
    if copy.by_rules:
        return say("打码版已复制；只按规则打码，可能有漏，发之前请逐字看一遍。")
    if copy.doubts:
        return say("打码版已复制；{kinds}可能没有遮全，发之前请逐字看一遍。", kinds=_kinds(copy))
    return say("打码版已复制，发之前请再看一遍。")


def _kinds(copy: MaskedCopy) -> str:
    return listed(map(told, copy.doubts))
