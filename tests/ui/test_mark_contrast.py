"""Tests how readable text stays under the mark, from what the screen shows: with each compositor, at 100 to 200 %."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import numpy as np
import pytest
from PIL import ImageGrab
from Xlib import X
from Xlib.display import Display as Connection

from guard.core.screen_mark import MarkStrength
from tests.support.accessible import session_bus
from tests.support.contrast import ENOUGH, GROUNDS, contrast
from tests.support.guarding import wait_for
from tests.support.mark_layers import layers
from tests.support.marked_desk import SETTINGS, Setting
from tests.support.marking import marking
from tests.support.thorough import thorough_but
from ui.demo.display import Display, end, private_display

SIDE = 460
"""Pixels of a square of one shade: about as far apart are the words of a mark at 200 %."""

PLACE = (40, 40, SIDE * len(GROUNDS), 2 * SIDE)
SEEN = 6
"""Shades between the darkest and the lightest pixel of what was one shade, from which a mark is seen."""


@contextmanager
def squares(setting: Setting, user: Path) -> Iterator[Display]:
    """Run a display that composites windows, with a window of the grounds (above) and the texts (below)."""
    with ExitStack() as stack:
        bus = stack.enter_context(session_bus({**os.environ, "HOME": str(user)}, user))  # where xfwm4 keeps settings
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.environment["DBUS_SESSION_BUS_ADDRESS"])
        display = stack.enter_context(private_display("1920x1000", setting.manager))
        if setting.compositor:
            stack.callback(end, display.start(setting.compositor, stderr=subprocess.DEVNULL))
        connection = Connection(display.name)
        stack.callback(connection.close)
        screen = connection.screen()
        wait_for(lambda: connection.get_selection_owner(connection.intern_atom("_NET_WM_CM_S0")), "a compositor")
        window = screen.root.create_window(*PLACE, 0, screen.root_depth, X.InputOutput, override_redirect=True)
        window.map()
        for column, shades in enumerate(GROUNDS):
            for row, shade in enumerate(shades):
                context = window.create_gc(foreground=shade * 0x010101)
                window.fill_rectangle(context, column * SIDE, row * SIDE, SIDE, SIDE)
        connection.sync()
        bare = [(shade, shade) for shades in GROUNDS for shade in shades]
        wait_for(lambda: extremes(display) == bare, "the bare squares")
        yield display


def extremes(display: Display) -> list[tuple[int, int]]:
    """Return the darkest and the lightest shade of each square: those of a ground, then those of its text."""
    left, top, width, height = PLACE
    seen = np.asarray(ImageGrab.grab(bbox=(left, top, left + width, top + height), xdisplay=display.name).convert("L"))
    return [(int(square.min()), int(square.max())) for column in np.split(seen, len(GROUNDS), axis=1)
            for square in np.split(column, 2, axis=0)]


def settled(display: Display, least: int) -> list[tuple[int, int]]:
    """Return the shades once the mark is so clearly seen, and two looks saw the same."""
    def twice() -> list[tuple[int, int]] | None:
        one, other = extremes(display), extremes(display)
        return one if one == other and clearest(one) >= least else None

    return wait_for(twice, f"a mark of {least} shades")


def clearest(shades: list[tuple[int, int]]) -> int:
    return max(high - low for low, high in shades)


@pytest.fixture(scope="module", params=thorough_but(["openbox and picom"], ["openbox and picom", "xfwm4 compositing"]))
def display(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Display]:
    with squares(SETTINGS[request.param], tmp_path_factory.mktemp("user")) as display:
        yield display


@pytest.mark.parametrize("scale", thorough_but(["1"], ["1", "1.25", "1.5", "2"]))
def test_text_that_the_screen_shows_under_the_mark_keeps_a_contrast_of_4_5(display: Display, scale: str) -> None:
    with marking(display, scale) as told:
        least = SEEN
        for strength in (MarkStrength.LIGHT, MarkStrength.MEDIUM, MarkStrength.STRONG):
            told(PLACE, strength)
            shades = settled(display, least)
            least = clearest(shades) + 1
            for (ground, text), on_ground, on_text in zip(GROUNDS, shades[::2], shades[1::2], strict=True):
                worst = (on_ground[0], on_text[1]) if ground > text else (on_ground[1], on_text[0])
                assert contrast(*worst) >= ENOUGH, (strength, ground, text, contrast(*worst))
    wait_for(lambda: not layers(display), "no layer")
