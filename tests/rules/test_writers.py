"""Tests that the texts of many writers are what their guide says: complete, different, with hits that are in them."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.support.writers import KINDS, NATURES, texts_of, writers

TEXTS = {**dict.fromkeys(("w176", "w177", "w178", "w179", "w181", "w182"), 66), "w180": 80, "w190": 80, "w200": 90}
"""Of those who wrote papers of offices; of everybody else two hundred."""


@pytest.mark.parametrize("writer", writers())
def test_a_writer_wrote_as_many_texts_as_the_guide_says(writer: str) -> None:
    texts = texts_of(writer)
    assert len(texts) == TEXTS.get(writer, 200)
    assert {text.kind for text in texts} <= KINDS
    assert {text.nature for text in texts} - {""} <= NATURES
    assert [text.id for text in texts if text.nature and (text.nature == "none") is not (text.action is None)] == []
    assert [(text.id, hit) for text in texts for hit in text.hits if hit not in text.text] == []


def test_no_text_and_no_number_of_a_text_is_there_twice() -> None:
    everything = [text for writer in writers() for text in texts_of(writer)]
    assert [text for text, count in Counter(one.text for one in everything).items() if count > 1] == []
    assert [number for number, count in Counter(one.id for one in everything).items() if count > 1] == []
