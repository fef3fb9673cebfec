"""Remembers which frame of each browser has the keyboard, as its extension says: that is where a paste goes.

Nobody is asked at a paste: a browser that reads the clipboard answers nobody meanwhile, its own extension included.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from guard.core.pages import Page
from guard.core.policy import Policy
from guard.core.sites import site_asked
from guard.ipc.messages import Focused

_MOST = 64


class FocusedFrames:
    """Used from the broker's thread only. One browser has an extension, and a host, for each profile."""

    def __init__(self) -> None:
        self._by_host: OrderedDict[int, Focused] = OrderedDict()

    def take(self, told: Focused) -> None:
        """Take what a host says last."""
        self._by_host.pop(told.host, None)
        if told.frame or told.top:
            self._by_host[told.host] = told
            if len(self._by_host) > _MOST:
                self._by_host.popitem(last=False)

    def sites(self, process: int, policy: Policy, started_at: Callable[[int], int]) -> tuple[Page | None, ...]:
        """Return the sites with the keyboard in the browser with this process number, None for one that is in no table.

        ``started_at`` returns when a process began, 0 for one that has ended: what a host said ends with it.
        """
        return tuple(site_asked(told.frame, told.top, policy.sites) for told in self._by_host.values()
                     if told.process == process and told.started and started_at(told.host) == told.started)
