"""Makes the masked copies of held files: each of its own kind, and of several files one answer with all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import msgspec

from guard.control.masked_copies import MaskedCopy, MaskedFile
from guard.core.model import Case, Item, Judged
from guard.core.one_file import files_of_case, is_picture
from guard.daemon.copy_files import PNG
from guard.daemon.previews import Previews
from guard.ipc.replies import Refused
from guard.pipeline.pipeline import Rules
from guard.redact.document import PDF, is_scan, redact_document, to_mask
from guard.redact.mask_kinds import counted, kind_words
from guard.redact.picture import NoRedaction
from guard.redact.places import Spans
from guard.redact.scan import ScanReader, redact_scan
from guard.sentences.catalogue import sentence
from guard.supply.tag_weights import Tagging
from rules.sentences.sentence import Sentence

if TYPE_CHECKING:
    from rules.tagging.tagger import Tagger

OfPixels = Callable[[Judged], MaskedCopy | Refused]
"""Makes the masked copy of a picture file, as that of a copied picture, or of a scan."""


def masked_files(case: Case, rules: Rules, tagging: Tagging, of_pixels: OfPixels,
                 shown: Spans = ()) -> MaskedCopy | Refused:
    """Return the masked copies of held files that these rules let pass, or why there is none: where one of several
    cannot be masked nothing is given. Only for what ``guard.redact.document.refusal_of`` does not refuse.
    """
    contents = to_mask(case) or ()
    if shown and len(contents) > 1:
        return Refused("no-copy", sentence("mask.files-as-they-are"))
    copies: list[MaskedCopy] = []
    tagger = tagging.tagger()
    together = sum(len(judged.text.original) for judged in contents if judged.text is not None)
    for judged in contents:
        copy = _copy_of(case.id, judged, rules, tagger and tagger.for_length(together), of_pixels, shown)
        if isinstance(copy, Refused):
            return copy if len(contents) == 1 else Refused(
                copy.code, sentence("mask.of-one", name=judged.name, why=copy.words))
        copies.append(copy)
    others = len(contents) < len(files_of_case(case) or ())
    return _together(copies, sentence("mask.without-clean") if others else None)


def masked_scan(case: str, item: Item, rules: Rules, reader: ScanReader, tagging: Tagging) -> MaskedCopy | Refused:
    """Return a masked copy of a scan that these rules let pass, or why there is none."""
    tagger = tagging.tagger()
    scan = redact_scan(item, reader, rules.judge, rules.policy, tagger)
    if isinstance(scan, NoRedaction):
        return Refused("no-copy", scan.reason)
    return MaskedCopy(case, counted(scan.original, scan.spans), by_rules=tagger is None,
                      doubts=kind_words(scan.doubts), files=(MaskedFile(PDF, content=scan.pdf),),
                      without=(sentence("mask.without-layers"),))


def _copy_of(case: str, judged: Judged, rules: Rules, tagger: Tagger | None, of_pixels: OfPixels,
             shown: Spans) -> MaskedCopy | Refused:
    if is_scan(judged):
        return Refused("no-copy", sentence("mask.scan-as-it-is")) if shown else of_pixels(judged)
    if judged.text is not None and is_picture(judged.text):
        copy = of_pixels(judged)
        return copy if isinstance(copy, Refused) else msgspec.structs.replace(copy, files=(MaskedFile(PNG),))
    made = redact_document(judged, rules.judge, rules.policy, shown, tagger)
    if made is None:
        return Refused("no-copy", sentence("mask.left"))
    words = made.redaction
    original = "" if judged.text is None else judged.text.original
    return MaskedCopy(case, counted(original, words.spans), text=words.text, spans=words.spans, style=words.style,
                      by_rules=tagger is None, doubts=kind_words(words.doubts),
                      files=(MaskedFile(made.ending, len(words.text), made.pages),), without=made.without)


def _together(copies: Sequence[MaskedCopy], others: Sentence | None) -> MaskedCopy | Refused:
    """Return one copy of several; ``others`` names the files that have none because nothing was found in them."""
    if not copies:
        return Refused("no-copy", sentence("mask.left"))
    first = copies[0]
    without = dict.fromkeys((*(words for copy in copies for words in copy.without), *([others] if others else ())))
    if len(copies) == 1:
        return msgspec.structs.replace(first, without=tuple(without))
    kinds, files, end = Counter[Sentence](), list[MaskedFile](), 0
    for copy in copies:
        kinds.update(dict(copy.kinds))
        end += len(copy.text)
        files.append(msgspec.structs.replace(copy.files[0], end=end, content=copy.picture or copy.files[0].content))
    return MaskedCopy(first.case, tuple(kinds.items()), text="".join(copy.text for copy in copies), style=first.style,
                      by_rules=any(copy.by_rules for copy in copies),
                      doubts=tuple(dict.fromkeys(words for copy in copies for words in copy.doubts)),
                      files=tuple(files), without=tuple(without))


def for_display(copy: MaskedCopy, previews: Previews, pixels: int) -> MaskedCopy:
    """Return the masked copies of files as windows show them: the pictures among them as pixels, at most ``pixels``
    together, and without the content that is written to files.
    """
    pictures = sum(bool(file.content) for file in copy.files)
    if not pictures:
        return copy
    rasters = tuple(previews.pages(file.content, pixels // pictures) if file.ending == PDF else
                    previews.rasters((file.content,) if file.content else (), pixels // pictures)
                    for file in copy.files)
    files = tuple(msgspec.structs.replace(file, content=b"") for file in copy.files)
    return msgspec.structs.replace(copy, files=files, rasters=rasters)
