"""What is destroyed without being asked: what is over its time, and what makes room. The journal says which and why."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from guard.core.model import Event, EventKind
from guard.core.policy import Policy
from guard.core.ports import Sink, Vault
from guard.vault.errors import VaultError

_MEGABYTE = 2**20


class Tidying:
    """Keeps vaults within 留存天数 and 留存上限MB. ``trouble`` is told of a part, and words for people or "";
    ``stored`` of the bytes that are left in all of them.
    """

    def __init__(self, vaults: Sequence[Vault], policy: Callable[[], Policy], sink: Sink,
                 trouble: Callable[[str, str], None], stored: Callable[[int], None]) -> None:
        self._vaults = tuple(vaults)
        self._policy = policy
        self._sink = sink
        self._trouble = trouble
        self._stored = stored
        self._full = False

    def expire(self) -> None:
        """Destroy what is over its time, then make room. To be called once a day."""
        days = self._policy().retention_days
        try:
            for vault in self._vaults:
                self._gone(vault.expire(time.time(), days), "expired")
        except VaultError as error:
            self._trouble("vault", error.words)
            return
        self._trouble("room", "")
        self.make_room()

    def make_room(self) -> None:
        """Destroy what may go while there is too much; say so, and when what must stay is too much already.

        What was said stays until the next day, or until there is room again after there was none.
        """
        limit = self._policy().retention_megabytes
        try:
            gone = sum(self._gone(vault.shrink(time.time(), limit * _MEGABYTE), "room") for vault in self._vaults)
            sizes = [vault.size() for vault in self._vaults]
        except VaultError as error:
            self._trouble("vault", error.words)
            return
        self._stored(sum(sizes))
        full = max(sizes) > limit * _MEGABYTE
        if gone or full:
            self._trouble("room", _words(limit, gone, full=full))
        elif self._full:
            self._trouble("room", "")
        self._full = full

    def _gone(self, cases: Sequence[str], why: str) -> int:
        for case_id in cases:
            self._sink.append(Event(EventKind.DESTROYED, time.time(), case=case_id, reason=why))
        return len(cases)


def _words(limit: int, gone: int, *, full: bool) -> str:
    words = f"暂存的内容超过上限 {limit} MB。"
    if gone:
        words += f"已清掉 {gone} 条，先清已放行的，再清最早的，运行记录里有它们的编号。"
    if full:
        words += "剩下的不自动清：国家秘密等保密办处理，移进来的文件只有这一份，一天之内的还在用。请到审阅窗口处理。"
    return words
