"""误报反馈: the number of a feedback, the answer of the 保密办, and the messages between the processes about both.

Nothing of what was held is in a number or an answer.
"""

from __future__ import annotations

import msgspec

from guard.ipc.messages import Message
from guard.util.spoken_code import grouped, read

_BYTES = 6
_GROUP = 5

WORDS_LIMIT = 200
"""Characters of an answer's words at most: every computer gets every answer."""


class FeedbackAnswer(msgspec.Struct, frozen=True):
    """The answer to one feedback. ``words`` are the 保密办's own; ``since`` is the day (2026-12-01) from which the rule
    no longer matches, "" for none. ``at`` in seconds since the epoch.
    """

    number: str
    adopted: bool
    words: str
    at: float
    since: str = ""


class Given(msgspec.Struct, frozen=True):
    """One feedback of this user. ``seen``: its answer was looked at. ``check``: the 保密办 was asked whether the item
    may go; an adopted answer says that it may.
    """

    number: str
    case: str
    rule: str
    at: float
    answer: FeedbackAnswer | None = None
    seen: bool = False
    check: bool = False


def number_of(case: str) -> str:
    """Return the number of the feedback on an item: the same each time, and meaningless to anybody else."""
    from hashlib import blake2b  # it loads OpenSSL, which the tray does not need

    return shown(blake2b(case.encode(), digest_size=_BYTES, person=b"mishao feedback").digest())


def read_number(untrusted_text: str) -> str:
    """Return a number in its normal form, however it was typed. Raises guard.util.spoken_code.CodeError."""
    return shown(read(untrusted_text, _BYTES, _GROUP))


def shown(content: bytes) -> str:
    """Return these bytes in groups, each with its check character."""
    return "-".join(grouped(content, _GROUP))


# ------------------------------------------------------------------ messages
class GetFeedback(Message, frozen=True):
    """Request the given feedback on false alarms. Answered by FeedbackList."""


class SeeFeedback(Message, frozen=True):
    """Note that every answer was looked at. Answered by FeedbackList."""


class QuoteCase(Message, frozen=True):
    """Request the few words of an item that may be added to a feedback. Answered by FeedbackExcerpt or Refused."""

    case: str


class AskOffice(Message, frozen=True):
    """Note that this user asks the 保密办 to check an item, for its answer to be known. Answered by Done or Refused."""

    case: str


class FeedbackList(Message, frozen=True):
    """Every feedback, oldest first."""

    entries: tuple[Given, ...]


class FeedbackExcerpt(Message, frozen=True):
    """Words around what was found, with every name and number hidden. They go nowhere by themselves."""

    case: str
    text: str


class FeedbackAnswered(Message, frozen=True):
    """The 保密办 has answered these feedbacks."""

    entries: tuple[Given, ...]


AboutFeedback = GetFeedback | SeeFeedback
