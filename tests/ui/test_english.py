"""Tests that the windows are as complete in English as in Chinese: one catalogue, checked against the source."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from rules.definition import Reach
from rules.pack.schema import keys
from rules.pack.words import ACTIONS, LEVELS
from ui.i18n.language import Language, choose, chosen, language_of

ROOT = Path(__file__).parents[2]
CATALOGUE = ROOT / "ui/i18n/mishao_en.ts"
ELSEWHERE = {"console", "demo", "report", "terminal.py"}
"""Folders of ui/ without windows, which are Chinese only."""

KEPT_AS_WRITTEN = re.compile('"[^"]*"')
"""Words that English quotes as they are in a file: keys and values of rule packs and policies."""

CHINESE = re.compile("[\u3001\u3400-\u9fff\uff00-\uffef\u201c\u201d]")
"""Chinese characters, and punctuation between them except for the full stop, which ends the guard's sentences."""
FULL_WIDTH = re.compile("[\u2018\u2019\u201c\u201d\u3000-\u303f\uff00-\uffef!]")
"""Characters that English does not use here: curly quotes, which CJK fonts draw full width, full-width punctuation,
and "!"."""

RECORDED = {"本人或家人的信息", "公开征求意见稿", "{命中}", "[,，、]", "中文"}
"""Words of records and rule packs, which are Chinese in every language of the windows, and what may be typed in a
field."""


SAMPLES = {"ui/items/basis.py"}
"""Files with words of rule packs and of content to look for, not of windows."""

WRITTEN_IN_PACKS = {*keys(), *LEVELS.values(), *ACTIONS.values(), *(reach.value for reach in Reach), "降两级",
                    "单位.yaml", ".草稿", ".原文", "试点", "新词", "{words}。\n{proof}", "[,，;；\\n]"}
"""What 规则工坊 reads and writes in packs, which are Chinese in every language of the windows."""


class Spoken(ast.NodeVisitor):
    """The words of one file: those given to say() and mark(), Chinese beside them, and say() at import."""

    def __init__(self, tree: ast.Module) -> None:
        self.words: set[str] = set()
        self.beside: set[str] = set()
        self.at_import: list[int] = []
        self.namesakes: list[int] = []
        self._depth = 0
        self._silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings
        self.visit(tree)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._depth += 1
        self.generic_visit(node)
        self._depth -= 1

    visit_Lambda = visit_AsyncFunctionDef = visit_FunctionDef  # type: ignore[assignment]  # noqa: N815

    def visit_Call(self, node: ast.Call) -> None:
        if isinstance(node.func, ast.Attribute) and node.func.attr in ("say", "mark"):
            self.namesakes.append(node.lineno)
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name not in ("say", "mark"):
            self.generic_visit(node)
            return
        if name == "say" and self._depth == 0:
            self.at_import.append(node.lineno)
        first, *rest = node.args
        if isinstance(first, ast.Constant) and isinstance(first.value, str):
            self.words.add(first.value)
            rest += [keyword.value for keyword in node.keywords]
        else:
            rest += [first, *(keyword.value for keyword in node.keywords)]
        for part in rest:
            self.visit(part)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str) and id(node) not in self._silent and CHINESE.search(node.value):
            self.beside.add(node.value)


def spoken() -> Iterator[tuple[str, Spoken]]:
    for path in sorted((ROOT / "ui").rglob("*.py")):
        if path.relative_to(ROOT).parts[1] not in ELSEWHERE:
            yield str(path.relative_to(ROOT)), Spoken(ast.parse(path.read_text("utf-8")))


def translations() -> dict[str, str]:
    """Source → finished translation; "" where it is missing, unfinished, or no longer used."""
    found: dict[str, str] = {}
    for message in ElementTree.parse(CATALOGUE).getroot().iter("message"):
        source, translation = message.findtext("source"), message.find("translation")
        assert source is not None
        assert translation is not None
        found[source] = "" if translation.get("type") else translation.text or ""
    return found


def fields(words: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(words) if name is not None}


def test_every_word_of_the_windows_has_a_finished_translation_and_no_other_is_in_the_catalogue() -> None:
    said = set().union(*(found.words for _, found in spoken()))
    translated = translations()
    assert said - translated.keys() == set(), "run: make words, then translate in Qt Linguist"
    assert {source for source in said if not translated[source]} == set()
    assert translated.keys() - said == set(), "run: make words"


def test_no_chinese_word_in_a_window_bypasses_the_catalogue() -> None:
    beside = {path: found.beside - (WRITTEN_IN_PACKS if path.startswith("ui/workshop/") else RECORDED)
              for path, found in spoken() if path not in SAMPLES}
    assert {path: words for path, words in beside.items() if words} == {}


def test_nothing_is_said_at_import_when_no_language_has_been_chosen_yet() -> None:
    assert {path: found.at_import for path, found in spoken() if found.at_import} == {}


def test_nothing_else_is_called_say_or_mark_for_lupdate_would_collect_its_words() -> None:
    assert {path: found.namesakes for path, found in spoken() if found.namesakes} == {}


def test_a_translation_fills_in_the_same_values() -> None:
    assert [source for source, words in translations().items() if fields(source) != fields(words)] == []


def test_english_is_written_without_chinese_curly_quotes_or_exclamation_marks() -> None:
    written = [KEPT_AS_WRITTEN.sub("", words) for words in translations().values()]
    assert [words for words in written if CHINESE.search(words) or FULL_WIDTH.search(words)] == []


@pytest.mark.parametrize(("choice", "system", "spoken_then"), [
    (None, ["zh-Hans-CN", "zh-CN", "zh"], Language.CHINESE),
    (None, ["en-GB", "en"], Language.ENGLISH),
    (None, ["de-DE", "en-US", "zh-CN"], Language.ENGLISH),
    (None, ["zh-TW", "en-US"], Language.CHINESE),
    (None, ["C"], Language.CHINESE),
    (None, [], Language.CHINESE),
    (Language.ENGLISH, ["zh-CN"], Language.ENGLISH),
    (Language.CHINESE, ["en-US"], Language.CHINESE),
])
def test_the_language_is_the_users_choice_else_the_systems_else_chinese(
        choice: Language | None, system: list[str], spoken_then: Language) -> None:
    assert language_of(choice, system) is spoken_then


def test_a_choice_is_kept_until_it_is_left_to_the_system_again(tmp_path: Path) -> None:
    assert chosen(tmp_path) is None
    for choice in (*Language, None, None):
        choose(tmp_path, choice)
        assert chosen(tmp_path) is choice


@pytest.mark.parametrize("content", [b"", b"fr\n", b"\xff\xfe", b"en" * 1000])
def test_a_damaged_choice_leaves_it_to_the_system(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "language").write_bytes(content)
    assert chosen(tmp_path) is None


def test_one_word_says_that_the_guard_is_at_work() -> None:
    others = re.compile("在岗|守着|守护|守住")
    assert {words for _, found in spoken() for words in found.words if others.search(words)} == set()
