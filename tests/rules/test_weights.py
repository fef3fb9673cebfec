"""Tests the file of weights: damaged, foreign and unusable ones are refused; the levels of 灵敏度."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import nan

import msgspec
import numpy as np
import pytest
from numpy.typing import NDArray

from guard.supply.learnt_weights import built_in_weights
from rules.definition import Pack
from rules.judge.assembled import judge_of
from rules.learnt.weights import MAGIC, VERSION, WEIGHTS_LIMIT, Weigher, WeightsError, Words, pack, parse
from rules.model import Action
from rules.sensitivity import Sensitivity
from rules.text import Text
from tests.support.weights import built_in, changed, outspoken, sealed

SOUND = built_in_weights().content
HEAD = len(MAGIC) + 4
LENGTH = int.from_bytes(SOUND[len(MAGIC):HEAD], "little")
HEADER, TABLES = SOUND[HEAD:HEAD + LENGTH], SOUND[HEAD + LENGTH:-32]
KNOWN = built_in().vocabulary.hashes
ROWS = np.vstack((built_in().rarity[None], built_in().tables))
CLEAN = "晚上七点在食堂门口集合。"


def with_number(written: bytes) -> bytes:
    """Return a file whose floor is written so."""
    floor = b'"floor":' + msgspec.json.encode(built_in().header.floor)
    assert HEADER.count(floor) == 1
    return sealed(HEADER.replace(floor, b'"floor":' + written), TABLES)


def weigher(**changes: object) -> Weigher:
    return msgspec.structs.replace(built_in().header.weigher, **changes)


def words(column: str = "", **changes: object) -> tuple[Words, ...]:
    first, *others = built_in().header.words
    return Words(column or first.column, replace(first.told, **changes)), *others


def test_what_is_put_together_again_is_the_file_of_the_program() -> None:
    assert sealed(HEADER, TABLES) == SOUND == changed()


@pytest.mark.parametrize("content", [
    b"", MAGIC, b"MISHAOXX" + SOUND[len(MAGIC):], b"\x89PNG\r\n" + bytes(200), b"version https://example.invalid\n" * 9,
], ids=["nothing", "the magic alone", "another magic", "a picture", "a pointer to a file"])
def test_what_is_no_file_of_weights_is_refused_and_says_what_to_do(content: bytes) -> None:
    with pytest.raises(WeightsError, match=r"不是权重文件。请重新安装密哨"):
        parse(content)


@pytest.mark.parametrize("content", [
    lambda: SOUND[:-1], lambda: SOUND[:len(SOUND) // 2], lambda: SOUND + b"\n",
    lambda: SOUND[:HEAD + 10] + b"x" + SOUND[HEAD + 11:], lambda: SOUND[:-40] + bytes(8) + SOUND[-32:],
    lambda: SOUND[:-32] + bytes(32),
], ids=["a byte short", "half of it", "a byte more", "another header", "other tables", "another digest"])
def test_what_was_damaged_or_cut_off_is_refused_and_says_what_to_do(content: Callable[[], bytes]) -> None:
    with pytest.raises(WeightsError, match=r"损坏.*请重新安装密哨"):
        parse(content())


@pytest.mark.parametrize("header", [
    b"{}", b"[" * 100_000, b"\xff" * 40, HEADER.rstrip()[:-1], HEADER.replace(b'"thresholds"', b'"limits"'),
], ids=["nothing in it", "nested without end", "no text", "cut off", "another key"])
def test_a_header_that_cannot_be_read_is_of_another_version(header: bytes) -> None:
    with pytest.raises(WeightsError, match=r"别的版本.*请更新密哨"):
        parse(sealed(header, TABLES))


@pytest.mark.parametrize("changes", [{"version": VERSION + 1}, {"version": 0}], ids=str)
def test_another_version_is_refused_and_asks_for_another_program(changes: dict[str, object]) -> None:
    with pytest.raises(WeightsError, match=r"别的版本.*请更新密哨"):
        parse(changed(**changes))


@pytest.mark.parametrize("content", [
    lambda: sealed(HEADER, TABLES[:-1]), lambda: sealed(HEADER, TABLES + b"\0"), lambda: sealed(HEADER, b""),
    lambda: sealed(HEADER, b"", LENGTH + 1), lambda: sealed(HEADER, TABLES, 2**32 - 1),
    lambda: sealed(HEADER, bytes(WEIGHTS_LIMIT)),
], ids=["a byte short", "a byte more", "no tables", "a header past the end", "a header of four gigabytes", "too large"])
def test_tables_or_a_header_of_another_size_are_refused(content: Callable[[], bytes]) -> None:
    with pytest.raises(WeightsError, match=r"内容不对.*请重新安装密哨"):
        parse(content())


def with_tables(vocabulary: NDArray[np.uint32], rows: NDArray[np.int8]) -> bytes:
    return pack(built_in().header, vocabulary, rows)


@pytest.mark.parametrize("content", [
    lambda: changed(grams=0), lambda: changed(grams=1), lambda: changed(floor=1000.0),
    lambda: with_tables(KNOWN[::-1], ROWS), lambda: with_tables(KNOWN * np.uint32(0), ROWS),
    lambda: with_tables(KNOWN, ROWS * np.int8(0)),
], ids=["no gram", "one gram", "a floor above everything", "grams in no order", "the same gram over and over",
        "scores of zero"])
def test_weights_that_would_find_nothing_are_refused(content: Callable[[], bytes]) -> None:
    with pytest.raises(WeightsError, match=r"内容不对.*请重新安装密哨"):
        parse(content())


@pytest.mark.parametrize("number", [b"NaN", b"Infinity", b"-Infinity", b"1e999", b"null", b'"1"', b"1e300"])
def test_what_is_no_usual_number_is_refused(number: bytes) -> None:
    with pytest.raises(WeightsError):
        parse(with_number(number))


@pytest.mark.parametrize("changes", [
    {"columns": ()}, {"columns": built_in().header.columns[::-1]},
    {"columns": (*built_in().header.columns[:-1], built_in().header.columns[2])},
    {"weigher": weigher(spread=(0.0, *built_in().header.weigher.spread[1:]))},
    {"weigher": weigher(spread=(-1.0, *built_in().header.weigher.spread[1:]))},
    {"weigher": weigher(spread=(1e-300, *built_in().header.weigher.spread[1:]))},
    {"weigher": weigher(mean=built_in().header.weigher.mean[1:])},
    {"weigher": weigher(intercepts=(0.0, 0.0))},
    {"weigher": weigher(intercepts=(0.0, 0.0, 1e300))},
    {"weigher": weigher(intercepts=(0.0, 0.0, nan))},
    {"weigher": weigher(coefficients=built_in().header.weigher.coefficients[:2])},
    {"weigher": weigher(coefficients=(*built_in().header.weigher.coefficients[:2], ()))},
    {"weigher": weigher(features=("held",) * len(built_in().header.weigher.features))},
    {"thresholds": {}}, {"thresholds": {"适中": 0.5}},
    {"thresholds": {"宽松": 0.7, "适中": 0.6, "严格": 0.5, "最严": 0.1}},
    {"thresholds": {"宽松": 0.5, "适中": 0.6, "严格": 0.7}}, {"thresholds": {"宽松": 2.0, "适中": 0.6, "严格": 0.5}},
    {"thresholds": {"宽松": 0.7, "适中": 0.6, "严格": 0.0}},
    {"apart": {"适中": 0.9}}, {"apart": {"宽松": 0.9, "适中": 0.9, "严格": 0.1}},
    {"apart": {"宽松": 0.7, "适中": 0.8, "严格": 0.9}},
    {"lift": -0.1}, {"lift": 1.0}, {"lift": nan},
    {"words": ()}, {"words": words(nature="国秘")}, {"words": words(column="held")}, {"words": words(column="别的")},
    {"words": words(title="")},
], ids=["no columns", "columns in another order", "a column twice", "no spread", "a negative spread",
        "hardly any spread", "means that are too few", "intercepts that are too few", "a number beyond all",
        "not a number", "coefficients that are too few", "a row without coefficients", "one feature under every name",
        "no stops", "one stop", "a stop that nobody knows", "a strict stop that asks less",
        "a stop that is never reached", "a stop that everything reaches", "one stop for blocks",
        "blocks that are stopped sooner", "a strict stop for blocks that asks less", "a lift below all",
        "a lift that lifts everything", "a lift that is no number", "no words", "a nature that nobody knows",
        "words for no nature", "words for a column that is not there", "words without a title"])
def test_weights_that_could_not_weigh_are_refused(changes: dict[str, object]) -> None:
    with pytest.raises(WeightsError):
        parse(changed(**changes))


@pytest.mark.parametrize(("stop", "action"), [(Sensitivity.LENIENT, False), (Sensitivity.STRICT, True)])
def test_the_stop_decides_from_which_probability_a_text_is_stopped(builtin: Pack, stop: Sensitivity,
                                                                   action: bool) -> None:
    judge = judge_of([builtin], outspoken(), stop)
    assert (judge.judge(Text(CLEAN)).action.severity >= Action.WARN.severity) is action


@pytest.mark.parametrize("stop", Sensitivity)
def test_what_is_marked_is_blocked_at_every_stop(builtin: Pack, stop: Sensitivity) -> None:
    assert judge_of([builtin], SOUND, stop).judge(Text("机密★5年\n关于人事安排的请示")).action is Action.BLOCK


def test_by_weights_that_are_not_sound_the_rules_judge_alone(builtin: Pack) -> None:
    judge = judge_of([builtin], SOUND[:-1], Sensitivity.STRICT)
    assert judge.label == builtin.label
    assert judge.judge(Text("机密★5年\n关于人事安排的请示")).action is Action.BLOCK
