"""发前自查: tells what would happen to content that somebody means to send. None of it is kept.

Nothing is recorded either, until a receipt is requested.
"""

from __future__ import annotations

import threading
import time
import weakref
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Protocol

from guard.control.masked_copies import MaskedCopy
from guard.control.offered_requests import CheckedItem, Offered, ReceiptGiven, SelfChecked
from guard.core.decide import SEVERITY, decide, outcome_of, unreadable_words
from guard.core.events import Event, EventKind
from guard.core.model import Case, Decision, Item, Judged, Kind, Outcome, Reason, Unreadable, new_id
from guard.core.ports import Reader, Sink
from guard.daemon.masking import masked_copy
from guard.daemon.previews import Previews
from guard.daemon.receipts import Receipt, digest, receipt_of, sign
from guard.files.copied import COPIED_FILES_LIMIT
from guard.files.items import load, name_of, walk
from guard.ipc.raster import Raster
from guard.ipc.replies import Refused
from guard.pipeline.judging import read_and_judge
from guard.pipeline.pipeline import Rules
from guard.reading.text import sniff
from guard.redact.picture import PictureReader
from guard.redact.text import maskable
from guard.sentences.catalogue import sentence
from guard.supply.tag_weights import Tagging
from guard.util.path_text import text_path
from guard.vault.keys import KeySource
from rules.sentences.sentence import NOTHING

if TYPE_CHECKING:
    from rules.judge.judge import Judge

REMEMBERED = 16
"""Number of checks whose receipt can still be requested; they hold fingerprints and no content."""


COPIES_REMEMBERED = 4
"""Number of masked copies that can still be taken."""


class WholeReader(Reader, PictureReader, Protocol):
    """Reads everything, and fills boxes of pictures."""


@dataclass(frozen=True, slots=True)
class SelfCheckEnds:
    """What a self-check needs from the guard. ``receipt_key`` signs receipts and is made for the first one.

    ``held`` returns the held item that was copied last. ``knowing`` is ``rules`` with a judge that also knows kinship;
    a masked copy is judged without kinship.
    """

    rules: Callable[[], Rules]
    reader: WholeReader
    previews: Previews
    receipt_key: KeySource
    sink: Sink
    held: Callable[[], Case | None]
    knowing: Callable[[], Rules]
    tagging: Tagging


class SelfChecking:
    """Reads, judges and decides as for a paste, and stops there. Thread-safe."""

    def __init__(self, ends: SelfCheckEnds) -> None:
        self._ends = ends
        self._lock = threading.Lock()
        self._receipts: OrderedDict[str, _Remembered] = OrderedDict()
        self._copies: OrderedDict[str, tuple[MaskedCopy, weakref.ref[Judge]]] = OrderedDict()

    def check(self, offered: Offered, after: str = "") -> SelfChecked:
        """Return what would happen to this content; ``after`` as in SelfCheck."""
        rules = self._ends.knowing()
        if offered.untrusted_text.strip() == rules.policy.notice.strip() != "":
            return self._of_held(rules)
        items = _items(offered)
        judged = tuple(read_and_judge(part.item, self._ends.reader, rules.judge) for part in items)
        decision = decide(judged, rules.policy)
        check = self._checked([_bytes(part.item) for part in items if not part.of_name], judged, decision, after)
        told = tuple(_told(one, of_name=part.of_name) for one, part in zip(judged, items, strict=True)
                     if _worth(one, part))
        return SelfChecked(check, decision.outcome, decision.rule, told, _may_be_masked(items, judged, rules),
                           self._raster(offered, items))

    def _of_held(self, rules: Rules) -> SelfChecked:
        """Answer for the held item: a user who pastes it here gets the notice, but means what was copied."""
        case = self._ends.held()
        nothing = Judged("", unreadable=Unreadable(Reason.NO_ANSWER, sentence("guard.held-by-us")))
        judged = case.judged if case is not None else (nothing,)
        decision = case.decision if case is not None else decide(judged, rules.policy)
        texts = [item.text.original.encode("utf-8", "surrogatepass") for item in judged if item.text is not None]
        check = self._checked(texts, judged, decision)
        return SelfChecked(check, decision.outcome, decision.rule, tuple(map(_told, judged)), held=True)

    def masked(self, offered: Offered) -> MaskedCopy | Refused:
        """Return a masked copy that was judged again, or why there is none."""
        rules = self._ends.rules()
        items = _items(offered)
        contents = [part.item for part in items if not part.of_name]
        if len(contents) != 1:
            return Refused("no-copy", sentence("mask.files-in-self-check"))
        item = _as_masked(contents[0])
        judge = self._ends.knowing().judge
        judged = read_and_judge(item, self._ends.reader, judge)
        names = [read_and_judge(part.item, self._ends.reader, judge) for part in items if part.of_name]
        if not maskable(judged, rules.policy) or outcome_of(names) is not Outcome.ALLOW:
            return Refused("no-copy", sentence("mask.not-allowed"))
        copied = item if item.kind is Kind.PICTURE else Item(item.name, Kind.TEXT)
        copy = masked_copy(new_id(), copied, judged, rules, self._ends.reader, self._ends.tagging)
        if isinstance(copy, MaskedCopy):
            with self._lock:
                self._copies[copy.case] = copy, weakref.ref(rules.judge)  # weak: replaced rules take much memory
                while len(self._copies) > COPIES_REMEMBERED:
                    self._copies.popitem(last=False)
        return copy

    def copy(self, number: str) -> MaskedCopy | Refused:
        """Return a copy that was made earlier, while the rules that let it pass are still in force."""
        with self._lock:
            made = self._copies.get(number)
        if made is None or made[1]() is not self._ends.rules().judge:
            return Refused("again", sentence("self-check.copy-gone"))
        return made[0]

    def _raster(self, offered: Offered, items: tuple[_Part, ...]) -> Raster | None:
        whole = [part.item for part in items if not part.of_name]
        if len(whole) != 1 or sniff(whole[0].untrusted_bytes) is not Kind.PICTURE:
            return None
        return next(iter(self._ends.previews.rasters((whole[0].untrusted_bytes,), offered.pixels)), None)

    def receipt(self, check: str) -> ReceiptGiven | Refused:
        """Return the signed receipt of a check, and record that in the journal. Raises VaultError for its key."""
        with self._lock:
            remembered = self._receipts.get(check)
            if remembered is None:
                return Refused("unknown", sentence("self-check.gone"))
            receipt = remembered.receipt()
            key = self._ends.receipt_key.load() or self._ends.receipt_key.create()
        self._ends.sink.append(Event(EventKind.RECEIPT, time.time(), outcome=receipt.outcome.value,
                                     rules=receipt.rules, reason=receipt.fingerprint))
        return ReceiptGiven(sign(receipt, key))

    def _checked(self, contents: Sequence[bytes], judged: Sequence[Judged], decision: Decision,
                 after: str = "") -> str:
        """Remember what a receipt of these contents would say; return the number of the check."""
        check = new_id()
        fired = frozenset(match.rule for item in judged if item.verdict for match in item.verdict.matches)
        pack = next((item.verdict.pack for item in judged if item.verdict), "")
        remembered = _Remembered(time.time(), tuple(map(digest, contents)), pack, decision.outcome, fired)
        with self._lock:
            before = self._receipts.pop(after, None)
            if after and before is None:
                return check  # a receipt of a part would pass for one of the whole
            self._receipts[check] = before.followed_by(remembered) if before is not None else remembered
            while len(self._receipts) > REMEMBERED:
                self._receipts.popitem(last=False)
        return check


