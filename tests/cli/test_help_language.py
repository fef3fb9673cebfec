"""Tests that the help of the command line is whole in Chinese and in English, and follows the locale."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import typer

from tests.support.program import Run
from ui.console.commands import app
from ui.console.english_help import WORDS
from ui.console.help_language import command_of, is_english

CHINESE = re.compile(r"[\u3400-\u9fff]")
NAMES = re.compile(r"内置|发布时散列|企业商业秘密|公安|教育|县医院OA|单位\.yaml|试点|正式|策略|权重|模式|上报|电脑|科室"
                   "|使用人")
"""Names that people type or read in files, which are Chinese in every language."""


def every(command: Any, path: str = "mishao") -> Iterator[tuple[str, Any]]:
    """Yield each command with its path."""
    yield path, command
    for name, below in getattr(command, "commands", {}).items():
        yield from every(below, f"{path} {name}")


def said(command: Any) -> Iterator[tuple[str, str]]:
    """Yield each help text with where it is, as a user reads it."""
    for path, one in every(command):
        yield path, one.get_short_help_str(limit=1000)
        yield path, one.help
        for parameter in one.get_params(typer.Context(one, help_option_names=["-h", "--help"])):
            yield f"{path} {parameter.name}", parameter.help or ""


def test_every_help_text_has_english_words_and_no_english_words_are_left_over() -> None:
    chinese = {text for _, text in said(command_of(app, english=False))}
    assert sorted(chinese) == sorted(WORDS)


def test_the_help_in_english_has_no_chinese_but_the_names_that_people_type() -> None:
    english = list(said(command_of(app, english=True)))
    assert len(english) > 300
    assert [(path, text) for path, text in english if not text or CHINESE.search(NAMES.sub("", text))] == []


@pytest.mark.parametrize(("environment", "english"), [
    ({}, False),
    ({"LANG": "en_US.UTF-8"}, True),
    ({"LANG": "zh_CN.UTF-8"}, False),
    ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_GB"}, True),
    ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, False),
    ({"LANG": "en_US.UTF-8", "LC_ALL": ""}, True),
    ({"LANG": "en_US.UTF-8", "LC_ALL": "C"}, False),
    ({"LC_ALL": "C.UTF-8", "LANGUAGE": "en"}, False),
    ({"LANG": "zh_CN.UTF-8", "LANGUAGE": "en_US:zh_CN"}, True),
    ({"LANG": "en_US.UTF-8", "LANGUAGE": "bo:zh_CN:en"}, False),
    ({"LANG": "de_DE.UTF-8"}, False),
])
def test_the_locale_decides_as_for_other_programs(environment: dict[str, str], english: bool) -> None:
    assert is_english(environment) is english


def test_help_is_in_the_language_of_the_locale_and_answers_are_as_before(mishao: Run) -> None:
    usual, english = (mishao("vault", "--help", LC_ALL=locale).stdout.decode() for locale in ("C", "en_US.UTF-8"))
    assert "列出先留着的内容（不含内容本身）" in usual
    assert "显示这段说明" in usual
    assert "list what is held, without the content itself" in english
    assert CHINESE.search(english) is None
