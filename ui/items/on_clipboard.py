"""Puts a masked copy on the clipboard for a guard that could not."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QMimeData, QUrl
from PySide6.QtGui import QGuiApplication

from guard.control.masked_copies import MaskedCopy


def put_on_clipboard(copy: MaskedCopy) -> None:
    """Put a masked copy on the clipboard, unless the guard did; like every copy it is judged by the guard once more."""
    if copy.placed:
        return
    data = QMimeData()
    if copy.paths:
        data.setUrls([QUrl.fromLocalFile(path) for path in copy.paths])
    elif copy.picture:
        data.setData("image/png", QByteArray(copy.picture))
    else:
        data.setText(copy.text)
    QGuiApplication.clipboard().setMimeData(data)
