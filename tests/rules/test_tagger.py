"""Tests the tagger with its encoder: how both are joined, and for which texts the encoder is asked."""

from __future__ import annotations

from importlib.resources import files

import numpy as np
import pytest

from rules.tagging.encoder import Encoder
from rules.tagging.encoder_weights import parse as parse_encoder
from rules.tagging.kinds import KINDS, Kind
from rules.tagging.tagger import Tagger
from rules.tagging.weights import parse

FOLDER = files("rules") / "tagging"
WEIGHTS = parse((FOLDER / "tags.bin").read_bytes())
ENCODER = Encoder(parse_encoder((FOLDER / "encoder.bin").read_bytes()))
TEXT = "他去年离婚，独自带孩子，在夜市摆摊。"


def test_the_odds_are_the_mean_of_both_and_no_less_than_those_of_the_tagger_alone_where_it_is_sure() -> None:
    alone, meant, both = (one.chances(TEXT, ()) for one in (Tagger(WEIGHTS), ENCODER, Tagger(WEIGHTS, ENCODER)))
    odds = [np.log(chances.clip(1e-6)) - np.log((1 - chances.sum(axis=1, keepdims=True)).clip(1e-6))
            for chances in (alone, meant, both)]
    unsure = (alone.sum(axis=1) < 0.5) & (alone[:, KINDS.index(Kind.NAME)] < 1e-3)
    assert 0 < unsure.sum() < len(TEXT)
    others = [place for place, kind in enumerate(KINDS) if kind is not Kind.NAME]
    assert np.allclose(odds[2][unsure][:, others], (0.3 * odds[0] + 0.7 * odds[1])[unsure][:, others], atol=0.01)
    assert (both >= alone)[alone.sum(axis=1) >= 0.5].all()
    assert (both >= alone)[:, KINDS.index(Kind.NAME)].all()


@pytest.mark.parametrize(("characters", "asked"), [(8_000, True), (8_001, False)])
def test_the_encoder_is_asked_about_what_is_not_too_long_to_wait_for(characters: int, asked: bool) -> None:
    tagger = Tagger(WEIGHTS, ENCODER).for_length(characters)
    assert tagger.limits == (ENCODER.header if asked else WEIGHTS.header).limits
    expected = Tagger(WEIGHTS, ENCODER if asked else None).chances(TEXT, ())
    assert np.array_equal(tagger.chances(TEXT, ()), expected)


def test_limits_that_are_given_count_for_any_length() -> None:
    limits = ENCODER.header.limits._replace(doubt=1e-9)
    assert Tagger(WEIGHTS, ENCODER, limits).for_length(1_000_000).limits == limits


@pytest.mark.parametrize("text", ["", "。", "\n", "\t|,", "😀\ud800", "李" * 1200, "姓名\t电话\n" * 400])
def test_any_text_is_tagged_within_its_bounds(text: str) -> None:
    for start, end, _ in Tagger(WEIGHTS, ENCODER).spans(text, ()):
        assert 0 <= start < end <= len(text)
