"""The default engine: PP-OCRv6 tiny for every line, PP-OCRv6 small again for doubtful ones.

Results of earlier pages are reused, and the lines that most often decide are read first.
Measured: docs/benchmarks-reading.md.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import cv2

from guard.reading.model import EngineError, Line, Pixels
from guard.reading.ocr import crops, line_cache, models, page_memory, reread, screen, urgency
from guard.reading.ocr.detect import Detector
from guard.reading.ocr.line_cache import LineCache
from guard.reading.ocr.page_lines import PageLines
from guard.reading.ocr.page_memory import PageMemory, Recalled
from guard.reading.ocr.recognise import Recognised, Recogniser, input_width
from guard.reading.ocr.regions import Region
from guard.reading.ocr.screen import Layout
from guard.reading.ocr.threads import threads
from guard.sentences.catalogue import sentence
from rules.model import Box
from rules.sentences.sentence import Sentence

_CHEAP = 480
"""Columns of the larger network's input up to which a doubtful line is read again at once: 25 ms."""

_AT_LENGTH = 4800
"""Columns that the larger network reads between two views: a quarter of a second."""

_PROBES = 8
"""Lines that are also read upside down to find out whether the page is upside down."""

_BETTER = 0.1
"""Mean gain in score from which the page counts as upside down."""

_WINDOWS = 64
"""Searched windows of screenshots that are remembered, each by a hash of its pixels."""

_BLANK = 8
"""Difference of brightness (0–255) on the whole page below which the page is blank."""

_Known = TypeVar("_Known")


