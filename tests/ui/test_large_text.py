"""Tests large text: the windows grow with the system's font, but only as far as a warning fits on the screen."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFrame

from tests.support.languages import speaking
from tests.support.thorough import thorough_but
from tests.ui import screens
from ui.i18n.language import Language
from ui.kit.theme import TALLEST, Theme, scale_for
from ui.warning.window import WarningWindow

WARNINGS = [name for name in screens.drawings(None) if name.startswith("warning")]


@pytest.mark.parametrize(("points", "height", "scale"), [
    (9, 728, 1.0), (11, 728, 1.0), (16.5, 1400, 1.5), (33, 1400, 2.0), (33, 728, 1.3), (33, 360, 1.0)])
def test_windows_grow_with_the_font_as_far_as_a_warning_fits(points: float, height: int, scale: float) -> None:
    assert scale_for(points, height) == pytest.approx(scale, abs=0.01)


@pytest.fixture(scope="module", params=Language)
def spoken(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[None]:
    """Each language in turn."""
    with speaking(qapp, request.param):
        yield


@pytest.fixture(scope="module", params=thorough_but([2.0], [1.0, 1.3, 2.0]))
def theme(request: pytest.FixtureRequest, qapp: QApplication, spoken: None) -> Iterator[Theme]:
    """Each scale in turn, made once."""
    theme = Theme(qapp, "light", request.param)
    yield theme
    theme.deleteLater()


@pytest.mark.parametrize("name", WARNINGS)
def test_every_warning_is_as_high_as_the_screen_that_its_scale_was_chosen_for(name: str, theme: Theme) -> None:
    window = screens.drawings(theme)[name]()
    assert isinstance(window, WarningWindow)
    window.show()
    QApplication.processEvents()
    card = window.findChild(QFrame, "warning")
    assert card is not None
    assert card.height() <= TALLEST * theme.scale
    screens.put_away(window, theme)


@pytest.mark.thorough
@pytest.mark.parametrize("language", [
    Language.ENGLISH, pytest.param(Language.CHINESE, marks=pytest.mark.thorough)])
def test_choices_stay_on_the_lowest_screen_at_200_percent_when_a_rule_says_as_much_as_it_may(
        language: Language, tmp_path: Path) -> None:
    found = on_screen("tests.ui.longest_words_program", (683, 364), tmp_path, language)
    assert found[:-1] == []
    assert int(found[-1].removeprefix("measured ")) > 70


@pytest.mark.thorough
@pytest.mark.parametrize(("language", "points", "size"), [
    (Language.CHINESE, 9, (683, 364)),
    *(pytest.param(*each, marks=pytest.mark.thorough) for each in (
        (Language.CHINESE, 9, (1366, 728)), (Language.ENGLISH, 20, (1366, 728)), (Language.ENGLISH, 9, (683, 364))))])
def test_every_window_and_every_word_on_it_has_room_on_the_lowest_screen_at_100_and_200_percent(
        language: Language, points: float, size: tuple[int, int], tmp_path: Path) -> None:
    *sticking_out, counted = on_screen("tests.ui.low_screen_program", size, tmp_path, language, str(points))
    assert sticking_out == []
    assert int(counted.removeprefix("shown ")) > 60


def on_screen(program: str, size: tuple[int, int], tmp_path: Path, *arguments: str) -> list[str]:
    """Run a program on a screen of this size, in device-independent pixels. Return the lines that it printed."""
    screen = tmp_path / "screen.json"
    screen.write_text(json.dumps({"screens": [{"name": "low", "x": 0, "y": 0, "width": size[0], "height": size[1]}]}))
    surroundings = {**os.environ, "QT_QPA_PLATFORM": f"offscreen:configfile={screen}"}
    return subprocess.run([sys.executable, "-m", program, *arguments], env=surroundings, capture_output=True,
                          text=True, check=True).stdout.splitlines()
