"""Collects the pieces of what is uploaded to pages, in memory and within limits, until it is judged."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from guard.control.page_requests import FILES_LIMIT, PIECE_LIMIT, UPLOAD_LIMIT, PageFile, PutPiece
from guard.core.model import Item, Kind, Reason, Unreadable
from guard.sentences.catalogue import sentence
from guard.util.clocks import elapsed

COLLECTED_LIMIT = 4 * UPLOAD_LIMIT
"""Bytes of all uploads that are collected at once. When there are more the upload that began last is given up, and then
counts as not read: what has begun is finished, and the first one always.
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
    files: dict[int, bytearray] = field(default_factory=dict)
    size: int = 0
    given_up: bool = False


class Uploads:
    """Thread-safe. ``now`` is elapsed time in seconds. One that is given up keeps its place without its bytes, so that
    its further pieces are refused.
    """

    def __init__(self, now: Callable[[], float] = elapsed) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._uploads: OrderedDict[str, _Upload] = OrderedDict()
        self._collected = 0

    def put(self, piece: PutPiece) -> bool:
        """Add a piece; return False when the upload is over its limits, or one too many, which gives it up."""
        self.tend()
        with self._lock:
            upload = self._uploads.setdefault(piece.upload, _Upload(self._now()))
            upload.touched = self._now()
            if (upload.given_up or upload.size + len(piece.untrusted_bytes) > UPLOAD_LIMIT
                    or len(piece.untrusted_bytes) > PIECE_LIMIT or not 0 <= piece.file < FILES_LIMIT):
                self._give_up(upload)
                return False
            upload.size += len(piece.untrusted_bytes)
            self._collected += len(piece.untrusted_bytes)
            upload.files.setdefault(piece.file, bytearray()).extend(piece.untrusted_bytes)
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

    def _forget(self, name: str) -> dict[int, bytearray]:
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

    def take(self, upload: str, files: Sequence[PageFile]) -> tuple[Item, ...]:
        """Return the files of an upload as items to read, and forget it. One whose bytes are not all here says why."""
        with self._lock:
            collected = self._forget(upload)
        return tuple(_item(file, collected.get(number)) for number, file in enumerate(files))

    def tend(self) -> None:
        """Forget the uploads of pages that are gone. To be called now and then: they may be the last ones."""
        with self._lock:
            for upload in [one for one, found in self._uploads.items() if self._now() - found.touched > IDLE_SECONDS]:
                self._forget(upload)


def _item(file: PageFile, content: bytearray | None) -> Item:
    name = file.untrusted_name[:NAME_LIMIT]
    if len(content or b"") == file.size:
        return Item(name, Kind.FILES, untrusted_bytes=bytes(content or b""))
    if file.size > UPLOAD_LIMIT or content is None:
        return Item(name, Kind.FILES, problem=Unreadable(Reason.TOO_LARGE, sentence(
            "page.too-large", limit=UPLOAD_LIMIT // 2**20)))
    return Item(name, Kind.FILES, problem=Unreadable(Reason.NO_ANSWER, sentence("page.incomplete")))
