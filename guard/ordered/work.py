"""The messages between the guard and the process that carries out an order (guard.inspect.ordered_process)."""

from __future__ import annotations

from guard.core.inspection_order import InspectionResult
from guard.ipc.messages import Message
from rules.sentences.sentence import Sentence


class Work(Message, frozen=True):
    """What to inspect: the kinds and paths (guard.util.path_text) of folders, the user's own folder, below which names
    of folders count, and the index. It follows the rules in force (guard.supply.rules_in_force).
    """

    places: tuple[tuple[str, str], ...]
    home: str
    index: str


class Progress(Message, frozen=True):
    """How many files have a result, and how many there are."""

    done: int
    total: int


class Finished(Message, frozen=True):
    """All files have a result."""

    result: InspectionResult


class Unusable(Message, frozen=True):
    """Nothing can be inspected; ``words`` are for people."""

    words: Sentence
