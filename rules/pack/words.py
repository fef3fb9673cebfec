"""Actions, levels, distances and references in the words that people know them by from packs."""

from __future__ import annotations

from rules.definition import Distance, Exemption, Reach, Reference, Source
from rules.model import Action, Confidence

ACTIONS = {Action.BLOCK: "拦截", Action.WARN: "提醒", Action.LOG: "记录", Action.ALLOW: "不命中"}
LEVELS = {Confidence.HIGH: "高", Confidence.MEDIUM: "中", Confidence.LOW: "低", Confidence.NONE: "无"}

_SHOWN = 3
_REACHES = {Reach.SENTENCE: "同一句里", Reach.LINE: "同一行里", Reach.TEXT: "全文里"}


def distance_words(distance: Distance) -> str:
    """Return where something must stand to count as near."""
    return _REACHES[distance] if isinstance(distance, Reach) else f"前后 {distance} 字内"


def reference_words(reference: Reference) -> str:
    """Return a reference as it is written: the word itself, or the name of a list, pattern or structure behind @."""
    return ("" if reference.source is Source.WORD else "@") + reference.name


def exemption_words(exemption: Exemption) -> str:
    """Return what an exemption is called: its name, or what it looks for."""
    if exemption.name:
        return exemption.name
    more = "等" if len(exemption.sources) > _SHOWN else ""
    return "、".join(map(reference_words, exemption.sources[:_SHOWN])) + more
