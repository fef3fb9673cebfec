"""Tests how the guard reads the weights of the tagger: when masked copies need them, and what happens without."""

from __future__ import annotations

import weakref
from importlib.resources import files
from pathlib import Path

import pytest

from guard.supply import tag_weights
from guard.supply.tag_weights import IDLE_SECONDS, Tagging
from rules.tagging.tagger import Tagger

CONTENT, ENCODER = ((files("rules") / "tagging" / name).read_bytes()
                    for name in (tag_weights.FILE, tag_weights.ENCODER_FILE))


def test_the_weights_of_the_program_are_read_once() -> None:
    tagging = Tagging()
    tagger = tagging.tagger()
    assert isinstance(tagger, Tagger)
    assert tagging.tagger() is tagger
    assert tagging.problem == ""
    assert "打码学习" in tagger.weights.header.label
    assert tagger.encoder is not None
    assert "打码语境" in tagger.encoder.header.label


def test_a_tagger_that_nobody_has_needed_for_ten_minutes_is_forgotten_and_read_again_when_it_is() -> None:
    now = [1000.0]
    tagging = Tagging(lambda: now[0])
    tagger = tagging.tagger()
    assert tagger is not None
    kept = weakref.ref(tagger)
    del tagger
    for seconds, known in ((IDLE_SECONDS - 1, True), (0, True), (IDLE_SECONDS, False)):
        now[0] += seconds
        tagging.tend()
        assert (kept() is not None) is known
        if known:
            assert tagging.tagger() is kept()
    assert isinstance(tagging.tagger(), Tagger)


def broken(folder: Path, content: bytes | None) -> str:
    """The path of a file with this content, None: of none."""
    path = folder / "weights.bin"
    if content is not None:
        path.write_bytes(content)
    return str(path)


@pytest.mark.parametrize(("content", "why"), [(None, "不在或不能读"), (ENCODER[:-1], "损坏")], ids=["gone", "damaged"])
def test_without_its_encoder_the_tagger_masks_alone_and_says_so(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None, why: str) -> None:
    monkeypatch.setattr(tag_weights, "ENCODER_FILE", broken(tmp_path, content))
    tagging = Tagging()
    tagger = tagging.tagger()
    assert tagger is not None
    assert tagger.encoder is None
    assert tagger.limits == tagger.weights.header.limits
    assert [words for words in (why, "不看上下文", "请重新安装密哨") if words not in str(tagging.problem)] == []


@pytest.mark.parametrize(("content", "why"), [(None, "不在或不能读"), (CONTENT[:-1], "损坏")], ids=["gone", "damaged"])
def test_without_sound_weights_there_is_no_tagger_and_the_reason_says_what_to_do(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None, why: str) -> None:
    monkeypatch.setattr(tag_weights, "FILE", broken(tmp_path, content))
    tagging = Tagging()
    assert tagging.tagger() is None
    assert [words for words in (why, "只按规则", "请重新安装密哨") if words not in str(tagging.problem)] == []
