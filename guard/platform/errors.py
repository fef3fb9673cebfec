"""What goes wrong between this program and the system's clipboard or windows, in words for people."""

from __future__ import annotations


class BrokerError(Exception):
    """The broker cannot work, or no longer; the message says why, for people, and has no content."""
