"""Drives the reader of one format: text first, then the documents inside, then pictures; errors become a reading."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain, takewhile

from guard.core.model import Kind, Reading, Reason, Unreadable
from guard.platform.memory import address_space
from guard.reading import images, limits, pictures, text
from guard.reading.documents.budget import Budget
from guard.reading.documents.drawings import drawings, metafile
from guard.reading.documents.errors import PARSING_ERRORS, DocumentError, OverBudgetError, unreadable
from guard.reading.documents.transcript import Inside, Picture, Transcript, unknown_half
from guard.reading.images import Frame
from guard.reading.ocr.engine import OcrEngine
from guard.sentences.catalogue import sentence
from rules.model import Place
from rules.sentences.sentence import Sentence
from rules.text import PARTIAL, Text, Trait

Reader = Callable[[bytes, Transcript], Iterator[None]]
"""Writes the text of a document into the transcript, yielding now and then; raises a DocumentError."""

Sniffer = Callable[[bytes], Reader | None]
"""Returns by content which reader these bytes need."""

ReadFile = Callable[[str, bytes], Generator[Text, None, Reading]]
"""Reads a file of this name that is not a document: a container, plain text."""

_MOST_AHEAD = 4
"""Pictures of the last page up to which they are recognised before those of the pages between."""


def views(untrusted_bytes: bytes, reader: Reader, sniff: Sniffer, engine: OcrEngine | None, why_no_engine: Sentence,
          budget: Budget, read_file: ReadFile) -> Generator[Text, None, Reading]:
    """Yield the text as it grows and return the document's reading, with a trait PARTIAL when it is not complete."""
    transcript = Transcript(budget)
    failure = yield from _write(untrusted_bytes, reader, transcript)
    yield from _inside(transcript, sniff, read_file)
    if failure is not None and transcript.empty and not transcript.pictures:
        return failure
    if not transcript.pictures:
        return transcript.text()
    if engine is None:
        return _without_engine(transcript, why_no_engine)
    return (yield from _recognised(transcript, engine))


def pictures_of(untrusted_bytes: bytes, reader: Reader, sniff: Sniffer, budget: Budget) -> Iterator[Frame | Unreadable]:
    """Yield the pictures of a document in its order, but for its ornaments. The last one is Unreadable where something
    of the document cannot be read: nobody knows then whether these are all.
    """
    transcript = Transcript(budget)
    for _ in chain(_write(untrusted_bytes, reader, transcript), _inside(transcript, sniff, _no_file)):
        pass  # its words are for judging
    for picture in transcript.pictures:
        try:
            budget.check_time()
            for frame in picture.frames():
                if isinstance(frame, Unreadable) or not images.ornament(frame.pixels.shape[:2]):
                    yield frame
        except (DocumentError, *PARSING_ERRORS):
            transcript.incomplete(sentence("reading.inner-picture"))
    for trait in transcript.text().traits:
        yield Unreadable(Reason.DAMAGED, trait.detail)


def _no_file(_name: str, _content: bytes) -> Generator[Text, None, Reading]:
    yield from ()
    return Unreadable(Reason.UNSUPPORTED, sentence("reading.not-to-end"))


def _write(untrusted_bytes: bytes, reader: Reader, transcript: Transcript) -> Generator[Text, None, Unreadable | None]:
    """Let the reader write, yielding the text each time it has doubled, and once its last page is there before its
    turn; return why it ended early, or None.
    """
    shown = 768
    transcript.past_half = unknown_half
    failure: Unreadable | None = None
    try:
        with address_space(limits.DOCUMENT_ADDRESS_SPACE):
            for _ in reader(untrusted_bytes, transcript):
                if transcript.looked_ahead or (transcript.length > 2 * shown and not transcript.past_half()):
                    shown, transcript.looked_ahead = max(shown, transcript.length), False
                    yield _growing(transcript.text())
    except (DocumentError, *PARSING_ERRORS) as error:
        failure = unreadable(error, sentence("reading.split"), sentence("reading.save-anew"))
    if failure is not None:
        transcript.incomplete(failure.detail)
    return failure


def _inside(transcript: Transcript, sniff: Sniffer, read_file: ReadFile, depth: int = 1) -> Generator[Text, None, None]:
    """Read the files inside this document, on the page that contains them."""
    waiting, transcript.inside = transcript.inside, []
    for inside in waiting:
        with transcript.kept_on(inside.page, inside.place, inside.name):
            try:
                transcript.budget.check_time()
                untrusted_bytes = inside.untrusted_bytes()
            except (DocumentError, *PARSING_ERRORS):
                transcript.incomplete(sentence("reading.inner-file"), inside.name)
                continue
            drawn = drawings.is_drawing(untrusted_bytes)
            reader = None if drawn else sniff(untrusted_bytes)
            if reader is not None and depth > limits.DOCUMENT_NESTED:
                transcript.incomplete(sentence("reading.inner-files-too-deep"), inside.name)
            elif reader is not None:
                yield from _write(untrusted_bytes, reader, transcript)
            elif text.sniff(untrusted_bytes) is Kind.PICTURE:
                transcript.picture(partial(images.frames, untrusted_bytes))
            elif drawn:
                _drawing(untrusted_bytes, inside, transcript)
            else:
                yield from _file(untrusted_bytes, inside, transcript, read_file)
        yield from _inside(transcript, sniff, read_file, depth + 1)


