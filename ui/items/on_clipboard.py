"""Puts a masked copy on the clipboard for a guard that could not, and says which addresses files have for Qt."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QByteArray, QMimeData, QUrl
from PySide6.QtGui import QGuiApplication

from guard.clipboard.file_lists import local_path
from guard.control.masked_copies import MaskedCopy
from guard.util.path_text import text_path


def addresses(paths: Iterable[str]) -> list[QUrl]:
    """Return the addresses by which these files are copied; their paths are text (guard.util.path_text)."""
    # A name that is not UTF-8 has an address, but no text that Qt reads as a path.
    return [QUrl.fromEncoded(text_path(path).as_uri().encode()) for path in paths]


def local_file(url: QUrl) -> str | None:
    """Return the path of a file of this computer that was pasted or dropped, as text (guard.util.path_text); None where
    the address is of something else.
    """
    # Qt reads every name as UTF-8 and loses the bytes of one that is not.
    return local_path(bytes(url.toEncoded().data()).decode()) if url.isLocalFile() else None


def put_on_clipboard(copy: MaskedCopy) -> None:
    """Put a masked copy on the clipboard, unless the guard did; like every copy it is judged by the guard once more."""
    if copy.placed:
        return
    data = QMimeData()
    if copy.paths:
        data.setUrls(addresses(copy.paths))
    elif copy.picture:
        data.setData("image/png", QByteArray(copy.picture))
    else:
        data.setText(copy.text)
    QGuiApplication.clipboard().setMimeData(data)
