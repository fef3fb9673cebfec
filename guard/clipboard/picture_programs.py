"""Picture editors as the owner of a copy: the formats that they themselves paste, and what not to request. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from guard.clipboard import rich_text

DRAWING = "image/x-inkscape-svg"
OWN_NAMES = (DRAWING, "image/x-xcf")
"""What Inkscape and GIMP paste from themselves: objects with their effects, layers with names, positions and order."""

DRAWING_KEPT = (DRAWING, "image/svg+xml", "image/png", "application/pdf", "image/x-emf", "image/x-wmf")
"""The targets of a drawing that are quickly made beside its text, the most precious first: a drawing that is closed
meanwhile gives no more. Inkscape offers everything it can export; for some formats it starts a program and does not
respond meanwhile, up to a quarter of a second for each, a second in all.
"""

NO_TEXT = ("text/ico",)
"""Pictures under a name of text: GIMP offers its copy as an icon under every name that exists for icons."""


def is_drawing(offered: Sequence[str]) -> bool:
    """Tell whether this is what Inkscape offers: a source that forgets its copy once it has lost the selection, even
    while it answers earlier requests. An offer that also has RTF comes from another program.
    """
    return DRAWING in offered and not any(name in rich_text.NAMES for name in offered)
