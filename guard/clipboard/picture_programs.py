"""Programs for pictures as the owner of a copy: the formats that they themselves paste, and what not to ask. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from guard.clipboard import rich_text

DRAWING = "image/x-inkscape-svg"
OWN_NAMES = (DRAWING, "image/x-xcf")
"""What Inkscape and GIMP paste from their own: objects with their effects, layers with names, places and depth."""

DRAWING_KEPT = (DRAWING, "image/svg+xml", "image/png", "application/pdf", "image/x-emf", "image/x-wmf")
"""Of a drawing, what is made in a moment beside its text, the most precious first: a drawing that is closed meanwhile
gives no more. Inkscape offers all it can export; for some of that it starts a program and stands still meanwhile, up to
a quarter of a second for each, a second in all.
"""

NO_TEXT = ("text/ico",)
"""Pictures under a name of text: GIMP offers its copy as an icon by all names that there are for one."""


def is_drawing(offered: Sequence[str]) -> bool:
    """Say whether this is what Inkscape offers: a source that forgets its copy once it has lost the selection, in the
    midst of what it was asked before. Beside RTF it is somebody else.
    """
    return DRAWING in offered and not any(name in rich_text.NAMES for name in offered)
