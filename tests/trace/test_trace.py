"""Tests the field of dots: what it carries survives a photograph, and nothing is read where there is none."""

from __future__ import annotations

import io
import random
from datetime import UTC, datetime
from random import Random

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from guard.screen_mark import field, tracing
from guard.screen_mark.coding import CODED, decode, encode
from guard.screen_mark.lattice import Geometry
from guard.screen_mark.payload import Trace, device_number, now_at, trace_of
from guard.screen_mark.phases import Fitted, fitted
from guard.screen_mark.tracing import trace
from tests.trace.camera import Shot, photograph
from tests.trace.covering import covered
from tests.trace.screens import FULL_HD, SCREENS

MEANT = Trace(device_number("办公室-017"), 16_800)
THIRD = (1110, 624)


def seen(name: str, shot: Shot, meant: Trace | None = MEANT) -> NDArray[np.uint8]:
    draw, ratio = SCREENS[name]
    screen = draw(Random(7))
    if meant is not None:
        screen = covered(screen, meant.number, ratio)
    return np.asarray(Image.open(io.BytesIO(photograph(screen, shot))).convert("RGB"))


def test_a_number_survives_noise_that_turns_a_seventh_of_its_signs() -> None:
    chance = np.random.default_rng(3)
    for number in (0, 2**48 - 1, MEANT.number):
        received = encode(number) + chance.normal(0, 0.9, CODED).astype(np.float32)
        assert (np.sign(received) != encode(number)).mean() > 0.1
        assert decode(received) == number


def test_noise_alone_is_no_number() -> None:
    chance = np.random.default_rng(4)
    assert [decode(chance.normal(0, 1, CODED).astype(np.float32)) for _ in range(300)] == [None] * 300


def test_a_trace_is_a_computer_and_an_hour() -> None:
    moment = datetime(2026, 12, 1, 9, 59, tzinfo=UTC)
    there = now_at(device_number("办公室-017"), moment.timestamp())
    assert trace_of(there.number) == there
    assert there.began == datetime(2026, 12, 1, 9, tzinfo=UTC)
    assert there.device != device_number("办公室-018")


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 1.75, 2.0, 3.0])
def test_the_tile_repeats_without_a_seam_at_every_scale(ratio: float) -> None:
    tile = field.tile(MEANT.number, ratio)
    assert tile.shape == (round(288 * ratio), round(288 * ratio), 4)
    cover = np.where(tile[..., 0] == 0, 1, -1) * tile[..., 3].astype(int)
    across = np.abs(np.diff(np.concatenate([cover, cover[:, :1]], axis=1), axis=1))
    assert across[:, -1].max() <= across[:, :-1].max()


@pytest.mark.parametrize(("name", "shot"), [
    pytest.param("a page in a word processor",
                 Shot(yaw=38, pitch=-12, roll=4, scale=0.8, quality=55, glare=0.4, shake=1, size=(1660, 940)),
                 marks=pytest.mark.thorough),
    ("a dark editor full of text",
     Shot(yaw=-20, pitch=25, roll=-95, scale=0.9, aim=(0.4, 0.6), quality=45, size=THIRD)),
    pytest.param("a colourful picture",
                 Shot(pitch=-35, roll=183, scale=0.7, aim=(0.6, 0.4), quality=70, smooth=15, size=(800, 450)),
                 marks=pytest.mark.thorough),
], ids=["whole, from the side", "a third, upright", "a third, upside down"])
def test_a_photograph_tells_computer_and_hour(name: str, shot: Shot) -> None:
    found = trace(seen(name, shot))
    assert found is not None
    assert found.trace == MEANT


@pytest.mark.thorough
def test_no_field_is_fitted_to_a_large_picture_of_noise(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []

    def counted(texture: NDArray[np.float32], geometry: Geometry) -> Fitted:
        sizes.append(texture.size)
        return fitted(texture, geometry)

    monkeypatch.setattr(tracing, "fitted", counted)
    tries: list[tuple[int, int]] = []
    noise = np.random.default_rng(9).integers(0, 256, (1600, 1500, 3), dtype=np.uint8)
    assert trace(noise, lambda number, most: tries.append((number, most))) is None
    assert max(sizes) <= tracing.PART ** 2
    assert tries == sorted(tries)
    assert all(number < most for number, most in tries)


@pytest.mark.thorough
def test_nothing_is_read_from_a_screen_without_the_field() -> None:
    assert trace(seen("a page in a word processor", Shot(yaw=15, scale=0.8, size=THIRD), None)) is None


@pytest.mark.parametrize("shape", [(60, 900), (1, 1), (1, 9000)])
def test_nothing_is_read_from_a_picture_that_is_too_small(shape: tuple[int, int]) -> None:
    assert trace(np.full((*shape, 3), 255, np.uint8)) is None


def test_text_under_the_field_keeps_its_contrast() -> None:
    """WCAG 2.2, 1.4.3: at least 4.5 to 1, between the darkest ground and the lightest text that dots can make."""
    for ground, text in ((255, 0), (255, 51), (255, 89), (30, 212), (0, 255), (244, 60)):
        assert contrast(ground, text) > 4.5
        assert contrast(covered_most(ground, dark=text < ground), covered_most(text, dark=text > ground)) > 4.5


def covered_most(value: int, *, dark: bool) -> float:
    return value + ((0 if dark else 255) - value) * field.STRENGTH


def contrast(one: float, other: float) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(value: float) -> float:
    share = value / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def test_the_field_takes_little_light_from_a_white_screen() -> None:
    white = Image.new("RGB", FULL_HD, (255, 255, 255))
    dimmed = np.asarray(covered(white, random.Random(1).getrandbits(48)).convert("L"), float)
    assert dimmed.min() >= 242
    assert dimmed.mean() > 250
