"""Reads what was chosen at the installation: ``retention.toml`` of the machine layer, with the line ``days = 30``.

It replaces 留存天数 of the program's own policy. A policy that the unit has signed contains its own.
"""

from __future__ import annotations

from dataclasses import dataclass

from guard.platform.machine import MachineLayer, MachineLayerError
from guard.sentences.catalogue import sentence
from guard.util.toml_text import read_toml
from rules.schema.problem import InvalidFileError
from rules.schema.record import entry, record
from rules.schema.shapes import Number
from rules.sentences.sentence import SaidError, Sentence

FILE_NAME = "retention.toml"

MOST_DAYS = 3650
"""Ten years: for so long at most held content is kept."""


@dataclass(frozen=True, slots=True)
class _Chosen:
    days: int = entry("days", Number(1, MOST_DAYS))


_CHOSEN = record(_Chosen)


class InstalledError(SaidError):
    """The file cannot be relied on; its words name it and say what to do."""


class WrittenWronglyError(InstalledError):
    """The administrator's own file does not say how many days."""


def retention_days(machine: MachineLayer) -> int | None:
    """Return for how many days held content is kept, None when nothing was chosen. Raises InstalledError."""
    try:
        written = machine.read(FILE_NAME)
        return None if written is None else read_toml(_CHOSEN, written, machine.place(FILE_NAME)).days
    except MachineLayerError as error:
        raise InstalledError(error.words) from error
    except InvalidFileError as error:
        raise WrittenWronglyError(sentence("installed.not-taken", trouble=error.words, most=MOST_DAYS)) from error


def instead(error: InstalledError, days: int) -> Sentence:
    """Return what was wrong, and for how many days content is kept until that is corrected."""
    return sentence("installed.meanwhile", trouble=error.words, days=days)
