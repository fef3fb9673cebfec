"""Who guards the display that tests share: what tests of a module share guards it until another one is to."""

from __future__ import annotations

from collections.abc import Callable


class Turns:
    """Ends what guards the display before something else does."""

    def __init__(self) -> None:
        self._end: Callable[[], None] | None = None

    def take(self, end: Callable[[], None] | None = None) -> None:
        """Guard the display from now on. ``end`` ends what takes its turn, once it is another's."""
        before, self._end = self._end, end
        if before is not None and before != end:
            before()
