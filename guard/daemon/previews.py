"""Decodes pictures for the tray's windows in a separate reader process, so that no window decodes hostile bytes.

It is not the reader for OCR: a warning opens just when that one is busy with the next picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from guard.core.model import Item, Kind, Unreadable
from guard.ipc.messages import NO_ENGINE
from guard.ipc.raster import SHOWN_PIXELS, Raster
from guard.reading import limits
from guard.reading.client import ReaderClient


class PictureShower(Protocol):
    """The reader process as previews need it (guard/reading/client.py)."""

    def show(self, item: Item, pixels: int) -> Raster | Unreadable:
        """Return a picture with at most this many pixels."""

    def draw(self, item: Item, page: int) -> bytes | Unreadable:
        """Return a page of a PDF, counted from 1, as PNG bytes; Unreadable behind its last."""


@dataclass(frozen=True, slots=True)
class Previews:
    """Turns encoded pictures into pixels. Thread-safe; takes as long as decoding does, at most its deadline."""

    reader: PictureShower

    def rasters(self, untrusted_pictures: Iterable[bytes], pixels: int) -> tuple[Raster | None, ...]:
        """Return each picture with at most ``pixels`` pixels, None for one that cannot be shown; () for none."""
        most = min(pixels, SHOWN_PIXELS)
        if most <= 0:
            return ()
        shown = (self.reader.show(Item("", Kind.PICTURE, picture), most) for picture in untrusted_pictures)
        return tuple(raster if isinstance(raster, Raster) else None for raster in shown)

    def pages(self, untrusted_pdf: bytes, pixels: int) -> tuple[Raster | None, ...]:
        """Return each page of a PDF with its share of ``pixels``, None for one that cannot be shown; () for none."""
        drawn: list[bytes] = []
        while pixels > 0 and isinstance(page := self.reader.draw(Item("", Kind.FILES, untrusted_pdf),
                                                                 len(drawn) + 1), bytes):
            drawn.append(page)
        return self.rasters(drawn, pixels // len(drawn)) if drawn else ()


def shower(command: Sequence[str], *, read_unconfined: bool) -> ReaderClient:
    """Return a reader without OCR; it starts with the first picture that is wanted and ends soon after the last."""
    return ReaderClient(command, engine=NO_ENGINE, read_seconds=limits.SHOW_SECONDS,
                        prepare_seconds=limits.SHOW_PREPARE_SECONDS, idle_seconds=limits.SHOW_IDLE_SECONDS,
                        read_unconfined=read_unconfined)
