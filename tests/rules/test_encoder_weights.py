"""Tests the file of weights of the encoder: what is damaged or does not fit together is refused."""

from __future__ import annotations

import hashlib
from importlib.resources import files
from typing import Any

import pytest
from msgspec.structs import replace

from rules.tagging.encoder_weights import LIMIT, MAGIC, VERSION, EncoderHeader, pack, parse
from rules.tagging.sealed import TagWeightsError, opened, sealed

SOUND = (files("rules") / "tagging" / "encoder.bin").read_bytes()
HEADER, TABLES = opened(SOUND, MAGIC, LIMIT, EncoderHeader, VERSION)
NO_HEADER = MAGIC + b"\xff" * 60


def saying(**changes: Any) -> bytes:
    """The same tables under another header."""
    return sealed(MAGIC, replace(HEADER, **changes), TABLES)


def ending(content: bytes) -> bytes:
    """The same header over tables whose last numbers are others."""
    return sealed(MAGIC, HEADER, bytes(TABLES[:-4]) + content)


@pytest.mark.thorough
def test_the_file_of_the_program_is_small_and_put_together_again_the_same() -> None:
    weights = parse(SOUND)
    assert len(SOUND) < 21_000_000
    assert pack(weights.header, weights.vocabulary.pieces, weights.tables) == SOUND


@pytest.mark.parametrize(("content", "why"), [
    (b"", "不是权重文件"), (MAGIC, "不是权重文件"), (SOUND + bytes(LIMIT), "不是权重文件"), (SOUND[:-1], "损坏"),
    (SOUND[:-40] + bytes(8) + SOUND[-32:], "损坏"), (NO_HEADER + hashlib.sha256(NO_HEADER).digest(), "别的版本"),
    (saying(version=0), "别的版本"), (saying(heads=5), "内容不对"), (saying(layers=7), "内容不对"),
    (saying(layers=5), "内容不对"), (saying(pieces=0), "内容不对"), (saying(text=1), "内容不对"),
    (saying(positions=2), "内容不对"), (saying(strict=0.5), "内容不对"), (ending(b""), "内容不对"),
    (ending(b"\0\0\xc0\x7f"), "内容不对"), (ending(b"\0\0\x80\x7e"), "内容不对"),
], ids=["nothing", "the magic alone", "too much", "cut", "changed", "no header", "another version",
        "a width that heads do not divide", "more layers than there are", "fewer", "no pieces", "less text",
        "no place for a word", "a limit above the other", "short of a number", "no number", "a huge number"])
def test_what_is_no_sound_file_of_weights_is_refused_and_says_what_to_do(content: bytes, why: str) -> None:
    with pytest.raises(TagWeightsError, match=why):
        parse(content)
