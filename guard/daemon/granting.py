"""What a release needs from the broker; what is refused elsewhere than at the clipboard wraps it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from guard.core.model import Case, Kind, Target
from guard.core.tickets import Granting
from guard.ipc.replies import Refused
from guard.sentences.catalogue import sentence

NOT_GRANTED = {Granting.REFUSED: Refused("anew", sentence("guard.decided-anew")),
               Granting.ABSENT: Refused("unguarded", sentence("guard.clipboard-unguarded"))}
"""Answers to a release that nothing came of: it was to another decision, or nobody is there to serve the paste."""


class Clipboard(Protocol):
    """What a release needs from the broker."""

    def check_grant(self, case: Case) -> Refused | None:
        """Return why a release could let nobody have this item, None when it could: a code is spent for nothing when
        that is found out afterwards. Raises VaultError.
        """

    def grant(self, case: Case, seconds: float, targets: Callable[[], tuple[Target, ...]],
              masked: tuple[Target, ...] = ()) -> Granting:
        """Let chat programs paste this item once, or ``masked`` in its place, and bring it back to the clipboard for
        that, replacing what was copied since. Return GIVEN or BROUGHT, or why not (NOT_GRANTED).
        """

    def grant_again(self, case: Case, seconds: float) -> bool:
        """Let chat programs paste this item once where it is now, without asking its user: nothing is brought to the
        clipboard. Return whether it was there and was granted.
        """

    def withdraw(self, case: Case) -> None:
        """Take back what was granted of this item and not used: ``case`` has the stricter decision under which it is
        held now.
        """

    def offer(self, kind: Kind, targets: tuple[Target, ...]) -> bool:
        """Put on the clipboard what was judged and may go everywhere; return False where that is not possible."""

    def drop(self, case_id: str) -> None:
        """Forget the content of a destroyed item."""
