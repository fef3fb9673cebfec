"""Tests the encoder: what it says of any text are probabilities, and what is around a word counts."""

from __future__ import annotations

from importlib.resources import files
from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from rules.tagging.encoder import Encoder, windows
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


@pytest.mark.parametrize("positions", [3, 6, 20, 256])
@pytest.mark.parametrize("text", ["", "李", "姓名：蒲秀英，住柳树巷17号。\n" * 60, "没有标点" * 200])
def test_a_text_that_is_too_long_to_be_seen_at_once_is_seen_in_parts_that_begin_in_the_one_before(
    text: str, positions: int,
) -> None:
    pieces = list(ENCODER.vocabulary.divided(text))
    parts = list(windows(text, pieces, positions))
    assert [piece for part, again in parts for piece in part[again:]] == pieces
    assert all(again < len(part) <= positions - 2 for part, again in parts)
    assert all(list(later[:again]) == list(earlier[len(earlier) - again:])
               for (earlier, _), (later, again) in pairwise(parts))


def test_a_part_ends_with_a_line_where_that_is_possible() -> None:
    text = "姓名：蒲秀英，住柳树巷17号。\n" * 60
    parts = list(windows(text, list(ENCODER.vocabulary.divided(text)), 256))
    assert len(parts) > 2
    assert all(text[part[-1].end - 1] == "\n" for part, _ in parts)


def test_a_part_is_seen_with_what_is_before_it() -> None:
    text = "走访低保户蒲秀英，住柳树巷17号，腿部骨折。\n" * 60
    part, again = list(windows(text, list(ENCODER.vocabulary.divided(text)), ENCODER.header.positions))[-1]
    start, new = part[0].start, part[again].start
    assert start < new
    assert np.allclose(ENCODER.chances(text, ())[new:], ENCODER.chances(text[start:], ())[new - start:], atol=1e-5)


def test_what_rules_found_counts() -> None:
    text = "请张样例到窗口领取。"
    without, with_hint = (ENCODER.chances(text, hints)[1:4] for hints in ([], [(1, 4, KINDS.index(Kind.NAME))]))
    assert not np.allclose(without, with_hint)
