"""A small window with a question, and with help by F1."""

from __future__ import annotations

from ui.kit.help import Help
from ui.kit.small_page import SmallPage
from ui.kit.theme import Theme


class SmallWindow(SmallPage):
    """Heading, sentence, fields and buttons; a link beside the heading opens the help."""

    def __init__(self, theme: Theme, heading: str, sentence: str) -> None:
        super().__init__(theme, heading, sentence)
        self._heading.addWidget(Help(theme, self).link())
