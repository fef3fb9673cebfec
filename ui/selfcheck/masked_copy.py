"""Has a masked copy of what is offered made, once for each content."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from guard.control.masked_copies import MaskedCopy
from guard.control.offered_requests import MaskOffered, Offered
from guard.control.requests import Reply
from guard.ipc.replies import Refused
from ui.guard_client.bridge import Bridge
from ui.i18n.say import say
from ui.kit.sentences import told


class OfferedCopy:
    """The masked copy of what ``owner`` offers now; ``notice`` shows a sentence there."""

    def __init__(self, bridge: Bridge, owner: QObject, notice: Callable[[str], None]) -> None:
        self._bridge, self._owner, self._notice = bridge, owner, notice
        self._offered = Offered()
        self._copy: MaskedCopy | None = None

    def change(self, offered: Offered) -> None:
        """Offer something else, or the same anew: the copy made before counts no longer."""
        self._offered, self._copy = offered, None

    def hand(self, then: Callable[[MaskedCopy], None]) -> None:
        """Call ``then`` with the copy, after it was made where there is none; never when something else is offered
        meanwhile."""
        if self._copy is not None:
            then(self._copy)
            return
        offered = self._offered
        self._notice(say("正在打码…"))

        def made(reply: Reply) -> None:
            if offered is not self._offered:
                return
            self._notice(told(reply.words) if isinstance(reply, Refused) else "")
            if isinstance(reply, MaskedCopy):
                self._copy = reply
                then(reply)

        self._bridge.ask(MaskOffered(offered), self._owner, made)
