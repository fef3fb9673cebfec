"""Makes masked copies of held items on request, judges them again before they are offered, and keeps a few in memory.
"""

from __future__ import annotations

import re
import threading
import weakref
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from guard.clipboard.file_lists import targets_listing
from guard.control.masked_copies import MaskedCopy, MaskedFile
from guard.core.model import Case, CaseState, Item, Judged, Kind, Target
from guard.core.one_file import picture_file
from guard.daemon.copy_files import PNG, CopyFiles, contents_of, put_beside
from guard.daemon.quarantine import Quarantine
from guard.ipc.replies import Refused
from guard.pipeline.pipeline import Rules
from guard.redact.document import DocumentRedaction, redact_document, refusal_of, to_mask
from guard.redact.masks import KIND_WORDS, Masked, MaskKind
from guard.redact.picture import NoRedaction, PictureReader, redact_picture
from guard.redact.places import Spans
from guard.redact.text import maskable, redact, too_long
from guard.sentences.catalogue import sentence
from guard.supply.tag_weights import Tagging
from guard.util.path_text import path_text, text_path
from rules.sentences.sentence import Sentence

if TYPE_CHECKING:
    from rules.judge.judge import Judge

REMEMBERED = 4
"""Copies kept in memory, so that exactly what was shown is sent; the oldest are dropped first."""

_TEXT_TARGETS = (("UTF8_STRING", "UTF8_STRING"), ("text/plain;charset=utf-8", "text/plain;charset=utf-8"),
                 ("text/plain", "text/plain"), ("TEXT", "UTF8_STRING"))


_SEPARATORS = re.compile(r"[\W_]+")


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

    def __init__(self, rules: Callable[[], Rules], quarantine: Quarantine, reader: PictureReader,
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
        of_file = picture_file(case)
        if case.kind is Kind.FILES and of_file is None:
            return _documents(case, rules, self._tagging, shown)
        judged = of_file or case.judged[0]
        if case.kind is Kind.TEXT:
            return masked_copy(case.id, Item(judged.name, Kind.TEXT), judged, rules, self._reader, self._tagging, shown)
        pictures = self._quarantine.pictures(case)
        if not pictures:
            return Refused("no-copy", sentence("mask.format" if of_file is None else "mask.changed"))
        item = Item(judged.name, Kind.PICTURE, pictures[0])
        copy = masked_copy(case.id, item, judged, rules, self._reader, self._tagging, shown)
        if of_file is None or isinstance(copy, Refused):
            return copy
        return msgspec.structs.replace(copy, files=(MaskedFile(PNG),))

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


def _documents(case: Case, rules: Rules, tagging: Tagging, shown: Spans) -> MaskedCopy | Refused:
    """Return a masked copy of the words of held files that these rules let pass, or why there is none."""
    contents, tagger = to_mask(case) or (), tagging.tagger()
    if shown and len(contents) > 1:
        return Refused("no-copy", sentence("mask.files-as-they-are"))
    made = [(judged, redact_document(judged, rules.judge, rules.policy, shown, tagger)) for judged in contents]
    copies = [(judged, copy) for judged, copy in made if copy is not None]
    if len(copies) < len(made) or not made:
        return Refused("no-copy", sentence("mask.left"))
    kinds = Counter[Sentence]()
    for judged, copy in copies:
        kinds.update(dict(_kinds("" if judged.text is None else judged.text.original, copy.redaction.spans)))
    doubts = dict.fromkeys(kind for _, copy in copies for kind in copy.redaction.doubts)
    without = dict.fromkeys(words for _, copy in copies for words in copy.without)
    if len(contents) < len({judged.name for judged in case.judged}):
        without[sentence("mask.without-clean")] = None
    first = copies[0][1].redaction
    return MaskedCopy(case.id, tuple(kinds.items()), text="".join(copy.redaction.text for _, copy in copies),
                      spans=first.spans if len(copies) == 1 else (), style=first.style, by_rules=tagger is None,
                      doubts=_words(doubts), files=tuple(_files([copy for _, copy in copies])), without=tuple(without))


def _files(copies: Sequence[DocumentRedaction]) -> Iterator[MaskedFile]:
    end = 0
    for copy in copies:
        end += len(copy.redaction.text)
        yield MaskedFile(copy.ending, end, copy.pages)


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
        return MaskedCopy(case, _kinds(original, text.spans), text=text.text, spans=text.spans, style=text.style,
                          by_rules=tagger is None, doubts=_words(text.doubts))
    picture = redact_picture(item, judged, reader, rules.judge, rules.policy, shown, tagger)
    if isinstance(picture, NoRedaction):
        return Refused("no-copy", picture.reason)
    return MaskedCopy(case, _kinds(picture.original, picture.spans), picture=picture.png,
                      spans=() if picture.straightened else picture.spans, by_rules=tagger is None,
                      doubts=_words(picture.doubts))


def _words(kinds: Iterable[MaskKind]) -> tuple[Sentence, ...]:
    return tuple(KIND_WORDS[kind] for kind in kinds)


def _kinds(original: str, spans: Iterable[Masked]) -> tuple[tuple[Sentence, int], ...]:
    """Return how many different values of each kind are hidden: a name that occurs five times is one."""
    values = dict.fromkeys((span.kind, _SEPARATORS.sub("", original[span.start:span.end])) for span in spans
                           if span.kind is not MaskKind.OMITTED)
    return tuple((KIND_WORDS[kind], count) for kind, count in Counter(kind for kind, _ in values).items())