class Cascade:
    """The OcrEngine ``cascade``. The larger network is loaded for the first doubtful line."""

    name = "cascade"

    def __init__(self) -> None:
        self._executor = ThreadPoolExecutor(threads(), thread_name_prefix="recognise")
        self._detector: Detector | None = None
        self._tiny: Recogniser | None = None
        self._small: Recogniser | None = None
        self.forget()

    def unavailable(self) -> Sentence | None:
        """Load the models; return why that is impossible, or None."""
        try:
            self._load()
            models.SMALL_RECOGNITION.locate()
            models.SMALL_DICTIONARY.locate()
        except EngineError as error:
            return error.words
        return None

    def forget(self) -> None:
        """Forget earlier pages, so that nothing of them is left in memory."""
        self._cache = LineCache()
        self._memory = PageMemory()
        self._pages: dict[bytes, Sequence[Line]] = {}
        self._layouts: dict[bytes, Layout | None] = {}
        self._windows: dict[bytes, tuple[Region, ...]] = {}

    def recognise(self, pixels: Pixels) -> Sequence[Line]:
        """Return the lines of one page in reading order. Raises EngineError."""
        whole: Sequence[Line] = ()
        for view in self.views(pixels):
            whole = view
        return whole

    def views(self, pixels: Pixels) -> Iterator[Sequence[Line]]:
        """Yield the page as it grows: its top, red and short lines first. Raises EngineError."""
        if _is_blank(pixels):
            yield ()
            return
        key = line_cache.key(pixels)
        whole = self._pages.get(key)
        if whole is not None:
            yield whole
            return
        detector, tiny = self._load()
        try:
            for whole in self._views(PageLines(pixels), self._layout(pixels, key), detector, tiny):
                yield whole
        except cv2.error as error:
            raise EngineError(sentence("engine.opencv", why=error.func)) from None
        _put(self._pages, key, whole or (), page_memory.PAGES)

    def _views(self, page: PageLines, layout: Layout | None, detector: Detector,
               tiny: Recogniser) -> Iterator[Sequence[Line]]:
        if layout is None or not (yield from self._of_screen(page, layout, detector, tiny)):
            yield from self._of_any(PageLines(page.page), detector, tiny)

    def _layout(self, pixels: Pixels, key: bytes) -> Layout | None:
        """Return the layout of a page; the same page is analysed once, also when its reading was given up."""
        if key not in self._layouts:
            _put(self._layouts, key, screen.look(pixels), page_memory.PAGES)
        return self._layouts[key]

    def _of_screen(self, page: PageLines, layout: Layout, detector: Detector,
                   tiny: Recogniser) -> Generator[Sequence[Line], None, bool]:
        """Yield the lines of a screenshot; return False when the network must see all of it."""
        waiting: list[int] = []
        shown = False
        for batch in self._batches(page, layout.lines):
            waiting += self._read(page, batch, tiny)
            shown = shown or page.is_upright()
            yield page.in_order() if shown else ()
        if not layout.lines or page.perhaps_turned():
            return False
        for some in _in_turns(page, waiting):
            self._settle(page, some)
            yield page.in_order()
        found = self._look_closer(page, layout, detector)
        if found is None:
            return False
        for batch in self._batches(page, found):
            self._settle(page, self._read(page, batch, tiny))
            yield page.in_order()
        return True

    def _of_any(self, page: PageLines, detector: Detector, tiny: Recogniser) -> Iterator[Sequence[Line]]:
        """Yield the lines of a page of any kind, found by the detection network."""
        waiting: list[int] = []
        shown = False
        for regions in self._search(page.page, detector):
            for batch in self._batches(page, regions):
                waiting += self._read(page, batch, tiny)
                shown = shown or page.is_upright()
                yield page.in_order() if shown else ()
        if not shown and self._is_on_its_head(page, tiny):
            page.turn()
            waiting = []
            for batch in urgency.batches(range(len(page.crops)), page.regions, page.crops, page.page.shape[0]):
                waiting += self._read(page, batch, tiny)
                yield page.in_order()
        for some in _in_turns(page, waiting):
            self._settle(page, some)
            yield page.in_order() if shown or page.flipped else ()
        yield page.in_order()

    def _look_closer(self, page: PageLines, layout: Layout, detector: Detector) -> list[Region] | None:
        """Let the network search where a screenshot is unclear; drop lines that were none, return the regions found
        there.

        None when a line continues beyond the searched part.
        """
        unclear = page.unclear()
        areas = [*layout.unclear, *(page.regions[number].box(page.page) for number in unclear)]
        found: list[Region] = []
        for area in page_memory.joined(areas):
            window = page_memory.window(area, page.page)
            seen = [region for region in self._seen(page.page, window, detector) if page_memory.overlaps(region, area)]
            cut = [region for region in seen if page_memory.is_cut(region, window, page.page)]
            if any(not crops.is_horizontal(region) or region.is_centred_in(area) or _covers_centre(region, area)
                   for region in cut):
                return None
            found += [region for region in seen if region not in cut]
        boxes = [region.box(page.page) for region in found]
        page.drop({number for number, region in enumerate(page.regions) if any(
            page_memory.overlaps(region, box) if number in unclear else region.is_centred_in(box) for box in boxes)})
        return found

    def _seen(self, pixels: Pixels, window: Box, detector: Detector) -> list[Region]:
        """Return the regions of a window in page coordinates; the same pixels are searched once."""
        part = pixels[window.y:window.y + window.height, window.x:window.x + window.width]
        key = line_cache.key(part)
        known = self._windows.get(key)
        if known is None:
            whole = Box(0, 0, window.width, window.height)
            known = tuple(detector.search_window(part, whole))
            _put(self._windows, key, known, _WINDOWS)
        return [region.moved(window.x, window.y) for region in known]

    @staticmethod
    def _batches(page: PageLines, regions: Sequence[Region]) -> Iterator[list[int]]:
        return urgency.batches(page.add(regions), page.regions, page.crops, page.page.shape[0])

    def _search(self, pixels: Pixels, detector: Detector) -> Iterator[list[Region]]:
        """Yield the regions of a page: those known from an earlier page, then those found by searching."""
        signature = page_memory.signature_of(pixels)
        recalled = self._memory.recall(signature)
        known = _completed(pixels, recalled, detector) if recalled else None
        if known is not None:
            yield known
        else:
            known = []
            for found in detector.search(pixels):
                known += found
                yield found
        self._memory.remember(signature, known)

    def _read(self, page: PageLines, batch: Sequence[int], tiny: Recogniser) -> list[int]:
        """Read lines and settle them; return those that must be read again in full."""
        fresh: list[int] = []
        for number in batch:
            known = self._cache.get(line_cache.key(page.crops[number]))
            if known is None:
                fresh.append(number)
            else:
                page.first[number] = known
                page.settle(number, known)
        found = dict(zip(fresh, tiny.recognise([page.crops[number] for number in fresh]), strict=True))
        page.first |= found
        doubtful = [number for number in fresh if reread.is_doubtful(found[number])]
        for number in set(fresh) - set(doubtful):
            self._take(page, number, found[number])
        costs = {number: reread.cost(found[number], input_width(page.crops[number])) for number in doubtful}
        cheap = [number for number in doubtful if costs[number] <= _CHEAP] if not page.bad() else []
        self._settle(page, cheap)
        return [number for number in doubtful if number not in cheap]

    def _settle(self, page: PageLines, doubtful: Sequence[int]) -> None:
        """Read doubtful lines with the larger network and settle them."""
        if not doubtful:
            return
        if self._small is None:
            self._small = Recogniser(models.SMALL_RECOGNITION, models.SMALL_DICTIONARY, self._executor)
        found = reread.read_again([page.crops[number] for number in doubtful],
                                  [page.first[number] for number in doubtful], self._small.recognise)
        for number, line in zip(doubtful, found, strict=True):
            self._take(page, number, line)

    def _take(self, page: PageLines, number: int, line: Recognised) -> None:
        self._cache.put(line_cache.key(page.crops[number]), line)
        page.settle(number, line)

    def _is_on_its_head(self, page: PageLines, tiny: Recogniser) -> bool:
        probes = sorted(page.perhaps_turned(), key=lambda number: -page.crops[number].shape[1])[:_PROBES]
        turned = tiny.recognise([crops.upside_down(page.crops[number]) for number in probes])
        gain = sum(line.score for line in turned) - sum(page.first[number].score for number in probes)
        return bool(probes) and gain > _BETTER * len(probes)

    def _load(self) -> tuple[Detector, Recogniser]:
        if self._detector is None or self._tiny is None:
            self._detector = Detector(threads())
            self._tiny = Recogniser(models.TINY_RECOGNITION, models.TINY_DICTIONARY, self._executor)
        return self._detector, self._tiny


