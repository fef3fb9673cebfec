"""Tests that real text passes: news, reviews and questions that nobody here wrote (tests/support/real_text.py)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from rules.judge.judge import Judge
from tests.support.real_text import alarms, chat_lines, news, reviews

EVERY = 4  # the quick test judges every fourth text
CORPORA = [
    pytest.param(news, 5, id="news"),
    pytest.param(reviews, 1, id="reviews"),
    pytest.param(chat_lines, 1, id="chat"),
]


def _most(per_ten_thousand: int, count: int) -> int:
    return per_ten_thousand * count // 10_000


@pytest.mark.parametrize(("corpus", "per_ten_thousand"), CORPORA)
def test_a_sample_of_real_text_raises_few_alarms(
    corpus: Callable[[], list[str]], per_ten_thousand: int, judge: Judge,
) -> None:
    texts = corpus()[::EVERY]
    assert len(texts) > 500
    found = alarms(judge, texts)
    assert len(found) <= _most(per_ten_thousand, len(texts)), [text[:80] for text, _ in found]


@pytest.mark.bench
@pytest.mark.parametrize(("corpus", "per_ten_thousand"), CORPORA)
def test_all_of_the_real_text_raises_few_alarms(
    corpus: Callable[[], list[str]], per_ten_thousand: int, judge: Judge,
) -> None:
    texts = corpus()
    found = alarms(judge, texts)
    print(f"{len(found)} alarms in {len(texts)}: {len(found) * 10_000 / len(texts):.2f} in 10,000")
    assert len(found) <= _most(per_ten_thousand, len(texts)), [text[:80] for text, _ in found]
