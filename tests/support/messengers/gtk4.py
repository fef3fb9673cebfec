"""Lets a program of GTK 4 run with a home of its own, without a session bus and without a graphics card."""

from __future__ import annotations

from pathlib import Path

from ui.demo.display import Display


def prepared(display: Display, home: Path) -> Display:
    """Return the display for such a program. It draws no animations: they would take all of its time."""
    settings = home / ".config" / "gtk-4.0" / "settings.ini"
    settings.parent.mkdir(parents=True)
    settings.write_text("[Settings]\ngtk-enable-animations=false\n")
    return Display(display.name, {
        **display.environment, "HOME": str(home), "XDG_CONFIG_HOME": str(home / ".config"), "GSK_RENDERER": "cairo",
        "DBUS_SESSION_BUS_ADDRESS": "disabled:"})