def _in_turns(page: PageLines, doubtful: Sequence[int]) -> Iterator[Sequence[int]]:
    """Yield the doubtful lines in groups: what the larger network reads before the caller gets control again."""
    some, filled = list[int](), 0
    for number in doubtful:
        some.append(number)
        filled += reread.cost(page.first[number], input_width(page.crops[number]))
        if filled >= _AT_LENGTH:
            yield some
            some, filled = [], 0
    yield some


def _covers_centre(region: Region, area: Box) -> bool:
    """True when a line crosses the middle of an area."""
    half_width, half_height = abs(region.ux) + abs(region.vx), abs(region.uy) + abs(region.vy)
    return (abs(area.x + area.width / 2 - region.x) <= half_width
            and abs(area.y + area.height / 2 - region.y) <= half_height)


def _put(memory: dict[bytes, _Known], key: bytes, value: _Known, most: int) -> None:
    """Remember a value; the oldest are forgotten."""
    memory[key] = value
    while len(memory) > most:
        del memory[next(iter(memory))]


def _is_blank(pixels: Pixels) -> bool:
    if min(pixels.shape[:2]) < 2:
        return True
    lowest, highest, _, _ = cv2.minMaxLoc(pixels.reshape(pixels.shape[0], -1))
    return bool(highest - lowest < _BLANK)


def _completed(pixels: Pixels, recalled: Recalled, detector: Detector) -> list[Region] | None:
    """Return the recalled regions and those of the areas that changed, or None when a line leaves such an area."""
    known = list(recalled.regions)
    for area in recalled.areas:
        window = page_memory.window(area, pixels)
        found = [region for region in detector.search_window(pixels, window) if page_memory.overlaps(region, area)]
        if any(page_memory.is_cut(region, window, pixels) for region in found):
            return None
        known += found
    return known
