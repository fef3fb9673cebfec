"""PRIMARY, what is merely selected: it stays with its program until its user is in another window.

A program that loses PRIMARY shows nothing as selected any more, and copies, cuts and replaces nothing (GTK): a user who
selects a sentence to copy it would find the selection gone.
"""

from __future__ import annotations

from guard.clipboard.stages import Stage
from guard.clipboard.wayland.connection import Changed
from guard.clipboard.wayland.copy import Copy
from guard.clipboard.wayland.selection import SelectionGuard
from guard.platform.wayland.toplevels import Toplevel


class PrimaryGuard(SelectionGuard):
    """The guard of PRIMARY."""

    _window: Toplevel | None = None
    """Where it was selected, None when unknown."""

    def look(self) -> None:
        """Judge what is there now; nobody knows where it was selected."""
        self._window = None
        super().look()

    def changed(self, change: Changed) -> None:
        """Handle new content, selected in the window that was active."""
        if not change.source:
            self._window = change.window
        super().changed(change)

    def user_moved(self) -> None:
        """Take what is flagged if the user is in another window now."""
        copy, window = self._copy, self._connection.window
        if copy is None or copy.stage is not Stage.SELECTED or window is None or window is self._window:
            return
        if self._state.watching:
            super()._take_decided(copy)
        else:
            self._leave(copy)  # it is read again after the pause

    def _take_decided(self, copy: Copy) -> None:
        copy.stage = Stage.SELECTED
        self.user_moved()

    def _hold(self, copy: Copy) -> None:
        """Leave it to its program until it is judged."""
