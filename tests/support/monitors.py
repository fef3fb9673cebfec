"""Simulates two monitors on one private X screen, by RandR 1.5 (xrandr --setmonitor), and finds windows on them."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from Xlib.display import Display as Connection
from Xlib.error import XError

from tests.support.x11_properties import read_property
from ui.demo.display import Area, Display, private_display

LEFT: Area = (0, 0, 1280, 900)
RIGHT: Area = (1280, 60, 3080, 1260)


@contextmanager
def two_monitors(first: Area = LEFT, second: Area = RIGHT) -> Iterator[Display]:
    """Run a private display; by default its right monitor is larger than the left one and placed lower."""
    screen = f"{max(first[2], second[2])}x{max(first[3], second[3])}"
    with private_display(screen) as display:
        for name, (left, top, right, bottom), output in (("left", first, "screen"), ("right", second, "none")):
            width, height = right - left, bottom - top
            place = f"{width}/{width * 254 // 960}x{height}/{height * 254 // 960}+{left}+{top}"
            subprocess.run(["xrandr", "--setmonitor", name, place, output], env=display.environment, check=True,
                           stdout=subprocess.DEVNULL)
        yield display


def inside(area: Area, monitor: Area) -> bool:
    """Return whether all of an area is on a monitor."""
    return area[0] >= monitor[0] and area[1] >= monitor[1] and area[2] <= monitor[2] and area[3] <= monitor[3]


def windows(display: Display, class_name: str) -> list[Area]:
    """Return the areas of the windows of this class that the window manager lists."""
    connection = Connection(display.name)
    try:
        root = connection.screen().root
        listed = read_property(root, connection.intern_atom("_NET_CLIENT_LIST"))
        found = []
        for number in listed.value if listed is not None else ():
            window = connection.create_resource_object("window", number)
            try:
                if class_name in (window.get_wm_class() or ()):
                    size, corner = window.get_geometry(), root.translate_coords(window, 0, 0)
                    found.append((corner.x, corner.y, corner.x + size.width, corner.y + size.height))
            except XError:
                continue  # it closed while we looked
        return found
    finally:
        connection.close()


def move(display: Display, words: str, left: int, top: int) -> None:
    """Move the window with this title or class there, as its user would."""
    found = ["xdotool", "search", "--sync", "--onlyvisible", "--classname", "--name", "--limit", "1", f"^{words}"]
    subprocess.run([*found, "windowmove", "--sync", str(left), str(top)], env=display.environment, check=True)
