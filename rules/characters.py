"""Says which characters can be shown to people as they are."""

from __future__ import annotations

import unicodedata

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Categories of Unicode: controls, direction marks, parts of pairs, private and free numbers, ends of lines."""


def is_shown(character: str) -> bool:
    """Return whether a character stays on its line, has a place there and cannot control what shows it.

    The blanks of all scripts do, as between 王 and 伟 in a form; ``str.isprintable`` knows the one of ASCII alone.
    """
    return unicodedata.category(character) not in _HIDDEN


def hides(words: str) -> bool:
    """Tell whether words have a character that nobody sees, or that turns the direction of what is read."""
    return not all(map(is_shown, words))
