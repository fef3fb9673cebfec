"""The table of sinks: where events go. A new one is one new file and one line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from guard.journal.journal import open_journal
from guard.ports import Sink

SINKS: Mapping[str, Callable[[Path], Sink]] = {
    "journal": open_journal,
}
"""Name in the settings → how it is opened, given the journal's folder."""
