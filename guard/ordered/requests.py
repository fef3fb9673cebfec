"""The tray's and the command line's requests about ordered inspections, and the answer."""

from __future__ import annotations

import msgspec

from guard.core.inspection_order import InspectionOrder, Step
from guard.ipc.messages import Message
from rules.sentences.sentence import NOTHING, Sentence


class Inspecting(msgspec.Struct, frozen=True):
    """One order for this computer and how far it is. ``done`` and ``total`` count files, 0 before they were counted;
    ``working``: files are read now; ``waiting`` is why not, for people; ``refused`` is why it is not carried out, and
    ``reason`` why its user stopped it. ``at`` is when the step was taken, in seconds since the epoch.
    """

    order: InspectionOrder
    step: Step
    done: int = 0
    total: int = 0
    at: float = 0.0
    reason: str = ""
    refused: Sentence = NOTHING
    working: bool = False
    waiting: Sentence = NOTHING


class GetInspections(Message, frozen=True):
    """Ask for every order for this computer. Answered by InspectionList."""


class PauseInspection(Message, frozen=True):
    """Read nothing more for an order until GoOn. Answered by Done or Refused."""

    number: int


class GoOn(Message, frozen=True):
    """Take up an order that was paused or stopped. ``now``: also while the computer is in use. Answered by Done or
    Refused.
    """

    number: int
    now: bool = False


class StopInspection(Message, frozen=True):
    """Stop an order for a reason, which the unit is told. Answered by Done or Refused."""

    number: int
    reason: str


class InspectionList(Message, frozen=True):
    """Every order for this computer, the newest first."""

    entries: tuple[Inspecting, ...]


AboutInspection = GetInspections | PauseInspection | GoOn | StopInspection
