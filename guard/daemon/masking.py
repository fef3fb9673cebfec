"""Makes masked copies of held items on request, judges them again before they are offered, and keeps a few in memory.
"""

from __future__ import annotations

import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from guard.clipboard.file_lists import targets_listing
from guard.control.masked_copies import MaskedCopy
from guard.core.model import Case, CaseState, Item, Judged, Kind, Target
from guard.daemon.copy_files import CopyFiles, contents_of, put_beside
from guard.daemon.masked_files import masked_files, masked_scan
from guard.daemon.quarantine import Quarantine
from guard.ipc.replies import Refused
from guard.pipeline.pipeline import Rules
from guard.redact.document import is_scan, refusal_of
from guard.redact.mask_kinds import counted, kind_words
from guard.redact.picture import NoRedaction, PictureReader, redact_picture
from guard.redact.places import Spans
from guard.redact.scan import ScanReader
from guard.redact.text import maskable, redact, too_long
from guard.sentences.catalogue import sentence
from guard.supply.tag_weights import Tagging
from guard.util.path_text import path_text, text_path

if TYPE_CHECKING:
    from rules.judge.judge import Judge

REMEMBERED = 4
"""Copies kept in memory, so that exactly what was shown is sent; the oldest are dropped first."""

_TEXT_TARGETS = (("UTF8_STRING", "UTF8_STRING"), ("text/plain;charset=utf-8", "text/plain;charset=utf-8"),
                 ("text/plain", "text/plain"), ("TEXT", "UTF8_STRING"))

@dataclass(frozen=True, slots=True)
class _Made:
    """A copy and the judge that let it pass: after a change of rules it is made and judged again.

    The reference to the judge is weak: rules that were replaced take much memory.
    """

    copy: MaskedCopy
    judge: weakref.ref[Judge]


class Masking:
    """Makes and remembers copies. Thread-safe; a picture takes as long as painting and reading it does, and only who
    wants a copy of the same item waits for it.
    """

    def __init__(self, rules: Callable[[], Rules], quarantine: Quarantine, reader: ScanReader,
                 tagging: Tagging, files: CopyFiles) -> None:
        """``files`` takes the copies of documents that are handed out."""
        self._rules = rules
        self._tagging = tagging
        self._quarantine = quarantine
        self._reader = reader
        self._files = files
        self._lock = threading.Lock()
        self._making: weakref.WeakValueDictionary[str, threading.Lock] = weakref.WeakValueDictionary()
        self._made: OrderedDict[tuple[str, Spans], _Made] = OrderedDict()

    def copy_of(self, case: Case, shown: Spans = ()) -> MaskedCopy | Refused:
        """Return the masked copy of a held text, picture or document, or why there is none. Raises VaultError.

        ``shown`` are spans of an earlier copy to leave visible; the result is judged like every copy.
        """
        rules = self._rules()
        refusal = _refusal(case, rules)
        if refusal is not None:
            return refusal
        with self._making_of(case.id):
            with self._lock:
                made = self._made.get((case.id, shown))
            if made is not None and made.judge() is rules.judge:
                return made.copy
            copy = self._make(case, rules, shown)
            if isinstance(copy, MaskedCopy):
                self._remember(shown, _Made(copy, weakref.ref(rules.judge)))
            return copy

    def remembers(self, case: Case, shown: Spans) -> bool:
        """Return whether exactly this copy was made under the current rules and is still in memory."""
        with self._lock:
            made = self._made.get((case.id, shown))
        return made is not None and made.judge() is self._rules().judge

    def forget(self, case_id: str) -> None:
        """Drop the copies of an item that is no longer held, also of one that is being made, and its file."""
        self._files.forget(case_id)
        with self._making_of(case_id), self._lock:
            for key in [key for key in self._made if key[0] == case_id]:
                del self._made[key]

    def _making_of(self, case_id: str) -> threading.Lock:
        """Return what whoever makes copies of this item holds meanwhile."""
        with self._lock:
            return self._making.setdefault(case_id, threading.Lock())

    def handed(self, copy: MaskedCopy) -> MaskedCopy:
        """Return a copy as it is handed to a program: that of files with the paths of its own, which are written now.
        Raises OSError.
        """
        if not copy.files:
            return copy
        return msgspec.structs.replace(copy, paths=tuple(map(path_text, self._files.put(copy))))

    def handed_beside(self, copy: MaskedCopy, case: Case) -> MaskedCopy:
        """The same with the file beside the original, where the person chooses it in place of that one; with the other
        copies where nothing can be written or the folder is somebody else's. Raises OSError, VaultError.
        """
        originals = self._quarantine.paths(case)
        if len(copy.files) != 1 or len(originals) != 1:
            return self.handed(copy)
        (content,) = contents_of(copy)
        self._quarantine.let_pass(content)
        path = put_beside(originals[0], content, copy.files[0].ending)
        return msgspec.structs.replace(copy, paths=(path_text(path),), beside=True) if path else self.handed(copy)

    def _make(self, case: Case, rules: Rules, shown: Spans) -> MaskedCopy | Refused:
        def of_pixels(judged: Judged) -> MaskedCopy | Refused:
            content = self._quarantine.content(case, judged)
            if content is None:
                return Refused("no-copy", sentence("mask.changed" if case.kind is Kind.FILES else "mask.format"))
            if is_scan(judged):
                return masked_scan(case.id, Item(judged.name, Kind.FILES, content), rules, self._reader, self._tagging)
            item = Item(judged.name, Kind.PICTURE, content)
            return masked_copy(case.id, item, judged, rules, self._reader, self._tagging, shown)

        if case.kind is Kind.FILES:
            return masked_files(case, rules, self._tagging, of_pixels, shown)
        judged = case.judged[0]
        if case.kind is Kind.PICTURE:
            return of_pixels(judged)
        return masked_copy(case.id, Item(judged.name, Kind.TEXT), judged, rules, self._reader, self._tagging, shown)

    def _remember(self, shown: Spans, made: _Made) -> None:
        with self._lock:
            self._made[made.copy.case, shown] = made
            while len(self._made) > REMEMBERED:
                self._made.popitem(last=False)


