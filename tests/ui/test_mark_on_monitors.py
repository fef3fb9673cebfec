"""Tests the layers of the mark on two monitors, at 100 and 200 %: exactly over the monitors, or over the window."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from tests.support.guarding import wait_for
from tests.support.mark_layers import layers
from tests.support.monitors import LEFT, RIGHT, two_monitors
from tests.support.program import ROOT
from ui.demo.display import Area, Display

WINDOW = [1500, 200, 800, 600]


@pytest.fixture(scope="module")
def monitors() -> Iterator[Display]:
    with two_monitors() as display:
        yield display


@contextmanager
def marking(display: Display, scale: str) -> Iterator[Callable[[list[int]], None]]:
    environment = {**display.environment, "QT_SCALE_FACTOR": scale}
    with subprocess.Popen([sys.executable, "-m", "tests.support.mark_alone"], cwd=ROOT, env=environment, text=True,
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE) as program:
        def told(place: list[int]) -> None:
            assert program.stdin is not None
            assert program.stdout is not None
            program.stdin.write(json.dumps(place) + "\n")
            program.stdin.flush()
            assert program.stdout.readline() == "shown\n"

        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"
        yield told


def are(display: Display, *areas: Area) -> Callable[[], bool]:
    return lambda: sorted(layers(display)) == sorted(areas)


@pytest.mark.parametrize("scale", ["1", "2"])
def test_the_mark_lies_over_each_monitor_or_over_the_window_alone(monitors: Display, scale: str) -> None:
    with marking(monitors, scale) as told:
        told([])
        wait_for(are(monitors, LEFT, RIGHT), f"a layer over each monitor, not {layers(monitors)}")
        told(WINDOW)
        wait_for(are(monitors, (1500, 200, 2300, 800)), "a layer over the window")
    wait_for(are(monitors), "no layer")
