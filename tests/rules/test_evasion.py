"""Tests that disguised words are still found: every positive example of the pack, disguised in six ways."""

from __future__ import annotations

from collections.abc import Callable

import opencc
import pytest

from rules.definition import Pack
from rules.judge.judge import Judge
from rules.model import Action
from rules.text import Text

_TO_TRADITIONAL = opencc.OpenCC("s2t")


def _full_width(text: str) -> str:
    return "".join(chr(ord(character) + 0xFEE0) if "!" <= character <= "~" else character for character in text)


DISGUISES: dict[str, Callable[[str], str]] = {
    "full width": _full_width,
    "traditional": _TO_TRADITIONAL.convert,
    "zero width": "\u200b".join,
    "variation selectors": lambda text: "".join(
        f"{character}\ufe0f" if character > "\u4e00" else character for character in text),
    "bidirectional controls": lambda text: f"\u202d{text}\u202c",
    "Windows line ends": lambda text: text.replace("\n", "\r\n"),
}


@pytest.mark.parametrize("disguise", DISGUISES)
def test_a_disguise_changes_no_verdict(disguise: str, builtin: Pack, judge: Judge) -> None:
    wrong = []
    for rule in builtin.rules:
        for example in rule.must_match:
            plain = judge.judge(Text(example.text, from_picture=example.from_picture))
            hidden = judge.judge(Text(DISGUISES[disguise](example.text), from_picture=example.from_picture))
            if hidden.action is not plain.action:
                wrong.append((rule.id, example.text, plain.action, hidden.action))
    assert wrong == []


@pytest.mark.parametrize("separator", [" ", ".", "-", "_", "·", "*"])
def test_a_mark_with_separators_between_its_characters_is_found(separator: str, judge: Judge) -> None:
    verdict = judge.judge(Text(f"{separator.join('机密')}★5年\n某某县委文件"))
    assert verdict.action is Action.BLOCK


@pytest.mark.parametrize("separator", [" ", ".", "-"])
def test_separators_through_whole_phrases_are_found(separator: str, judge: Judge) -> None:
    assert judge.judge(Text(separator.join("内部资料注意保存"))).action is Action.BLOCK
