"""Tests that the readings of pictures fit the writers' texts: a share of each writer's, in every look."""

from __future__ import annotations

from statistics import fmean

import pytest

from tests.corpus_pictures import SHARE
from tests.support.drawn_texts import LOOKS, look_of, part_read
from tests.support.pictured_texts import pictured
from tests.support.writers import texts_of, writers


@pytest.mark.parametrize("writer", writers())
def test_a_share_of_each_writers_texts_was_drawn_and_read(writer: str) -> None:
    read = pictured(writer)
    assert len({one.written.id for one in read}) == len(read) == len(texts_of(writer)) // SHARE
    assert [one.look for one in read] == [look_of(one.written) for one in read]
    assert fmean(part_read(one.written.text, one.read.original) for one in read) > 0.8


def test_every_look_occurs_with_what_must_be_stopped_and_with_what_may_go_out() -> None:
    seen = {(one.look, one.written.action is None) for writer in writers() for one in pictured(writer)}
    assert seen == {(look, may_go) for look in LOOKS for may_go in (True, False)}
