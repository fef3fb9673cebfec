"""What an administrator publishes: bundles (packs and policy in one file) and the index that says who gets which."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from typing import TypeVar

import msgspec

from guard.core.inspection_order import InspectionOrder
from guard.feedback.answers import FeedbackAnswer
from guard.sentences.catalogue import sentence
from guard.util.undecodable import UNDECODABLE
from rules.sentences.sentence import SaidError

INDEX = "channels.json"
"""Name of the index among the signed files. Fixed, so that no client must ask which files there are."""

BUNDLE_LIMIT = 32 * 1024 * 1024
"""Bytes of one bundle at most; the built-in pack has about 200,000."""

INDEX_LIMIT = 4 * 1024 * 1024
"""Bytes of the index at most."""

EXACT_FOLDER, EXACT_ENDING = "exact", ".edm"
"""Where the indexes of tables are, among the signed files and in a slot."""

EXACT_LIMIT = 4
"""Indexes of a release at most."""

DEFAULT_CHANNEL = "正式"

_BUCKETS = 10_000
_CLOCK_SLACK = 3600.0


class BundleError(SaidError):
    """Signed but not of a form that this program knows: the program is older than the file, or the file is broken."""


class NamedPack(msgspec.Struct, frozen=True):
    """One pack: the file name that messages call it by, and its YAML."""

    name: str
    yaml: str


class NamedIndex(msgspec.Struct, frozen=True):
    """An index of a table of the unit (rules.exact), a signed file of its own: its name for people, SHA-256 and size
    in bytes. The name is that of its header."""

    name: str
    sha256: str
    size: int

    @property
    def target(self) -> str:
        """The name of the signed file: the same index is fetched once, whatever releases it is part of."""
        return f"{EXACT_FOLDER}/{self.sha256}{EXACT_ENDING}"


class Bundle(msgspec.Struct, frozen=True):
    """All that is put in force together. ``policy`` "" means the built-in one, and so does ``weights`` b"".

    It replaces the built-in pack unless ``builtin``. ``optional`` names further packs inside the program.
    """

    packs: tuple[NamedPack, ...] = ()
    builtin: bool = False
    optional: tuple[str, ...] = ()
    policy: str = ""
    weights: bytes = b""
    exact: tuple[NamedIndex, ...] = ()


class RuleRelease(msgspec.Struct, frozen=True):
    """One bundle, who gets it, and when it was signed (seconds since the epoch).

    A computer gets it when its group is in ``groups`` or its bucket is below ``percent``. ``withdrawn`` is the reason.
    """

    number: int
    target: str
    label: str
    signed_at: float
    channel: str = DEFAULT_CHANNEL
    percent: int = 100
    groups: tuple[str, ...] = ()
    withdrawn: str = ""
    exact: tuple[str, ...] = ()
    """The further signed files that its bundle names."""

    def reaches(self, device: str, groups: Collection[str]) -> bool:
        """Tell whether this computer is in the ring."""
        return bool(set(groups) & set(self.groups)) or bucket(device, self.target) < self.percent * _BUCKETS // 100


class Suspension(msgspec.Struct, frozen=True):
    """紧急停用: until then nothing is blocked, only warned of. Times are seconds since the epoch."""

    reason: str
    signed_at: float
    until: float

    def holds(self, now: float) -> bool:
        """Tell whether it is in force; not before it was signed, so that setting the clock back has no effect."""
        return self.signed_at - _CLOCK_SLACK <= now < self.until


class Index(msgspec.Struct, frozen=True):
    """Every published release that is still kept, oldest first, whether blocking is suspended, and the answers to
    误报反馈 and the orders to inspect folders, which thus reach every computer without a new bundle.
    """

    releases: tuple[RuleRelease, ...] = ()
    suspension: Suspension | None = None
    answers: tuple[FeedbackAnswer, ...] = ()
    orders: tuple[InspectionOrder, ...] = ()

    def choose(self, channel: str, device: str, groups: Collection[str]) -> RuleRelease | None:
        """Return the newest release for this computer, None when there is none."""
        fitting = [release for release in self.releases
                   if release.channel == channel and not release.withdrawn and release.reaches(device, groups)]
        return max(fitting, key=lambda release: release.number, default=None)


def bucket(device: str, salt: str) -> int:
    """Return a computer's position among ten thousand, different for each release."""
    return int.from_bytes(hashlib.sha256(f"{salt}:{device}".encode()).digest()[:8], "big") % _BUCKETS


_Struct = TypeVar("_Struct", Bundle, Index)


def encode(content: Bundle | Index) -> bytes:
    """Return the bytes that are signed: JSON that a person can read."""
    return msgspec.json.format(msgspec.json.encode(content), indent=1)


def decode(content: bytes, kind: type[_Struct]) -> _Struct:
    """Decode what ``encode`` wrote; fields of a newer program are ignored. Raises BundleError."""
    try:
        return msgspec.json.decode(content, type=kind)
    except UNDECODABLE as error:
        raise BundleError(sentence("bundle.format")) from error
