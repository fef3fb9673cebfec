"""Whether the user is still with the program that copied or selected, or has turned to another one."""

from __future__ import annotations

import os

from guard.platform.x11.connection import Connection, Pointer

LOOK_SECONDS = 0.05
"""Between two looks where the user is: a hand needs longer to get from one window to the next and to paste there."""


class Presence:
    """Where the user is, as seen from one selection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._resting: Pointer | None = None
        """The pointer where it was when the copy was made, None once it has moved, or when nobody knows."""
        # Under Wayland keyboard and pointer may be with a program that this server does not know.
        self._sees_all = "WAYLAND_DISPLAY" not in os.environ

    def note(self) -> None:
        """Remember where the pointer lies: something is copied or selected just now."""
        self._resting = self._connection.pointer()

    def forget(self) -> None:
        """Nobody knows whether the pointer has moved since."""
        self._resting = None

    def is_with(self, window: int, dragging: int, *, patient: bool) -> bool:
        """Tell whether the user is with the program that a window belongs to: it has the keyboard or the pointer, and
        no other program has, or drags out of it (``dragging``: the client that something is dragged out of, 0 for
        none). A pointer that lies still where it lay when the copy was made is with nobody. ``patient``: while both are
        with no program but the window manager, as when windows close, the user still is with this one.
        """
        if dragging == window & self._connection.client_mask:
            return True  # a program that loses it would not know any more what it gives, or is to delete, at the drop
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
        """Tell whether the pointer has not moved since the copy was made, which a pressed button still does."""
        made = self._resting
        if made is not None and (pointer.place == made.place or (made.selecting and pointer.selecting)):
            self._resting = pointer
        else:
            self._resting = None
        return self._resting is not None
