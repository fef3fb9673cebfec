"""What the tray and its stand-in offer; the application fills it in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Commands:
    """One call each. ``review`` takes the id of the item to begin with, or ""; ``click`` is a click on the icon."""

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
