"""Says of a masked copy what of the original it does not have, and what may still be legible in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from guard.control.masked_copies import MaskedCopy
from guard.ipc.raster import Raster
from ui.i18n.say import listed, say
from ui.kit.sentences import told


def left_out(copy: MaskedCopy) -> str:
    """Return what of a document is not in its copy, "" when all of it is, or it is no document."""
    return say("打码版是另做的文件，里面没有：{parts}。", parts=listed(map(told, copy.without))) if copy.without else ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One of the things that are looked at one after the other in the copy of files: words, or a picture."""

    name: str
    words: str = ""
    is_picture: bool = False
    raster: Raster | None = None


def sheets_of(copy: MaskedCopy) -> tuple[Sheet, ...]:
    """Return what of a copy of files is looked at one after the other, () where all of it can be shown at once: words
    alone, or one picture.
    """
    return tuple(_sheets(copy)) if any(copy.rasters) else ()


def _sheets(copy: MaskedCopy) -> Iterator[Sheet]:
    for number, (words, rasters) in enumerate(zip(copy.words(), copy.rasters, strict=True), 1):
        name = say("第 {number} 份", number=number)
        if not rasters:
            yield Sheet(name, words)
        for page, raster in enumerate(rasters, 1):
            of_page = say("第 {number} 页", number=page)
            several = len(rasters) > 1
            yield Sheet(" · ".join(filter(None, (name if len(copy.files) > 1 or not several else "",
                                                 of_page if several else ""))), is_picture=True, raster=raster)


def words_of(copy: MaskedCopy) -> str:
    """Return the words of a copy, those of several files below each other, and of a picture among them where it is
    seen; "" for pictures alone.
    """
    words = copy.words()
    if not any(words) or len(words) == 1:
        return words[0]
    headed = ((say("第 {number} 份", number=number), each or say("这一份是图片，到“被拦截内容”里看。"))
              for number, each in enumerate(words, 1))
    return "\n".join(f"{heading}\n{each}" for heading, each in headed)


def is_doubtful(copy: MaskedCopy) -> bool:
    """Tell whether something that identifies a person may still be legible."""
    return copy.by_rules or bool(copy.doubts)


def above_copy(copy: MaskedCopy) -> str:
    """Return the words above a copy that is shown beside its original."""
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
