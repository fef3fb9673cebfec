"""What was pasted or dropped into the self-check, made ready for the guard off the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMimeData, QObject, QRunnable, QSize, Qt, QThreadPool, Signal
from PySide6.QtGui import QImage

from guard.requests import Offered
from ui.pictures import decode

LONG_TEXT = 50_000
"""Characters beyond which a text is named instead of shown: an editor is slow with them."""

LONG_LINE = 5_000
"""Characters of one line beyond which a text is named instead of shown."""

PICTURE_BYTES = 60 * 1024 * 1024
"""A picture file beyond which it is named instead of shown; the guard reads it all the same."""

_RAW_PICTURES = ("image/png", "image/jpeg", "image/bmp", "image/webp")
_PICTURE_SUFFIXES = (".png", ".jpg", ".jpeg", ".bmp", ".webp", ".gif")
_SHOWN = 1600


def is_long(untrusted_text: str) -> bool:
    """Return whether a text is too much for an editor."""
    return len(untrusted_text) > LONG_TEXT or any(len(line) > LONG_LINE for line in untrusted_text.split("\n"))


def paths_of(mime: QMimeData) -> tuple[str, ...]:
    """Return the local files that were pasted or dropped."""
    return tuple(url.toLocalFile() for url in mime.urls() if url.isLocalFile())


def has_picture(mime: QMimeData) -> bool:
    """Return whether a picture was pasted or dropped."""
    return mime.hasImage() or any(mime.hasFormat(kind) for kind in _RAW_PICTURES)


def raw_picture(mime: QMimeData) -> bytes:
    """Return the picture as the bytes it was offered in, or b"" when only a decoded one is there."""
    kind = next((kind for kind in _RAW_PICTURES if mime.hasFormat(kind)), None)
    return bytes(mime.data(kind).data()) if kind else b""


def is_picture_file(paths: tuple[str, ...]) -> bool:
    """Return whether this is one file whose name says that it is a picture."""
    return len(paths) == 1 and paths[0].lower().endswith(_PICTURE_SUFFIXES)


@dataclass(frozen=True, slots=True)
class Preview:
    """A picture reduced for showing, and the size that boxes count in; a null image is none that can be shown."""

    image: QImage
    size: QSize


class Preparing(QObject):
    """``offered`` has the encoded picture for the guard, ``preview`` what is shown of it."""

    offered = Signal(object)
    preview = Signal(object)

    def encode(self, image: QImage) -> None:
        """Encode a decoded picture; both signals follow."""
        _start(lambda: self._tell(_encoded(image)))

    def show(self, untrusted_bytes: bytes) -> None:
        """Reduce an encoded picture; ``preview`` follows."""
        _start(lambda: self.preview.emit(_reduced(untrusted_bytes)))

    def show_file(self, path: str) -> None:
        """Reduce a picture file; ``preview`` follows."""
        _start(lambda: self.preview.emit(_reduced(_read(path))))

    def _tell(self, picture: bytes) -> None:
        self.offered.emit(Offered(untrusted_picture=picture))
        self.preview.emit(_reduced(picture))


class _Work(QRunnable):
    def __init__(self, work: Callable[[], None]) -> None:
        super().__init__()
        self._work = work

    def run(self) -> None:
        self._work()


def _start(work: Callable[[], None]) -> None:
    QThreadPool.globalInstance().start(_Work(work))


def _encoded(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes, PySide takes a word
    return bytes(buffer.data().data())


def _read(path: str) -> bytes:
    try:
        with Path(path).open("rb") as file:
            untrusted_bytes = file.read(PICTURE_BYTES + 1)
    except OSError:
        return b""  # the guard says why in its answer
    return untrusted_bytes if len(untrusted_bytes) <= PICTURE_BYTES else b""


def _reduced(untrusted_bytes: bytes) -> Preview:
    picture = decode(untrusted_bytes)
    if picture.isNull() or max(picture.width(), picture.height()) <= _SHOWN:
        return Preview(picture, picture.size())
    small = picture.scaled(_SHOWN, _SHOWN, Qt.AspectRatioMode.KeepAspectRatio,
                           Qt.TransformationMode.SmoothTransformation)
    return Preview(small, picture.size())
