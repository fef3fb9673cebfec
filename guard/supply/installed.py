"""Reads what was chosen at the installation: ``retention.toml`` of the machine layer, with the line ``days = 30``.

It replaces 留存天数 of the program's own policy. A policy that the unit has signed contains its own.
"""

from __future__ import annotations

from guard.platform.machine import MachineLayer, MachineLayerError
from guard.sentences.catalogue import sentence
from guard.util.toml_text import TomlError, toml_of
from rules.sentences.sentence import SaidError, Sentence

FILE_NAME = "retention.toml"

_MOST = 3650


class InstalledError(SaidError):
    """The file cannot be relied on; its words name it and say what to do."""


class WrittenWronglyError(InstalledError):
    """The administrator's own file does not say how many days."""


def retention_days(machine: MachineLayer) -> int | None:
    """Return for how many days held content is kept, None when nothing was chosen. Raises InstalledError."""
    try:
        written = machine.read(FILE_NAME)
        return None if written is None else _days(toml_of(written))
    except MachineLayerError as error:
        raise InstalledError(error.words) from error
    except TomlError as error:
        raise WrittenWronglyError(sentence("installed.written-wrongly", path=machine.folder / FILE_NAME,
                                           why=error.words, most=_MOST)) from error


def _days(document: dict[str, object]) -> int:
    if set(document) != {"days"}:
        raise TomlError(sentence("installed.days-alone"))
    days = document["days"]
    if not isinstance(days, int) or isinstance(days, bool) or not 1 <= days <= _MOST:
        raise TomlError(sentence("installed.days-range", most=_MOST))
    return days


def instead(error: InstalledError, days: int) -> Sentence:
    """Return what was wrong, and for how many days content is kept until that is corrected."""
    return sentence("installed.meanwhile", trouble=error.words, days=days)
