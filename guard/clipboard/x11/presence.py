"""Tells whether the user is still in the program that copied or selected, or has turned to another one."""

from __future__ import annotations

import os

from guard.platform.x11.connection import Connection
from guard.platform.x11.whereabouts import Pointer

LOOK_SECONDS = 0.05
"""Time between two checks where the user is: a person needs longer to change windows and paste."""


class Presence:
    """Where the user is, as seen from one selection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._resting: Pointer | None = None
        """The position of the pointer when the copy was made, None once it has moved, or when unknown."""
        # Under Wayland keyboard and pointer may be in a program that this server does not know.
        self._sees_all = "WAYLAND_DISPLAY" not in os.environ

    def note(self) -> None:
        """Remember the position of the pointer: something is copied or selected just now."""
        self._resting = self._connection.pointer()

    def forget(self) -> None:
        """Forget the position: nobody knows whether the pointer has moved since."""
        self._resting = None

    def is_with(self, window: int, dragging: int, *, patient: bool) -> bool:
        """Tell whether the user is in the program that a window belongs to: it has the keyboard or the pointer, and no
        other program has, or the user drags out of it (``dragging``: the client that something is dragged out of, 0 for
        none). A pointer that has not moved since the copy counts for no program. ``patient``: while both are in no
        program but the window manager, as when windows close, the user still counts as in this one.
        """
        if dragging == window & self._connection.client_mask:
            return True  # a program that loses the selection would not know at the drop what it gives, or must delete
        where = self._connection.whereabouts()
        if where is None:
            return patient
        rests = self._rests(where.pointer) and not where.keys_follow
        with_user = ({where.focused} if rests and where.focused else {where.focused, where.pointed}) - {0}
        if patient and self._sees_all:
            with_user.discard(self._connection.window_manager())
            if not with_user:
                return True
        return bool(with_user) and all(self._connection.are_of_one_program(client, window) for client in with_user)

    def _rests(self, pointer: Pointer) -> bool:
        """Tell whether the pointer has not moved since the copy was made, or is still selecting with a button pressed.
        """
        made = self._resting
        if made is not None and (pointer.place == made.place or (made.selecting and pointer.selecting)):
            self._resting = pointer
        else:
            self._resting = None
        return self._resting is not None