def targets_of(copy: MaskedCopy) -> tuple[Target, ...]:
    """Return the clipboard targets of a copy: its text, its picture or its files, nothing of the original."""
    if copy.paths:
        return targets_listing(*map(text_path, copy.paths))
    if copy.picture:
        return (Target("image/png", "image/png", 8, copy.picture),)
    return tuple(Target(name, kind, 8, copy.text.encode("utf-8", "replace")) for name, kind in _TEXT_TARGETS)


def _refusal(case: Case, rules: Rules) -> Refused | None:
    if case.state is CaseState.DESTROYED:
        return Refused("destroyed", sentence("mask.destroyed"))
    if case.kind is Kind.FILES:
        refusal = refusal_of(case, rules.policy)
        return None if refusal is None else Refused("no-copy", refusal)
    if len(case.judged) != 1:
        return Refused("no-copy", sentence("mask.files"))
    if not maskable(case.judged[0], rules.policy):
        return Refused("no-copy", sentence("mask.not-allowed"))
    return None


def masked_copy(case: str, item: Item, judged: Judged, rules: Rules, reader: PictureReader,
                tagging: Tagging, shown: Spans = ()) -> MaskedCopy | Refused:
    """Return a masked copy of a judged text or picture that these rules let pass, or why there is none."""
    tagger = tagging.tagger()
    if judged.text is not None and too_long(judged.text.original):
        return Refused("no-copy", sentence("mask.too-long"))
    if item.kind is Kind.TEXT:
        text = redact(judged, rules.judge, rules.policy, shown, tagger)
        if text is None:
            return Refused("no-copy", sentence("mask.left"))
        original = "" if judged.text is None else judged.text.original
        return MaskedCopy(case, counted(original, text.spans), text=text.text, spans=text.spans, style=text.style,
                          by_rules=tagger is None, doubts=kind_words(text.doubts))
    picture = redact_picture(item, judged, reader, rules.judge, rules.policy, shown, tagger)
    if isinstance(picture, NoRedaction):
        return Refused("no-copy", picture.reason)
    return MaskedCopy(case, counted(picture.original, picture.spans), picture=picture.png,
                      spans=() if picture.straightened else picture.spans, by_rules=tagger is None,
                      doubts=kind_words(picture.doubts))
