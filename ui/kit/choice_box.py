"""A list that drops down, of which a screen reader hears what is chosen and what is chosen there."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox

_COMMANDS = (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
             | Qt.KeyboardModifier.MetaModifier)


class ChoiceBox(QComboBox):
    """Named as any other control. On Linux Qt gives a screen reader the choice as the name of a list, whatever it was
    named; what it is for is heard as its description.
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setAccessibleDescription(name)

    def event(self, event: QEvent) -> bool:
        """Keep letters, by which a line is looked for here, from a window that has them as its keys."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride \
                and event.text().isprintable() and event.text() and not event.modifiers() & _COMMANDS:
            event.accept()
            return True
        return super().event(event)
