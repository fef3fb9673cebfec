"""The tray's requests about offered content: what somebody means to send and checks before (发前自查)."""

from __future__ import annotations

import msgspec

from guard.core.model import Outcome
from guard.ipc.messages import Message
from guard.ipc.raster import Raster
from rules.model import Verdict
from rules.sentences.sentence import NOTHING, Sentence


class Offered(msgspec.Struct, frozen=True):
    """What somebody means to send and checks before: a text, an encoded picture, or the paths of files as text
    (guard.util.path_text).

    The answer to a picture alone contains at most ``pixels`` of its pixels, for display.
    """

    untrusted_text: str = ""
    untrusted_picture: bytes = b""
    paths: tuple[str, ...] = ()
    pixels: int = 0


class CheckedItem(msgspec.Struct, frozen=True):
    """One part of what was checked. ``reason`` says why it counts as unread; ``of_name``: a file's name was judged.

    ``missing``: there is no such file.
    """

    name: str
    outcome: Outcome
    verdict: Verdict | None = None
    reason: Sentence = NOTHING
    of_name: bool = False
    missing: bool = False


class SelfCheck(Message, frozen=True):
    """Say what would happen to this content; it is neither kept nor recorded. Answered by SelfChecked; pictures and
    files take seconds.

    ``after`` is the number of a check that this one continues, "" for none: its receipt is then of both, and the
    earlier one has none of its own any more.
    """

    offered: Offered
    after: str = ""


class MaskOffered(Message, frozen=True):
    """Make a masked copy of a text or picture that somebody means to send. Answered by MaskedCopy, whose ``case`` is a
    number of its own, or Refused.
    """

    offered: Offered


class TakeOffered(Message, frozen=True):
    """Put such a copy on the clipboard. Answered by MaskedCopy or Refused."""

    copy: str


class GiveReceipt(Message, frozen=True):
    """Give the signed receipt of an earlier self-check. Answered by ReceiptGiven or Refused."""

    check: str


class SelfChecked(Message, frozen=True):
    """The answer to a self-check. ``rule`` decided, "" when none did; ``maskable``: a masked copy may be requested.

    ``raster`` is a picture alone, for display. ``held``: the notice was offered, so the answer is about the held
    content in its place.
    """

    check: str
    outcome: Outcome
    rule: str
    items: tuple[CheckedItem, ...]
    maskable: bool = False
    raster: Raster | None = None
    held: bool = False


class ReceiptGiven(Message, frozen=True):
    """A receipt as the bytes of a file."""

    receipt: bytes


AboutOffered = SelfCheck | MaskOffered | TakeOffered | GiveReceipt
