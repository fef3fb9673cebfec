"""Lists what the tray and the small window in its place offer; the application provides the calls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ui.i18n.say import say
from ui.items.labels import feedback_words


@dataclass(frozen=True, slots=True)
class Commands:
    """One call per command. ``review`` takes the id of the item to begin with, or ""; ``click`` is a click on the
    icon."""

    review: Callable[[str], None]
    pause: Callable[[], None]
    resume: Callable[[], None]
    health: Callable[[], None]
    about: Callable[[], None]
    leave: Callable[[], None]
    click: Callable[[], None]
    recall: Callable[[], None]
    self_check: Callable[[], None]
    own: Callable[[], None]
    settings: Callable[[], None]
    feedback: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Way:
    """An entry of the menu and a link of the small window: its words, its icon, and its call."""

    words: str
    icon: str
    go: Callable[[], None]


def ways(commands: Commands, answered: int) -> tuple[Way, ...]:
    """Return what both offer besides held items; ``answered`` answers to feedback were not looked at yet."""
    return (
        Way(say("发前自查…"), "ui-check-doc", commands.self_check),
        Way(say("刚才发错了…"), "ui-undo", commands.recall),
        Way(say("我的信息…"), "ui-person", commands.own),
        Way(feedback_words(answered), "ui-clip", commands.feedback),
        Way(say("设置…"), "ui-gear", commands.settings),
        Way(say("运行状况…"), "ui-pulse", commands.health),
    )


def last_ways(commands: Commands) -> tuple[Way, ...]:
    """Return the last entries of both."""
    return Way(say("关于密哨"), "ui-info", commands.about), Way(say("退出…"), "ui-close", commands.leave)
