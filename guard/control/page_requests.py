"""The requests of the browser's native host: which sites are judged, and what a page is to receive.

``browser`` is the path of the browser's program and ``process`` its number; ``frame`` and ``top`` are the addresses of
the frame that asks and of the page around it, as the browser says them and not the page.
"""

from __future__ import annotations

import msgspec

from guard.ipc.messages import Message

UPLOAD_LIMIT = 64 * 1024 * 1024
"""Bytes of the files of one upload that are judged; more is too large to read."""

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
    """``judged``: what the frame receives is judged. ``refuses_unjudged``: it gets nothing that cannot be judged."""

    judged: bool
    refuses_unjudged: bool


class PageAnswer(Message, frozen=True):
    """Whether the frame may not have it."""

    refused: bool


AboutPage = AskSite | PutPiece | JudgePage | DropUpload | FocusFrame
