"""Tells what the mark on the screen can do on this desktop, in words for people."""

from __future__ import annotations

from collections.abc import Mapping

from guard.platform.errors import BrokerError
from guard.platform.wayland.interfaces import interfaces
from guard.platform.wayland.toplevels import MANAGER
from guard.sentences.catalogue import sentence
from rules.sentences.sentence import NOTHING, Sentence

LAYER_SHELL = "zwlr_layer_shell_v1"
"""By which a program may be over the others (ui/screen_mark/layer_shell.py)."""


def mark_here(environment: Mapping[str, str]) -> tuple[bool, Sentence]:
    """Return whether the mark does all it can on the Wayland desktop that is named here, and what it does or why not;
    (True, NOTHING) where none is named.
    """
    if not environment.get("WAYLAND_DISPLAY"):
        return True, NOTHING
    try:
        there = interfaces()
    except BrokerError as error:
        return False, error.words
    if LAYER_SHELL not in there:
        return False, sentence("wayland.no-layer-shell")
    if MANAGER not in there:
        return False, sentence("wayland.no-window-list")
    return True, sentence("wayland.mark-over-screens")
