"""A list that drops down, of which a screen reader hears what is chosen and what is chosen there."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox


class ChoiceBox(QComboBox):
    """Named as any other control. On Linux Qt gives a screen reader the choice as the name of a list, whatever it was
    named; what it is for is heard as its description.
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setAccessibleDescription(name)
