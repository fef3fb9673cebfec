"""Finds the layers of the mark on a display: windows that no window manager manages, of the tray's program."""

from __future__ import annotations

from Xlib import X
from Xlib.display import Display as Connection
from Xlib.error import XError

from ui.demo.display import Area, Display

CLASS = "mark_tray"


def layers(display: Display, least_width: int = 100) -> list[Area]:
    """Return the areas of the layers that are shown, the topmost last."""
    connection = Connection(display.name)
    try:
        root, found = connection.screen().root, []
        for window in root.query_tree().children:
            try:
                facts, size = window.get_attributes(), window.get_geometry()
                if (facts.override_redirect and facts.map_state == X.IsViewable and size.width >= least_width
                        and CLASS in " ".join(window.get_wm_class() or ())):
                    found.append((size.x, size.y, size.x + size.width, size.y + size.height))
            except XError:
                continue  # it closed while we looked
        return found
    finally:
        connection.close()


def topmost(display: Display, least_width: int = 400) -> str:
    """Return the class of the topmost window of the display that is this wide, "" when it has none."""
    connection = Connection(display.name)
    try:
        for window in reversed(connection.screen().root.query_tree().children):
            facts = window.get_attributes()
            if facts.map_state == X.IsViewable and window.get_geometry().width >= least_width:
                return next(iter(window.get_wm_class() or ()), "")
        return ""
    finally:
        connection.close()
