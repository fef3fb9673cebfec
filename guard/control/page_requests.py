"""The requests of the browser's native host, and their limits: which sites are judged, what a page is to receive.

``browser`` is the path of the browser's program and ``process`` its number; ``frame`` and ``top`` are the addresses of
the frame that asks and of the page around it, as the browser says them and not the page.
"""

from __future__ import annotations

import msgspec

from guard.ipc.messages import Message

LARGE_UPLOAD = 64 * 1024 * 1024
"""Bytes of the files of one upload from which on the policy says (大文件上传) what counts of it that is not read."""

UPLOAD_LIMIT = 256 * 1024 * 1024
"""Bytes of the files of one upload that are taken at most; the policy may say less (上传核对上限MB)."""

PIECE_LIMIT = 4 * 1024 * 1024
"""Bytes of a file in one message at most."""

FILES_LIMIT = 500
"""Files of one upload at most."""

TEXT_LIMIT = 4_000_000
"""Characters of a pasted text, and of the HTML beside it, at most."""


class AskSite(Message, frozen=True):
    """Ask whether what this frame receives is judged. Answered by SiteAnswer."""

    frame: str
    top: str


class PutPiece(Message, frozen=True):
    """Add bytes to the file with this number of an upload. Answered by Done or Refused."""

    upload: str
    file: int
    untrusted_bytes: bytes


class OpenedFile(msgspec.Struct, frozen=True):
    """A file that a browser has open for a page: its number in the upload, and what the browser says of it."""

    number: int
    untrusted_name: str
    size: int
    modified_ms: int


class TakeOpened(Message, frozen=True):
    """Add the files of an upload that this process has open, whole. Answered by OpenedTaken."""

    upload: str
    process: int
    files: tuple[OpenedFile, ...]


class PageFile(msgspec.Struct, frozen=True):
    """A file of an upload, in the order of its number. ``size`` in bytes is what the page would receive."""

    untrusted_name: str
    untrusted_type: str
    size: int


class JudgePage(Message, frozen=True):
    """Judge what a frame is to receive: a text with the HTML beside it, files, or both. Answered by PageAnswer; files
    take as long as reading them does. ``whole`` False: a part of it could not be taken.
    """

    browser: str
    process: int
    frame: str
    top: str
    untrusted_text: str = ""
    untrusted_html: str = ""
    files: tuple[PageFile, ...] = ()
    upload: str = ""
    whole: bool = True


class DropUpload(Message, frozen=True):
    """Forget an upload that its page has given up. Answered by Done."""

    upload: str


class FocusFrame(Message, frozen=True):
    """Say which frame of a browser has the keyboard; two empty addresses: none that it sees. Answered by Done.

    ``host`` is the process that asks, as the kernel knows it whatever was sent; the browser is its parent.
    """

    host: int
    frame: str
    top: str


class SiteAnswer(Message, frozen=True):
    """``judged``: what the frame receives is judged. ``refuses_unjudged``: it gets nothing that cannot be judged.
    ``upload_bytes`` of the files of one upload are to be sent at most.
    """

    judged: bool
    refuses_unjudged: bool
    upload_bytes: int = LARGE_UPLOAD


class OpenedTaken(Message, frozen=True):
    """The numbers of the files that were taken; of the others nothing was."""

    files: tuple[int, ...]


class PageAnswer(Message, frozen=True):
    """Whether the frame may not have it."""

    refused: bool


AboutPage = AskSite | PutPiece | TakeOpened | JudgePage | DropUpload | FocusFrame
