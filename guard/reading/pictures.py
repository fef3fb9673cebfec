"""Reads a picture: decodes every frame, cuts long ones into tiles, recognises them and puts the lines in order."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass, field, replace

from guard.core.model import Reading, Reason, Unreadable
from guard.reading import assemble, images, limits, tiles
from guard.reading.apart import apart, without_level_alone
from guard.reading.growing import final
from guard.reading.mask_words import without_words
from guard.reading.model import EngineError, Line
from guard.reading.ocr.engine import OcrEngine
from guard.reading.traits import find
from guard.sentences.catalogue import sentence
from rules.model import Box
from rules.text import PARTIAL, Text, Trait

_LATE = Unreadable(Reason.TIMED_OUT, sentence("reading.picture-late", seconds=f"{limits.PICTURE_SECONDS:g}"))


def read(untrusted_bytes: bytes, engine: OcrEngine, clock: Callable[[], float] = time.monotonic) -> Reading:
    """Read a picture; page numbers are frame numbers, boxes are pixels of the picture as it is shown.

    When a limit ends the reading early, or a later frame is damaged, the text has a trait PARTIAL on the last page.
    """
    return final(views(untrusted_bytes, engine, clock))


def views(untrusted_bytes: bytes, engine: OcrEngine,
          clock: Callable[[], float] = time.monotonic) -> Generator[Text, None, Reading]:
    """Yield the text as it grows, each time with a trait PARTIAL, and return what ``read`` returns."""
    until = clock() + limits.PICTURE_SECONDS
    frames = images.with_last_early(untrusted_bytes, images.frames(untrusted_bytes, clock))
    return (yield from views_of(frames, engine, lambda: clock() >= until, clock))


def views_of(frames: Iterable[images.Frame | Unreadable], engine: OcrEngine,
             late: Callable[[], bool], clock: Callable[[], float] = time.monotonic) -> Generator[Text, None, Reading]:
    """Do the same for frames from anywhere; none is begun, and none continued, once it is ``late``.

    When the reading ends early nothing read before is lost: the text is partial then, and says why. A frame that is
    ahead of its turn is read when it comes, and is the end of the text.
    """
    seen, behind = _Seen(), _Seen()
    for frame in frames:
        if isinstance(frame, Unreadable):
            if not (seen.pages or behind.pages):
                return frame
            seen.traits.append(Trait(PARTIAL, (seen.pages or behind.pages)[-1][0], detail=frame.detail))
            break
        if (seen.pages or behind.pages) and late():
            seen.traits.append(Trait(PARTIAL, frame.page, detail=_LATE.detail))
            break
        problem = yield from _add(frame, engine, late, clock, seen, behind)
        if problem is not None and not (seen.pages or behind.pages):
            return problem
        if problem is not None and not (frame.ahead and problem is not _LATE):
            break
    else:
        return assemble.text([*seen.pages, *behind.pages], (*seen.traits, *behind.traits))
    return _both(seen, behind)


@dataclass(slots=True)
class _Seen:
    """What was read of some pages."""

    pages: list[tuple[int, Sequence[Line]]] = field(default_factory=list)
    traits: list[Trait] = field(default_factory=list)


def _both(seen: _Seen, behind: _Seen, *more: Trait) -> Text:
    """Return what was read, that ahead of its turn apart from the rest: there are pages between them."""
    text = assemble.text(seen.pages, (*seen.traits, *behind.traits, *more))
    return apart(text, assemble.text(behind.pages)) if behind.pages else text


def _add(frame: images.Frame, engine: OcrEngine, late: Callable[[], bool], clock: Callable[[], float],
         seen: _Seen, behind: _Seen) -> Generator[Text, None, Unreadable | None]:
    """Add what is in one frame, yielding all that was read so far; return why it is not complete, if so."""
    own = behind if frame.ahead else seen
    problem: Unreadable | None
    growing = _recognise(frame, engine, late)
    try:
        while True:
            more = _Seen([*own.pages, (frame.page, _below(next(growing), frame.top))], own.traits)
            yield _grown(*((seen, more) if frame.ahead else (more, behind)), frame.page)
    except StopIteration as ended:
        lines, problem = ended.value
    lines = without_words(frame.pixels, lines, frame.scale)
    found = find(frame.pixels, lines, frame.page, frame.scale, clock=clock)
    lines = [*lines, *found.lines]
    if problem is None or seen.pages or behind.pages or lines:
        own.pages.append((frame.page, _below(lines, frame.top)))
        own.traits += (replace(trait, box=_moved(trait.box, frame.top)) for trait in found.traits)
        if problem is not None:
            own.traits.append(Trait(PARTIAL, frame.page, detail=problem.detail))
    return problem


def _grown(seen: _Seen, behind: _Seen, page: int) -> Text:
    if behind.pages:
        (number, lines), *others = behind.pages
        behind = _Seen([(number, without_level_alone(lines)), *others], behind.traits)
    return _both(seen, behind, Trait(PARTIAL, page))


def _recognise(frame: images.Frame, engine: OcrEngine, late: Callable[[], bool],
               ) -> Generator[Sequence[Line], None, tuple[Sequence[Line], Unreadable | None]]:
    """Yield the lines of one frame as they grow; return all of them, and why they are not complete, if so."""
    done: Sequence[Line] = ()
    lines: Sequence[Line] = ()
    try:
        for tile in tiles.cut(frame.pixels):
            if tile.y and late():
                return done, _LATE
            for number, view in enumerate(engine.views(tile.pixels)):
                lines = [*done, *(_scaled(line, frame.scale) for line in tiles.own_lines(tile, view))]
                yield lines
                # An engine that does not support parts yields the whole tile as its only view.
                if number and late():
                    return lines, _LATE
            done = lines
    except EngineError as error:
        return lines, Unreadable(Reason.ENGINE_FAILED, sentence("reading.recognition-failed", why=error.words))
    return done, None


def _below(lines: Sequence[Line], top: int) -> list[Line]:
    """Return the lines in coordinates of a page where this picture begins at row ``top``."""
    return [replace(line, box=Box(line.box.x, line.box.y + top, line.box.width, line.box.height)) for line in lines] \
        if top else list(lines)


def _moved(box: Box | None, top: int) -> Box | None:
    return Box(box.x, box.y + top, box.width, box.height) if box is not None else None


def _scaled(line: Line, scale: int) -> Line:
    """Return the line in pixels of the whole picture when that was decoded at 1/scale."""
    if scale == 1:
        return line
    box = Box(line.box.x * scale, line.box.y * scale, line.box.width * scale, line.box.height * scale)
    return replace(line, box=box, char_edges=tuple(edge * scale for edge in line.char_edges))