@dataclass(frozen=True, slots=True)
class _Remembered:
    """What a receipt of a check would say: when (seconds since the epoch), SHA-256 of the contents, the rules in force,
    the answer, what matched."""

    at: float
    digests: tuple[bytes, ...]
    pack: str
    outcome: Outcome
    fired: frozenset[str]

    def followed_by(self, later: _Remembered) -> _Remembered:
        """Return both as one."""
        return _Remembered(later.at, self.digests + later.digests, later.pack or self.pack,
                           max(self.outcome, later.outcome, key=SEVERITY.index), self.fired | later.fired)

    def receipt(self) -> Receipt:
        """Return the receipt."""
        return receipt_of(self.at, self.digests, self.pack, self.outcome, tuple(sorted(self.fired)))


@dataclass(frozen=True, slots=True)
class _Part:
    item: Item
    of_name: bool = False


def _may_be_masked(items: tuple[_Part, ...], judged: Sequence[Judged], rules: Rules) -> bool:
    """Tell whether there is one content that may be masked, and nothing in its name that is stopped."""
    contents = [one for one, part in zip(judged, items, strict=True) if not part.of_name]
    names = [one for one, part in zip(judged, items, strict=True) if part.of_name]
    return len(contents) == 1 and maskable(contents[0], rules.policy) and outcome_of(names) is Outcome.ALLOW


def _as_masked(item: Item) -> Item:
    """Return a file as what its copy is: a picture, or the words of a document."""
    if item.kind is Kind.FILES and sniff(item.untrusted_bytes) is Kind.PICTURE:
        return replace(item, kind=Kind.PICTURE)
    return item


def _items(offered: Offered) -> tuple[_Part, ...]:
    if offered.paths:
        return tuple(_files(offered.paths))
    if offered.untrusted_picture:
        return (_Part(Item("", Kind.PICTURE, untrusted_bytes=offered.untrusted_picture)),)
    return (_Part(Item("", Kind.TEXT, untrusted_text=offered.untrusted_text)),)


def _files(paths: tuple[str, ...]) -> Iterator[_Part]:
    found = list(islice((path for given in paths for path in walk(text_path(given))), COPIED_FILES_LIMIT + 1))
    for path in found[:COPIED_FILES_LIMIT]:
        yield _Part(name_of(path), of_name=True)
        yield _Part(load(path))
    if len(found) > COPIED_FILES_LIMIT:
        yield _Part(Item("", Kind.FILES, problem=Unreadable(
            Reason.TOO_LARGE, sentence("self-check.too-many-files", most=COPIED_FILES_LIMIT))))


def _bytes(item: Item) -> bytes:
    return item.untrusted_bytes if item.untrusted_text is None else item.untrusted_text.encode("utf-8", "surrogatepass")


def _worth(judged: Judged, part: _Part) -> bool:
    """Return whether to report this part; a file's name is reported only when a rule matched in it."""
    return not part.of_name or bool(judged.verdict and judged.verdict.matches)


def _told(judged: Judged, *, of_name: bool = False) -> CheckedItem:
    missing = judged.unreadable is not None and judged.unreadable.reason is Reason.NOT_FOUND
    return CheckedItem(judged.name, outcome_of((judged,)), judged.verdict, unreadable_words(judged) or NOTHING, of_name,
                       missing)
