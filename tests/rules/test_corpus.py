"""Tests the built-in pack with the learnt judge on the corpus, each half by itself.

The judge learnt from most of these texts: ``make corpus-report`` measures it on others. ``python -m
tests.corpus_report`` prints the result of rules alone.
"""

from __future__ import annotations

import pytest

from rules.judge.judge import Judge
from rules.model import Action
from rules.text import Text
from tests.support.corpus import HELD_OUT, PRACTICE, TUNED, UNSEEN, Sample, samples, score, written

EVERYTHING = samples()
LEAST_FOUND = 0.98
MOST_WRONG = 0.03
LEAST_FOUND_UNSEEN = 0.87
MOST_WRONG_UNSEEN = 0.03


def _half(half: str, positive: bool) -> list[Sample]:
    return [one for one in EVERYTHING if one.half == half and (one.action is not None) is positive]


def test_there_are_two_hundred_of_each_and_no_text_twice() -> None:
    assert sum(one.action is not None for one in EVERYTHING) >= 200
    assert sum(one.action is None for one in EVERYTHING) >= 200
    assert len({one.text for one in EVERYTHING}) == len(EVERYTHING)


def test_the_split_by_hash_leaves_about_half_of_each_out_of_tuning() -> None:
    for positive in (True, False):
        held_out, tuned = len(_half(HELD_OUT, positive)), len(_half(TUNED, positive))
        assert 0.4 <= held_out / (held_out + tuned) <= 0.6


@pytest.mark.parametrize("half", [TUNED, HELD_OUT])
def test_what_must_not_be_sent_is_found(half: str, weighed: Judge) -> None:
    result = score(weighed, _half(half, True))
    assert result.share >= LEAST_FOUND, f"{result.stopped} of {result.samples}"


@pytest.mark.parametrize("half", [TUNED, HELD_OUT])
def test_what_may_be_sent_is_not_stopped(half: str, weighed: Judge) -> None:
    result = score(weighed, _half(half, False))
    assert result.share <= MOST_WRONG, f"{result.stopped} of {result.samples}"


@pytest.mark.parametrize("sample", [one for one in EVERYTHING if one.action is None and "★" in one.text])
def test_what_quotes_a_mark_is_not_blocked_in_a_picture_either(sample: Sample, weighed: Judge) -> None:
    assert weighed.judge(Text(sample.text)).action is not Action.BLOCK
    assert weighed.judge(Text(sample.text, from_picture=True)).action is not Action.BLOCK


@pytest.mark.parametrize(
    ("internal", "least", "most"), [(True, LEAST_FOUND_UNSEEN, 1.0), (False, 0.0, MOST_WRONG_UNSEEN)])
def test_texts_of_other_hands_fare_nearly_as_well(internal: bool, least: float, most: float, weighed: Judge) -> None:
    texts = [one for one in written(UNSEEN) if one.internal is internal]
    verdicts = [weighed.judge(Text(one.text, from_picture=one.from_picture)) for one in texts]
    stopped = sum(verdict.action.severity >= Action.WARN.severity for verdict in verdicts)
    assert least <= stopped / len(texts) <= most, f"{stopped} of {len(texts)}"


def test_no_text_that_is_learnt_from_is_measured_by() -> None:
    learnt = {one.text for one in written(PRACTICE)}
    assert learnt.isdisjoint(one.text for one in written(UNSEEN))
    assert learnt.isdisjoint(one.text for one in EVERYTHING if one.half == HELD_OUT)
