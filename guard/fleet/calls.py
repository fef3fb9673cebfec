"""Defines calls (催办): whom the office called about what is open on which computers, and what was agreed until when.

A call counts for what is open as long as that has not been right in between: a computer that guarded after the call and
is silent again was not called about it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum

from guard.sentences.catalogue import sentence
from rules.characters import hides
from rules.sentences.sentence import NOTHING, SaidError, Sentence

LONGEST_NAME = 40
"""Most characters of whom somebody called: a name of the unit's list, an office, or a line."""

LONGEST_AGREED = 100
"""Most characters of what was agreed."""

OLDEST_DAYS = 31
"""Days within which a call is recorded."""

FARTHEST_DAYS = 366
"""Days after a call until which something can be agreed."""


class CallError(SaidError):
    """A call cannot be recorded so; the message says why."""


class Topic(StrEnum):
    """What a computer is called about, the most urgent first."""

    GUARDING = "没有在看守"
    RULES = "规则旧"
    RECORDS = "记录不全"
    INSPECTION = "自查"


class Way(StrEnum):
    """By what way somebody was called."""

    PHONE = "电话"
    VISIT = "当面"
    MESSAGE = "内部消息"
    PAPER = "书面"


@dataclass(frozen=True, slots=True)
class Matter:
    """Something that is open. ``number``: of the release that the computer should have, of the ordered inspection; 0
    for other topics.
    """

    topic: Topic
    number: int = 0


@dataclass(frozen=True, slots=True)
class About:
    """One computer that a call was about; ``chain`` is that of its journal, by which it is known under another name."""

    device: str
    chain: str
    matter: Matter


@dataclass(frozen=True, slots=True)
class Call:
    """One call. ``at``: when it was recorded, in seconds since the epoch; ``day``: of the call itself. ``until``: the
    day up to which something was ``agreed``, None for none.
    """

    by: str
    day: date
    whom: str
    way: Way
    about: tuple[About, ...]
    agreed: str = ""
    until: date | None = None
    number: int = 0
    at: float = 0.0

    @property
    def moment(self) -> float:
        """When the call was, in seconds since the epoch: up to the end of its day, but not after it was recorded."""
        return min(self.at, datetime.combine(self.day, time.max).astimezone().timestamp())

    def passed(self, today: date) -> bool:
        """Return whether the day that was agreed has passed."""
        return self.until is not None and today > self.until


@dataclass(frozen=True, slots=True)
class Known:
    """What the records say of a computer: its journal, the number of its rules, and when it last said that it guards
    (since the epoch, 0 for never)."""

    device: str
    chain: str
    pack: int
    well_at: float


@dataclass(frozen=True, slots=True)
class Calls:
    """The calls of an office, the newest first, and the computers by their names (case folded). ``whole``: none was
    changed or taken out. ``checkpoint``: their end, by which an older copy is known.
    """

    made: tuple[Call, ...] = ()
    computers: Mapping[str, Known] = field(default_factory=dict)
    whole: bool = True
    checkpoint: str = ""
    _of: Mapping[str, Sequence[tuple[Call, Matter]]] = field(default_factory=dict)

    @classmethod
    def of(cls, made: Sequence[Call], computers: Sequence[Known], whole: bool, checkpoint: str) -> Calls:
        """Return calls with the computers that they may be about."""
        newest = tuple(sorted(made, key=lambda one: (one.day, one.at, one.number), reverse=True))
        known = {one.device.casefold(): one for one in computers}
        chains = {one.chain: name for name, one in known.items() if one.chain}
        found = defaultdict[str, list[tuple[Call, Matter]]](list)
        for call in newest:
            for about in call.about:
                name = about.device.casefold()
                renamed = chains.get(about.chain, name) if name not in known else name
                found[renamed].append((call, about.matter))
        return cls(newest, known, whole, checkpoint, found)

    def on(self, device: str) -> tuple[Call, ...]:
        """Return every call about a computer, the newest first."""
        return tuple(dict.fromkeys(call for call, _ in self._of.get(device.casefold(), ())))

    def about(self, call: Call, device: str) -> tuple[Matter, ...]:
        """Return what a call was about on a computer."""
        return tuple(dict.fromkeys(matter for one, matter in self._of.get(device.casefold(), ()) if one == call))

    def newest(self, device: str, open_matters: Collection[Matter]) -> Call | None:
        """Return the newest call that counts for something that is open on a computer, None without one."""
        known = self.computers.get(device.casefold())
        return next((call for call, matter in self._of.get(device.casefold(), ())
                     if any(_counts(call, matter, one, known) for one in open_matters)), None)


def _counts(call: Call, matter: Matter, open_matter: Matter, known: Known | None) -> bool:
    """Tell whether a call about a matter still counts for what is open now."""
    if matter.topic is not open_matter.topic:
        return False
    if matter.topic is Topic.INSPECTION:
        return matter.number == open_matter.number
    if known is None:
        return True
    if matter.topic is Topic.RULES:
        return known.pack < matter.number
    return matter.topic is Topic.RECORDS or known.well_at < call.moment


def malformed(call: Call, today: date) -> Sentence:
    """Return what is wrong with a call that is to be recorded, without words when nothing is."""
    if not call.by.strip():
        return sentence("calls.by")
    for what, words, least, most in ((sentence("calls.whom"), call.whom, 1, LONGEST_NAME),
                                     (sentence("calls.agreed"), call.agreed, 0, LONGEST_AGREED)):
        if not least <= len(words.strip()) <= len(words) <= most or hides(words):
            return sentence("calls.words", what=what, least=least, most=most)
    if not 0 <= (today - call.day).days <= OLDEST_DAYS:
        return sentence("calls.day", days=OLDEST_DAYS)
    if call.until is not None and not 0 <= (call.until - call.day).days <= FARTHEST_DAYS:
        return sentence("calls.until")
    return NOTHING if call.about else sentence("calls.nothing-open")
