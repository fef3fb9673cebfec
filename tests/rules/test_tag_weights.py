"""Tests the file of weights of the tagger: damaged and unusable ones are refused, and what its numbers mean."""

from __future__ import annotations

from importlib.resources import files

import numpy as np
import pytest

from rules.tagging.kinds import BEGIN, INSIDE, KINDS, LABELS, OUTSIDE, Kind, follows
from rules.tagging.lattice import chances, labels_of
from rules.tagging.lines import chains_of
from rules.tagging.sealed import TagWeightsError
from rules.tagging.weights import LIMIT, MAGIC, pack, parse

SOUND = (files("rules") / "tagging" / "tags.bin").read_bytes()


@pytest.mark.thorough
def test_the_file_of_the_program_is_small_and_put_together_again_the_same() -> None:
    assert len(SOUND) < 5_000_000
    assert pack(parse(SOUND)) == SOUND


@pytest.mark.parametrize(("content", "why"), [
    (b"", "不是权重文件"), (MAGIC, "不是权重文件"), (b"\x89PNG\r\n" + bytes(200), "不是权重文件"),
    (SOUND + bytes(LIMIT), "不是权重文件"), (SOUND[:-1], "损坏"), (SOUND[:-40] + bytes(8) + SOUND[-32:], "损坏"),
], ids=["nothing", "the magic alone", "a picture", "too much", "cut", "changed"])
def test_what_is_no_whole_file_of_weights_is_refused_and_says_what_to_do(content: bytes, why: str) -> None:
    with pytest.raises(TagWeightsError, match=why):
        parse(content)


def test_a_label_may_only_follow_one_that_lets_it() -> None:
    (begin, inside), others = ([1 + 2 * KINDS.index(kind) + place for place in (BEGIN, INSIDE)]
                               for kind in (Kind.NAME, Kind.PHONE))
    allowed = follows()
    after = (begin, inside, OUTSIDE, *others)
    assert [allowed[before, after].tolist() for before in (begin, inside)] == [[True, True, True, True, False]] * 2
    assert allowed[OUTSIDE, after].tolist() == [True, False, True, True, False]


def test_the_probabilities_are_those_of_all_labellings_counted_one_by_one() -> None:
    chosen = np.random.default_rng(5)
    scores, steps = chosen.normal(size=(2, LABELS)), chosen.normal(size=(LABELS, LABELS))
    both = np.exp(scores[0][:, None] + scores[1][None, :] + steps) * follows()
    found = chances(scores, [2], steps)
    assert found.total == pytest.approx(np.log(both.sum()))
    assert found.labels == pytest.approx(np.stack((both.sum(axis=1), both.sum(axis=0))) / both.sum())
    assert found.pairs == pytest.approx(both / both.sum())
    assert labels_of(scores, [2], steps) == pytest.approx(found.labels)


def test_texts_beside_each_other_do_not_change_their_probabilities() -> None:
    chosen = np.random.default_rng(6)
    scores, steps = chosen.normal(size=(12, LABELS)), chosen.normal(size=(LABELS, LABELS))
    together = chances(scores, [3, 7, 2], steps)
    alone = [chances(scores[start:end], [end - start], steps).labels for start, end in ((0, 3), (3, 10), (10, 12))]
    assert together.labels == pytest.approx(np.concatenate(alone))


@pytest.mark.parametrize(("text", "chains"), [
    ("", []), ("患者咳嗽。三天前\n发热", ["患者咳嗽。", "三天前\n", "发热"]),
    ("字" * 100 + "," + "字" * 100, ["字" * 100 + ",", "字" * 100]), ("字" * 250, ["字" * 120, "字" * 120, "字" * 10]),
], ids=["nothing", "sentences and lines", "a long sentence", "no place to cut"])
def test_sentences_and_lines_are_chains_and_none_is_long(text: str, chains: list[str]) -> None:
    lengths = chains_of(text)
    ends = [sum(lengths[:number + 1]) for number in range(len(lengths))]
    assert [text[end - length:end] for end, length in zip(ends, lengths, strict=True)] == chains
