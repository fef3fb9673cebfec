"""An order of the unit to inspect folders of its computers (布置的自查), and why none is carried out. Pure.

It is signed with the index of releases (guard.supply.bundle). What a computer sends about it is counts: no name of a
file, no word of its content.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from enum import StrEnum

import msgspec

from guard.sentences.catalogue import sentence
from rules.characters import hides
from rules.sentences.sentence import NOTHING, Sentence

WELL_KNOWN = ("桌面", "文档", "下载", "图片")
"""Folders that an order names by what people call them, wherever they are on a computer."""

HOME = "~"
"""The user's own folder, as the first part of a path."""

OTHER = "其他"
"""What results call a folder that is none of WELL_KNOWN."""

LONGEST_DAYS = 92
"""Days at most between the beginning of an order and its end: one that is forgotten ends by itself."""

MOST_FOLDERS = 20
WORDS_LIMIT = 200
"""Characters of a reason, of a folder, and of who gave the order."""

_DAY = 86400.0
_CLOCK_SLACK = 3600.0


class OrderTerms(msgspec.Struct, frozen=True):
    """What somebody wants inspected. Times are in seconds since the epoch: it may begin at ``begins``, should be done
    by ``due``, and ends at ``until``.

    It is for computers of ``groups`` (supply.toml), or with one of the names ``devices`` by which reports call them, or
    for ``everyone``.
    """

    by: str
    reason: str
    folders: tuple[str, ...]
    begins: float
    due: float
    until: float
    groups: tuple[str, ...] = ()
    devices: tuple[str, ...] = ()
    everyone: bool = False

    def addresses(self, groups: Collection[str], names: Collection[str]) -> bool:
        """Tell whether it is for a computer of these groups and names; the case of a name does not matter."""
        own = {name.casefold() for name in names}
        return self.everyone or not set(groups).isdisjoint(self.groups) or any(
            device.casefold() in own for device in self.devices)


class InspectionOrder(OrderTerms, frozen=True, kw_only=True):
    """One signed order. ``number`` rises with each order of the unit; ``id`` is drawn by lot when it is made;
    ``withdrawn`` is the reason.
    """

    number: int
    id: str
    signed_at: float
    withdrawn: str = ""


class Step(StrEnum):
    """How far a computer is with an order, as records say it."""

    RECEIVED = "received"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"
    DONE = "done"
    REFUSED = "refused"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    FOUND = "found"
    """Not a state: the record of what one rule found."""


ENDED = frozenset({Step.DONE, Step.REFUSED, Step.EXPIRED, Step.WITHDRAWN})
"""Steps after which an order is not taken up again."""


RECORDED = ("order", "step", "done", "total", "blocked", "warned", "unread", "missing", "found", "why")
"""Names under which an inspection leaves the computer: the order's number and id, the step, files done and in all,
their answers, folders that are not there, what one rule found by kind and folder, and why somebody stopped it.
"""


class Tally(msgspec.Struct, frozen=True):
    """What one rule found. ``places``: how many files of which kind in which folder, by ``kind/folder``."""

    rule: str
    nature: str
    action: str
    files: int
    places: tuple[tuple[str, int], ...]


class InspectionResult(msgspec.Struct, frozen=True):
    """The counts of an inspection that is done. ``missing``: folders of the order that this computer does not have."""

    files: int = 0
    blocked: int = 0
    warned: int = 0
    unread: int = 0
    missing: int = 0
    tallies: tuple[Tally, ...] = ()


def last_day(moment: float) -> date:
    """Return the local day of the last second before a moment: what is due at a midnight is due on the day before."""
    return datetime.fromtimestamp(moment - 1).astimezone().date()


def out_of_time(order: InspectionOrder, now: float) -> Sentence:
    """Return why an order is not carried out at this time, without words when it is. That is not final: the clock may
    be wrong.
    """
    if order.signed_at - _CLOCK_SLACK > now:
        return sentence("orders.wait-signed")
    if now < order.begins:
        return sentence("orders.wait-begin")
    return sentence("orders.wait-over") if now >= order.until else NOTHING


def malformed(order: InspectionOrder) -> Sentence:
    """Return what is wrong with an order whoever signed it, without words when nothing is."""
    if order.number < 1 or not order.id:
        return sentence("orders.no-number")
    if not order.everyone and not order.groups and not order.devices:
        return sentence("orders.for-nobody")
    if not order.folders or len(order.folders) > MOST_FOLDERS:
        return sentence("orders.folders-count", most=MOST_FOLDERS)
    for what, words in ((sentence("orders.the-reason"), order.reason), (sentence("orders.the-name"), order.by)):
        if not words.strip() or len(words) > WORDS_LIMIT or hides(words):
            return sentence("orders.words", what=what, limit=WORDS_LIMIT)
    if not order.begins <= order.due <= order.until or order.until <= order.signed_at:
        return sentence("orders.times")
    if order.until - order.begins > LONGEST_DAYS * _DAY:
        return sentence("orders.too-long", days=LONGEST_DAYS)
    return next(filter(None, map(folder_problem, order.folders)), NOTHING)


def folder_problem(folder: str) -> Sentence:
    """Return why these words can name no folder of an order, without words when they can."""
    if not folder or len(folder) > WORDS_LIMIT or hides(folder):
        return sentence("orders.folder-words", limit=WORDS_LIMIT)
    first, *rest = parts_of(folder)
    if any(part in ("", ".", "..") for part in rest) or first in (".", ".."):
        return sentence("orders.folder-dots", folder=folder)
    if any(mark in folder for mark in '*?"<>|'):
        return sentence("orders.folder-marks", folder=folder)
    if first in (*WELL_KNOWN, HOME) or _is_drive(first) or (first == "" and rest):
        return NOTHING
    return sentence("orders.folder-unknown", folder=folder, known="、".join(WELL_KNOWN))


def parts_of(folder: str) -> tuple[str, ...]:
    """Return the parts of a folder as an order writes it; the first is "" for a path from the root."""
    return tuple(folder.replace("\\", "/").split("/"))


def permitted(folder: str, allowed: Iterable[str]) -> Sentence:
    """Return why the policy (自查目录) does not let an order inspect a folder, without words when it does."""
    allowed = tuple(allowed)
    parts = parts_of(folder)
    if any(parts[:len(each)] == each for each in map(parts_of, allowed)):
        return NOTHING
    if not allowed:
        return sentence("orders.none-permitted")
    return sentence("orders.not-permitted", folder=folder, allowed="、".join(allowed))


def kind_of_folder(folder: str) -> str:
    """Return what results call a folder of an order: they do not tell paths."""
    first = parts_of(folder)[0]
    return first if first in WELL_KNOWN else OTHER


def _is_drive(part: str) -> bool:
    return len(part) == 2 and part[0].isascii() and part[0].isalpha() and part[1] == ":"
