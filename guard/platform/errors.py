"""The exception for problems between this program and the system's clipboard or windows, in words for people."""

from __future__ import annotations

from rules.sentences.sentence import SaidError


class BrokerError(SaidError):
    """The broker cannot work, or no longer; its words say why, for people, and contain no content."""


class DisplayGoneError(BrokerError):
    """There is no such display, or it is another session's and refuses us; not one that is only slow to answer."""
