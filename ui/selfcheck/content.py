"""Prepares content pasted or dropped into the self-check for the guard. Nothing is decoded here."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QObject, QRunnable, QThreadPool, QUrl, Signal
from PySide6.QtGui import QImage

from guard.control.offered_requests import Offered
from guard.files.items import walk
from guard.util.path_text import label, path_text, readable, text_path
from ui.items.on_clipboard import addresses, local_file

LONG_TEXT = 50_000
"""Length in characters beyond which a text is named instead of shown: an editor is slow with it."""

LONG_LINE = 5_000
"""Length in characters of one line beyond which a text is named instead of shown."""

PIXELS = 1024 * 1024
"""Most pixels of a requested picture: it is shown fitted into the window."""

MOST_FILES = 5_000
"""Most files that the window checks; a whole disk is for `mishao check`, which uses all cores and can be continued."""

_SENT_AS_WORDS = ("http", "https")
"""Schemes of addresses that somebody who drops them sends as they are; what others lead to is sent as a file."""

_RAW_PICTURES = ("image/png", "image/jpeg", "image/bmp", "image/webp")


def is_long(untrusted_text: str) -> bool:
    """Return whether a text is too long for an editor."""
    return len(untrusted_text) > LONG_TEXT or any(len(line) > LONG_LINE for line in untrusted_text.split("\n"))


def paths_of(mime: QMimeData) -> tuple[str, ...]:
    """Return the local files that were pasted or dropped, as text (guard.util.path_text)."""
    return tuple(path for url in _addresses(mime) if (path := local_file(url)) is not None)


def far_away(mime: QMimeData) -> tuple[str, ...]:
    """Return the names of what was pasted or dropped and is no file of this computer, a web address beside files too.

    Web addresses alone are a text, or belong to a picture.
    """
    given = _addresses(mime)
    if all(url.scheme() in _SENT_AS_WORDS for url in given):
        return ()
    return tuple(url.fileName() or url.toDisplayString() for url in given if local_file(url) is None)


def _addresses(mime: QMimeData) -> list[QUrl]:
    """Return the pasted or dropped addresses of files and pages.

    The comments, which a list may have (RFC 2483), are none, nor is what an address like ``data:`` has in itself.
    """
    return [url for url in mime.urls() if url.host() or url.path().startswith("/")]


def has_picture(mime: QMimeData) -> bool:
    """Return whether a picture was pasted or dropped."""
    return mime.hasImage() or any(mime.hasFormat(kind) for kind in _RAW_PICTURES)


def raw_picture(mime: QMimeData) -> bytes:
    """Return the picture as the bytes it was offered in, or b"" when only a decoded one is available."""
    kind = next((kind for kind in _RAW_PICTURES if mime.hasFormat(kind)), None)
    return bytes(mime.data(kind).data()) if kind else b""


def as_mime(offered: Offered, paths: tuple[str, ...]) -> QMimeData:
    """Return content as it is copied: these files, else the picture or the text."""
    mime = QMimeData()
    if paths:
        mime.setUrls(addresses(paths))
    elif offered.untrusted_picture:
        mime.setData(_kind(offered.untrusted_picture), QByteArray(offered.untrusted_picture))
    else:
        mime.setText(offered.untrusted_text)
    return mime


def _kind(untrusted_picture: bytes) -> str:
    """Return the kind of a picture by its first bytes, which are all that is looked at."""
    starts = {b"\xff\xd8": "image/jpeg", b"BM": "image/bmp", b"RIFF": "image/webp"}
    return next((kind for start, kind in starts.items() if untrusted_picture.startswith(start)), "image/png")


class Listing(QRunnable):
    """Lists the files given and those below folders given, off the GUI thread: a folder may be large or far away."""

    def __init__(self, paths: tuple[str, ...]) -> None:
        super().__init__()
        self._paths = paths
        self.told = Listed()

    def run(self) -> None:
        """List; called by the pool."""
        found: dict[str, str] = {}
        for root in map(text_path, self._paths):
            for path in islice(walk(root), MOST_FILES + 1):
                found.setdefault(path_text(path), _name(path, root))
        self.told.ready.emit(self._paths, found)

    def start(self) -> None:
        """Begin; ``told.ready`` is emitted at the end."""
        QThreadPool.globalInstance().start(self)


def _name(path: Path, root: Path) -> str:
    """Return a file's name for people; of one below the folder ``root``, with the path from that folder on."""
    return label(path) if path == root else readable(str(path.relative_to(root.parent)))


class Listed(QObject):
    """Delivers what was given, and the files as a mapping from path to name; of more than MOST_FILES at least one more
    than that."""

    ready = Signal(object, object)


class Encoding(QRunnable):
    """Encodes a picture that was only available decoded, off the GUI thread."""

    def __init__(self, image: QImage) -> None:
        super().__init__()
        self._image = image
        self.told = Encoded()

    def run(self) -> None:
        """Encode; called by the pool."""
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self._image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes, PySide takes a word
        self.told.ready.emit(bytes(buffer.data().data()))

    def start(self) -> None:
        """Begin; ``told.ready`` is emitted at the end."""
        QThreadPool.globalInstance().start(self)


class Encoded(QObject):
    """Delivers pictures encoded off the GUI thread."""

    ready = Signal(bytes)
