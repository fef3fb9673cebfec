"""A drop-down list whose purpose and current choice a screen reader can read."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox

_COMMANDS = (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
             | Qt.KeyboardModifier.MetaModifier)


class ChoiceBox(QComboBox):
    """Named as any other control. On Linux Qt gives a screen reader the current choice as the name of a list,
    whatever name it has; its purpose is read as its description."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setAccessibleDescription(name)

    def event(self, event: QEvent) -> bool:
        """Keep letter keys, which select a line here, from a window that uses them as shortcuts."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride \
                and event.text().isprintable() and event.text() and not event.modifiers() & _COMMANDS:
            event.accept()
            return True
        return super().event(event)
