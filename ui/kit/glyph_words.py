"""Maps each outcome to its glyph and to the word read for it."""

from __future__ import annotations

from guard.core.model import Outcome
from ui.i18n.say import say


def shape(outcome: Outcome) -> str:
    """Return the state glyph of an outcome: hold, ask, unknown or clear."""
    return {Outcome.BLOCK: "hold", Outcome.WARN: "ask", Outcome.UNREADABLE: "unknown", Outcome.ALLOW: "clear"}[outcome]


def shape_word(name: str) -> str:
    """Return the word read for a glyph; no glyph is shown without it."""
    return {
        "hold": say("拦下"),
        "ask": say("提醒"),
        "clear": say("可发"),
        "unknown": say("没读出"),
        "log": say("只记录"),
        "fail": say("没有通过"),
    }[name]
