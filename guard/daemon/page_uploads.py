"""Collects the pieces of what is uploaded to pages, in memory and within limits, until it is judged."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from guard.control.page_requests import (
    FILES_LIMIT,
    LARGE_UPLOAD,
    PIECE_LIMIT,
    UPLOAD_LIMIT,
    PageFile,
    PutPiece,
    TakeOpened,
)
from guard.core.model import Item, Kind, Reason, Unreadable
from guard.daemon.page_opened import content_of
from guard.sentences.catalogue import sentence
from guard.util.clocks import elapsed

COLLECTED_LIMIT = UPLOAD_LIMIT + LARGE_UPLOAD
"""Bytes of all uploads that are collected at once: the largest one, and small ones beside it. When there are more the
upload that began last is given up, and then counts as not read: what has begun is finished, and the first one always.
"""

AT_ONCE = 256
"""Uploads that are collected at once, however small."""

IDLE_SECONDS = 30.0
"""An upload without a new piece for this time is given up."""

NAME_LIMIT = 1024
"""Characters of a file name that are judged and kept."""


@dataclass(slots=True)
class _Upload:
    touched: float
    files: dict[int, bytearray | bytes] = field(default_factory=dict)
    size: int = 0
    given_up: bool = False


class Uploads:
    """Thread-safe. ``now`` is elapsed time in seconds. One that is given up keeps its place without its bytes, so that
    its further pieces are refused.
    """

    def __init__(self, now: Callable[[], float] = elapsed) -> None:
        self._now = now
        self._lock, self._reading = threading.Lock(), threading.Lock()
        self._uploads: OrderedDict[str, _Upload] = OrderedDict()
        self._collected = 0

    def put(self, piece: PutPiece) -> bool:
        """Add a piece; return False when the upload is over its limits, or one too many, which gives it up."""
        return self._add(piece.upload, piece.file, piece.untrusted_bytes, whole=False)

    def take_opened(self, asked: TakeOpened) -> tuple[int, ...]:
        """Add the files that a browser has open, each whole; return the numbers of those that could be."""
        taken = []
        for file in asked.files[:FILES_LIMIT]:
            if file.size <= UPLOAD_LIMIT:
                with self._reading:  # one at a time: what is not added yet is in no count
                    content = content_of(asked.process, file)
                    if content is not None and self._add(asked.upload, file.number, content, whole=True):
                        taken.append(file.number)
        return tuple(taken)

    def _add(self, name: str, number: int, content: bytes, *, whole: bool) -> bool:
        self.tend()
        with self._lock:
            upload = self._uploads.setdefault(name, _Upload(self._now()))
            upload.touched = self._now()
            known = upload.files.get(number)
            fits = known is None if whole else not isinstance(known, bytes) and len(content) <= PIECE_LIMIT
            if (upload.given_up or not fits or upload.size + len(content) > UPLOAD_LIMIT
                    or not 0 <= number < FILES_LIMIT):
                self._give_up(upload)
                return False
            upload.size += len(content)
            self._collected += len(content)
            if isinstance(known, bytearray):
                known.extend(content)
            else:
                upload.files[number] = content if whole else bytearray(content)
            self._make_room()
            return not upload.given_up

    def _make_room(self) -> None:
        while len(self._uploads) > AT_ONCE:
            self._forget(next(reversed(self._uploads)))
        for upload in reversed(self._uploads.values()):
            if self._collected <= COLLECTED_LIMIT:
                return
            self._give_up(upload)

    def _give_up(self, upload: _Upload) -> None:
        self._collected -= upload.size
        upload.files, upload.size, upload.given_up = {}, 0, True

    def _forget(self, name: str) -> dict[int, bytearray | bytes]:
        """Return the files of an upload, and keep them no longer."""
        upload = self._uploads.pop(name, None)
        if upload is None:
            return {}
        files = upload.files
        self._give_up(upload)
        return files

    def drop(self, upload: str) -> None:
        """Forget an upload."""
        with self._lock:
            self._forget(upload)

    def take(self, upload: str, files: Sequence[PageFile], megabytes: int = UPLOAD_LIMIT // 2**20) -> tuple[Item, ...]:
        """Return the files of an upload as items to read, and forget it. One whose bytes are not all here says why: of
        what was more than ``megabytes`` nothing is sent.
        """
        with self._lock:
            collected = self._forget(upload)
        # Each is copied and then dropped, so that a large one is not there twice.
        return tuple(_item(file, collected.pop(number, None), megabytes)
                     for number, file in enumerate(files))

    def tend(self) -> None:
        """Forget the uploads of pages that are gone. To be called now and then: they may be the last ones."""
        with self._lock:
            for upload in [one for one, found in self._uploads.items() if self._now() - found.touched > IDLE_SECONDS]:
                self._forget(upload)


def _item(file: PageFile, content: bytearray | bytes | None, megabytes: int) -> Item:
    name = file.untrusted_name[:NAME_LIMIT]
    if len(content or b"") == file.size:
        return Item(name, Kind.FILES, untrusted_bytes=bytes(content or b""))
    if content is None:
        return Item(name, Kind.FILES, problem=Unreadable(
            Reason.TOO_LARGE, sentence("page.too-large", limit=megabytes)))
    return Item(name, Kind.FILES, problem=Unreadable(Reason.NO_ANSWER, sentence("page.incomplete")))
