"""Tests the encoder: what it says of any text are probabilities, and what is around a word counts."""

from __future__ import annotations

from importlib.resources import files

import numpy as np
import pytest
from numpy.typing import NDArray

from rules.tagging.encoder import Encoder
from rules.tagging.encoder_weights import parse
from rules.tagging.kinds import KINDS, Kind

ENCODER = Encoder(parse((files("rules") / "tagging" / "encoder.bin").read_bytes()))


def chance(text: str, word: str, kind: Kind) -> float:
    """How probable the word belongs to a span of this kind, at its least probable character."""
    start = text.index(word)
    chances: NDArray[np.float32] = ENCODER.chances(text, ())
    return float(chances[start:start + len(word), KINDS.index(kind)].min())


@pytest.mark.parametrize("text", ["", "。", "\n", "\t|,", "😀\ud800", "李" * 1200, "姓名\t电话\n" * 200])
def test_what_it_says_of_any_text_are_probabilities(text: str) -> None:
    chances = ENCODER.chances(text, [(0, 1, 0)] if text else [])
    assert chances.shape == (len(text), len(KINDS))
    assert ((chances >= 0) & (chances.sum(axis=1, keepdims=True) <= 1.0001)).all()


@pytest.mark.parametrize(("private", "public", "word", "kind"), [
    ("他去年离婚，独自带孩子，靠低保生活。", "民政局本月公布低保标准。", "低保", Kind.OTHER),
    ("诊断：2型糖尿病，长期注射胰岛素。", "糖尿病科普讲座改到周五。", "糖尿病", Kind.HEALTH),
], ids=["a benefit", "an illness"])
def test_the_same_word_is_private_by_what_is_around_it(private: str, public: str, word: str, kind: Kind) -> None:
    assert chance(private, word, kind) > 5 * chance(public, word, kind)


def test_a_text_that_is_too_long_to_be_seen_at_once_is_seen_in_parts_that_end_with_lines() -> None:
    line, last = "姓名：蒲秀英，住柳树巷17号。\n", "姓名：钱丽华，住幸福里3栋。\n"
    whole = line * 60 + last
    together = 254 // len(list(ENCODER.vocabulary.divided(line)))
    assert 60 % together != 0
    alone = ENCODER.chances(line * (60 % together) + last, ())
    assert np.allclose(ENCODER.chances(whole, ())[-len(alone):], alone, atol=1e-5)


def test_what_rules_found_counts() -> None:
    text = "请张样例到窗口领取。"
    without, with_hint = (ENCODER.chances(text, hints)[1:4] for hints in ([], [(1, 4, KINDS.index(Kind.NAME))]))
    assert not np.allclose(without, with_hint)
