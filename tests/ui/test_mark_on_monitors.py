"""Tests the mark on two monitors, at 100 to 200 %: over each monitor, or each part of a window, once."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from guard.core.screen_mark import MarkStrength
from tests.support.guarding import wait_for
from tests.support.mark_layers import layers
from tests.support.marking import marking
from tests.support.monitors import LEFT, RIGHT, two_monitors
from tests.support.thorough import thorough_but
from ui.demo.display import Area, Display

ON_THE_RIGHT = (1500, 200, 800, 600)
ACROSS = (1000, 200, 600, 500)
"""A window of which each monitor has a part."""

APART = 3
"""Pixels by which an edge may be off where Qt rounds its coordinates: at scales that are no whole numbers."""


@pytest.fixture(scope="module")
def monitors() -> Iterator[Display]:
    with two_monitors() as display:
        yield display


def are(display: Display, apart: int, *areas: Area) -> Callable[[], bool]:
    def cover() -> bool:
        found = sorted(layers(display))
        return len(found) == len(areas) and all(
            abs(one - other) <= apart
            for layer, area in zip(found, sorted(areas), strict=True) for one, other in zip(layer, area, strict=True))

    return cover


@pytest.mark.parametrize("scale", thorough_but(["1", "2"], ["1", "1.25", "1.5", "1.75", "2"]))
def test_the_mark_covers_each_monitor_or_the_window_alone(monitors: Display, scale: str) -> None:
    apart = 0 if scale in ("1", "2") else APART
    with marking(monitors, scale) as told:
        told((), MarkStrength.MEDIUM)
        wait_for(are(monitors, apart, LEFT, RIGHT), f"a layer over each monitor, not {layers(monitors)}")
        told(ON_THE_RIGHT, MarkStrength.MEDIUM)
        wait_for(are(monitors, apart, (1500, 200, 2300, 800)), "a layer over the window")
        told(ACROSS, MarkStrength.MEDIUM)
        wait_for(are(monitors, apart, (1000, 200, 1280, 700), (1280, 200, 1600, 700)), "a layer over each part of it")
    wait_for(are(monitors, 0), "no layer")


def test_of_two_monitors_that_show_the_same_one_has_the_mark() -> None:
    with two_monitors(LEFT, LEFT) as projected, marking(projected, "1") as told:
        for place, area in (((), LEFT), ((100, 100, 600, 500), (100, 100, 700, 600))):
            told(place, MarkStrength.MEDIUM)
            wait_for(are(projected, 0, area), f"one layer, not {layers(projected)}")
