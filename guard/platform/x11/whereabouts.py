"""Tells where the user of an X display is: the pointer, and the clients under it and with the keyboard."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where the pointer is on the display. ``selecting``: the button for selecting is pressed. ``pressing``: any button
    is.
    """

    place: tuple[int, int]
    selecting: bool
    pressing: bool


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where the user is: the clients under the pointer and with the keyboard, 0 for none. ``keys_follow``: the keyboard
    goes to what is under the pointer.
    """

    pointer: Pointer
    pointed: int
    focused: int
    keys_follow: bool
