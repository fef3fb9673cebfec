"""Makes a capture of what a page is to receive, and says what identifies it, so that what was released is known again.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from guard.clipboard.content import HTML_NAME, TEXT_NAMES, read_content
from guard.control.page_requests import FILES_LIMIT, TEXT_LIMIT, JudgePage, PageFile
from guard.core import item_names
from guard.core.model import Capture, Case, Destination, Item, Kind, Origin, Reason, Target, Unreadable, new_id
from guard.reading.text import sniff
from guard.sentences.catalogue import sentence

_PASTED_PICTURE = "image.png"
"""What browsers call a pasted picture; it says nothing."""

_PICTURES = ("image/png", "image/jpeg", "image/bmp")

_IDENTITY = "application/x-mishao-page-content"
"""The name under which what identifies the content is kept with an item."""


@dataclass(frozen=True, slots=True)
class Received:
    """What a page is to receive. ``content`` is the same for the same content, whoever receives it."""

    capture: Capture
    content: bytes
    destination: Destination


def received(request: JudgePage, files: tuple[Item, ...], destination: Destination) -> Received:
    """Return what a page asks about; ``files`` are those of its upload."""
    names = request.files[:FILES_LIMIT]
    whole = request.whole and len(request.files) <= FILES_LIMIT and max(
        len(request.untrusted_text), len(request.untrusted_html)) <= TEXT_LIMIT
    words = read_content(_targets(request)) if whole else None
    texts = words.items() if words is not None else (Item(
        str(item_names.TEXT), Kind.TEXT, problem=Unreadable(Reason.TOO_LARGE, sentence("page.incomplete"))),)
    if not texts and _is_pasted_picture(files, names):
        kind, items, type_ = Kind.PICTURE, files, names[0].untrusted_type
        targets: tuple[Target, ...] = (Target(type_, type_, 8, files[0].untrusted_bytes),)
    elif files:
        named = (Item(file.name, Kind.TEXT, untrusted_text=file.name) for file in files)
        kind, items = Kind.FILES, (*(one for pair in zip(named, files, strict=True) for one in pair), *texts)
        targets = (_text_target("\n".join(file.name for file in files)),)
    else:
        kind, items = words.kind if words is not None else Kind.TEXT, texts
        targets = tuple(_targets(request).values())
    content = _identity((text.untrusted_text for text in texts if text.untrusted_text),
                        (*_not_said(texts, request), *_named(files, names)))
    targets = (*targets, Target(_IDENTITY, _IDENTITY, 8, content))
    return Received(Capture(new_id(), Origin.BROWSER, kind, time.time(), items, targets), content, destination)


def content_of(case: Case, targets: Iterable[Target] = ()) -> bytes | None:
    """Return what identifies the content of an item that a page may ask for again, None where nothing says it.
    ``targets`` is what is kept of an item that a page was refused.
    """
    kept = next((target.untrusted_bytes for target in targets if target.name == _IDENTITY), None)
    if kept is None and case.kind is Kind.TEXT and case.judged and case.judged[0].text is not None:
        return _identity((judged.text.original for judged in case.judged if judged.text is not None), ())
    return kept


def _is_pasted_picture(files: tuple[Item, ...], names: tuple[PageFile, ...]) -> bool:
    return (len(files) == 1 and files[0].name == _PASTED_PICTURE and names[0].untrusted_type in _PICTURES
            and files[0].problem is None and sniff(files[0].untrusted_bytes) is Kind.PICTURE)


def _targets(request: JudgePage) -> dict[str, Target]:
    found = {TEXT_NAMES[0]: _text_target(request.untrusted_text)} if request.untrusted_text else {}
    if request.untrusted_html:
        found[HTML_NAME] = Target(HTML_NAME, HTML_NAME, 8, request.untrusted_html.encode("utf-8", "replace"))
    return found


def _text_target(text: str) -> Target:
    return Target(TEXT_NAMES[0], TEXT_NAMES[0], 8, text.encode("utf-8", "replace"))


def _identity(texts: Iterable[str], others: Iterable[bytes]) -> bytes:
    """Return what is equal for equal content: of texts only what is no white space, which programs change."""
    content = hashlib.blake2b(digest_size=32)
    for part in (*("".join(text.split()).encode("utf-8", "replace") for text in texts), *others):
        content.update(len(part).to_bytes(8, "big") + part)
    return content.digest()


def _not_said(texts: tuple[Item, ...], request: JudgePage) -> Iterator[bytes]:
    """Yield what tells two texts apart beside their words: their pictures, and the whole of what could not be read."""
    for item in texts:
        if item.untrusted_bytes or item.path:  # a text has neither: content_of knows no more of it
            yield item.untrusted_bytes
            yield (item.path or "").encode("utf-8", "replace")
        if item.problem is not None:
            yield request.untrusted_text.encode("utf-8", "replace")
            yield request.untrusted_html.encode("utf-8", "replace")


def _named(files: tuple[Item, ...], names: tuple[PageFile, ...]) -> Iterator[bytes]:
    for file, named in zip(files, names, strict=True):
        yield file.name.encode("utf-8", "replace")
        yield str(named.size).encode()
        yield file.untrusted_bytes
