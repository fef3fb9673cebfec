"""Remembers which program was given the notice, so that its input box has one notice, however often a paste is refused.

Three refused pastes would otherwise leave three of them, and they would be sent before the real text.
"""

from __future__ import annotations

from dataclasses import dataclass

from guard.core.tickets import Client

PASTE_SECONDS = 0.5
"""One paste is several requests for one copy; a person pastes it again later than that."""

BOX_SECONDS = 120.0
"""How long a notice is taken to be still in the box; nobody can see when it is sent or deleted."""

_MOST = 64


@dataclass(frozen=True, slots=True)
class _Given:
    capture: str
    at: float


class NoticesGiven:
    """Times are seconds of the monotonic clock; ``capture`` is what was refused."""

    def __init__(self) -> None:
        self._given: dict[Client, _Given] = {}

    def offers(self, client: Client, capture: str, now: float) -> bool:
        """Return whether this client is offered the notice, rather than an empty text."""
        given = self._given.get(client)
        if given is None or now - given.at >= BOX_SECONDS:
            return True
        return given.capture == capture and now - given.at < PASTE_SECONDS

    def given(self, client: Client, capture: str, now: float) -> None:
        """Note that this client got the notice."""
        given = self._given.get(client)
        if client.pid and (given is None or now - given.at >= BOX_SECONDS):
            self._given.pop(client, None)
            self._given[client] = _Given(capture, now)
            if len(self._given) > _MOST:
                del self._given[next(iter(self._given))]

    def replaced(self, client: Client) -> None:
        """Note that this program got something better, perhaps on another page: the next refusal is about another
        message.
        """
        for known in [known for known in self._given if known.process == client.process]:
            del self._given[known]