def _drawing(untrusted_bytes: bytes, inside: Inside, transcript: Transcript) -> None:
    try:
        metafile.write(untrusted_bytes, transcript)
    except (DocumentError, *PARSING_ERRORS):
        transcript.incomplete(sentence("reading.inner-file"), inside.name)


def _file(untrusted_bytes: bytes, inside: Inside, transcript: Transcript,
          read_file: ReadFile) -> Generator[Text, None, None]:
    """Read a file that is not a document as it would be read by itself; it comes after the documents."""
    growing = read_file(inside.name.rpartition("/")[2], untrusted_bytes)
    try:
        while True:
            yield _growing(transcript.text(inside.name, next(growing)))
    except StopIteration as ended:
        reading: Reading = ended.value
    if isinstance(reading, Unreadable):
        transcript.incomplete(reading.detail, inside.name)
        return
    try:
        transcript.add(inside.name, reading)
    except OverBudgetError as error:
        transcript.incomplete(error.words, inside.name)


def _without_engine(transcript: Transcript, why: Sentence) -> Reading:
    """Return a reading without pictures, which cannot be read: of a scan nothing is known, of other documents the text.
    """
    if transcript.empty:
        return Unreadable(Reason.ENGINE_MISSING, why)
    transcript.incomplete(why)
    return transcript.text()


def _recognised(transcript: Transcript, engine: OcrEngine) -> Generator[Text, None, Reading]:
    """Recognise the noted pictures, and append the result to the text."""
    if not transcript.empty:
        yield _growing(transcript.text())
    written = transcript.text()
    places = {picture.page: replace(picture.place, in_picture=True) for picture in transcript.pictures}
    growing = pictures.views_of(_frames(transcript), engine, lambda: transcript.budget.late, transcript.budget.clock)
    try:
        while True:
            yield _growing(_joined(written, next(growing), places))
    except StopIteration as ended:
        result: Reading = ended.value
    if isinstance(result, Unreadable):
        if transcript.empty:
            return result
        transcript.incomplete(result.detail)
        return transcript.text()
    return _joined(transcript.text(), result, places)


def _frames(transcript: Transcript) -> Iterator[Frame | Unreadable]:
    """Yield the frames of the noted pictures, those of one page one below the other; failures are left out."""
    bottoms: dict[int | None, int] = {}
    left = limits.DOCUMENT_PICTURES
    for picture, ahead in _first_and_last(transcript.pictures):
        transcript.page, transcript.place, page = picture.page, picture.place, picture.page
        if not left or transcript.budget.late:
            transcript.incomplete(sentence("reading.too-many-pictures"))
            return
        left -= not ahead
        try:
            for frame in picture.frames():
                if isinstance(frame, Unreadable):
                    transcript.incomplete(frame.detail)
                elif not images.ornament(frame.pixels.shape[:2]):
                    top = bottoms.get(page, 0)
                    bottoms[page] = top + frame.pixels.shape[0] * frame.scale
                    yield Frame(page or 0, frame.pixels, frame.scale, top, ahead)
        except (DocumentError, *PARSING_ERRORS):
            transcript.incomplete(sentence("reading.inner-picture"))


def _first_and_last(noted: Sequence[Picture]) -> list[tuple[Picture, bool]]:
    """Return the pictures in the order in which they are read: those of the first page, of the last one, which is
    ahead of its turn, and all others.
    """
    last = list(takewhile(lambda picture: picture.page == noted[-1].page, reversed(noted)))[::-1]
    before = noted[:len(noted) - len(last)]
    first = list(takewhile(lambda picture: picture.page == before[0].page, before))
    if len(last) > _MOST_AHEAD or any(picture.page == noted[-1].page for picture in before):
        return [(picture, False) for picture in noted]
    return [*((picture, False) for picture in first), *((picture, len(before) > len(first)) for picture in last),
            *((picture, False) for picture in before[len(first):])]


def _joined(written: Text, seen: Text, places: Mapping[int | None, Place]) -> Text:
    """Append what was recognised to what was written; page 0 means no page."""
    before = written.original if written.original.endswith("\n") or not written.original else written.original + "\n"
    shift = len(before)
    pieces = tuple(replace(piece, start=piece.start + shift, end=piece.end + shift, page=piece.page or None,
                           place=places[piece.page or None]) for piece in seen.pieces)
    traits = tuple(replace(trait, page=trait.page or None, place=places[trait.page or None]) for trait in seen.traits)
    return Text(before + seen.original, (*written.pieces, *pieces), (*written.traits, *traits),
                from_picture=bool(seen.pieces or seen.traits))


def _growing(view: Text) -> Text:
    if any(trait.kind == PARTIAL for trait in view.traits):
        return view
    return replace(view, traits=(*view.traits, Trait(PARTIAL)))

