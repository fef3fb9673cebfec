"""Tests that the parser reads what RE2 reads, and refuses by name what its author meant otherwise."""

from __future__ import annotations

import random
import re
import unicodedata
from pathlib import Path

import pytest
import re2
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from rules.deadline import Deadline
from rules.scan.expression import compile_expression
from rules.scan.literals import shape_of
from rules.scan.normalise import normalise
from rules.scan.re2_nodes import Range
from rules.scan.re2_parser import DEEPEST, Misreading, ParseError, parse
from rules.scan.re2_sets import ASCII_CLASSES, PERL_CLASSES, all_but
from rules.scan.scanner import LONGEST_MATCH, Scanner
from tests.support.expressions import Author

ROOT = Path(__file__).parents[2]


def _spans(expression: str, text: str) -> list[tuple[int, int]]:
    data = text.encode()
    return [(len(data[:found.start()].decode()), len(data[:found.end()].decode()))
            for found in compile_expression(expression).finditer(data)]


def _scanned(expression: str, text: str) -> list[tuple[int, int]]:
    scanner = Scanner([], [], {"": (expression, shape_of(expression))})
    return scanner.scan(text, Deadline(60)).pattern("", Deadline(60))


def _usable(expression: str) -> bool:
    """Return whether a pack may contain it: RE2 accepts it, its matches are bounded and never empty."""
    try:
        compile_expression(expression)
        shape = shape_of(expression)
    except (re2.error, ParseError):
        return False
    return shape.longest is not None and 0 < shape.longest <= LONGEST_MATCH and shape.shortest > 0


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.thorough) for seed in range(1, 4))])
def test_literals_find_what_re2_alone_finds_in_the_whole_text(seed: int) -> None:
    author = Author(seed)
    usable = [written for written in (author.expression() for _ in range(500)) if _usable(written.expression)]
    searched = matched = 0
    for written in usable:
        scanner = Scanner([], [], {"": (written.expression, shape_of(written.expression))})
        for _ in range(4):
            text = normalise(author.text(written.samples)).text
            found = scanner.scan(text, Deadline(60)).pattern("", Deadline(60))
            assert found == _spans(written.expression, text), (written.expression, text)
            searched += scanner.pattern_literals("") is not None
            matched += bool(found) and scanner.pattern_literals("") is not None
    assert searched > 300
    assert matched > 100


@pytest.mark.thorough
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(st.lists(st.sampled_from((
    "[", "]", "[[:", ":]", "[:alpha:]", "[:^digit:]", "^", "-", "\\w", "\\d", "\\pL", "\\p{Han}", "\\P{Lu}", "\\b",
    "(", ")", "(?:", "(?i)", "(?i:", "(?-i)", "(?s)", "(?m:", "(?P<a>", "(?<名>", "|", "*", "+", "?", "{2}", "{1,3}",
    "{,2}", "{01}", "{", "}", "\\x41", "\\x{4e00}", "\\.", "\\-", "\\]", "甲", "密", "a", "K", "9", "_", ".", "$",
    "\n", "\\n", "\\A", "\\z", "\\Q", "\\C", "\\12", "]-",
)), min_size=1, max_size=12).map("".join), st.text("甲密aKk9_-]^:[ \n.{}2,|", max_size=30))
def test_any_order_of_characters_is_read_as_re2_reads_it_or_refused(expression: str, text: str) -> None:
    assume(_usable(expression))
    assert _scanned(expression, text) == _spans(expression, text)


@pytest.mark.parametrize("name", ASCII_CLASSES)
def test_a_named_class_holds_what_re2_says(name: str) -> None:
    assert _listed(ASCII_CLASSES[name]) == _held(f"[[:{name}:]]")
    assert _listed(all_but(ASCII_CLASSES[name])) == _held(f"[[:^{name}:]]")


@pytest.mark.parametrize("letter", PERL_CLASSES)
def test_a_class_of_perl_holds_what_re2_says(letter: str) -> None:
    assert _listed(PERL_CLASSES[letter]) == _held(f"\\{letter}")


def _listed(ranges: tuple[Range, ...]) -> list[int]:
    return [point for point in range(0x300) if any(low <= point <= high for low, high in ranges)]


def _held(written: str) -> list[int]:
    compiled = compile_expression(written)
    return [point for point in range(0x300) if compiled.fullmatch(chr(point).encode()) is not None]


def test_no_normalised_text_holds_what_becomes_an_ascii_letter_when_case_is_ignored() -> None:
    others = "".join(chr(point) for point in range(0x80, 0x110000) if not 0xD800 <= point < 0xE000)
    found = {match.group().decode() for match in compile_expression("(?i)[a-z]").finditer(others.encode())}
    assert found == {"ſ", "\u212a"}
    assert all(normalise(character).text != character for character in found)


def test_what_has_no_case_is_matched_as_itself_when_case_is_ignored() -> None:
    """Half of these characters never match the other half, for the two halves of each bit of their numbers."""
    points = [point for point in (*range(0x80, 0x3400), *range(0xA000, 0xAC00), *range(0xF900, 0x1F000))
              if chr(point).lower() == chr(point).upper() and unicodedata.category(chr(point))[0] != "C"]
    cased = "".join(map(chr, (point for point in range(0x41, 0x1F000)
                              if chr(point).lower() != chr(point).upper() and not 0xD800 <= point < 0xE000)))
    for bit in range(17):
        one = "".join(f"\\x{{{point:x}}}" for point in points if point >> bit & 1)
        others = cased + "".join(chr(point) for point in points if not point >> bit & 1)
        options = re2.Options()
        options.max_mem = 1 << 28
        assert re2.compile(f"(?i)[{one}]".encode(), options).search(others.encode()) is None


@pytest.mark.parametrize(("expression", "why", "written"), [
    ("密{,2}级", Misreading.COUNT, "{,2}"), ("密{01}级", Misreading.COUNT, "{01}"),
    ("密{1,2,3}", Misreading.COUNT, "{1,2,3}"), ("(甲)(乙)\\12", Misreading.OCTAL, "\\12"),
    ("\\Q甲.乙\\E", Misreading.QUOTE, "\\Q"), ("甲\\C", Misreading.BYTE, "\\C"),
    ("(" * (DEEPEST + 1) + "甲" + ")" * (DEEPEST + 1), Misreading.DEPTH, "("),
])
def test_what_re2_takes_and_means_otherwise_is_refused_by_name(expression: str, why: Misreading, written: str) -> None:
    compile_expression(expression)
    with pytest.raises(ParseError) as refused:
        parse(expression)
    assert (refused.value.why, refused.value.written) == (why, written)


@pytest.mark.parametrize(("expression", "texts"), [
    ("(?:青松计划|[[:digit:]]{4}年柏树工程)", ("青松计划", "2026年柏树工程")),
    ("\\pL{2}柏树工程", ("甲乙柏树工程",)),
    ("柏树工程\\z", ("在建的柏树工程",)),
    ("(?i:No)[.][[:digit:]]{3}柏树", ("nO.123柏树",)),
    ("(?<名>青松|柏树)工程", ("柏树工程",)),
    ("柏树[^[:space:]]工程", ("柏树大工程",)),
    ("\\x{67CF}树工程", ("柏树工程",)),
    ("a(?i)*柏树工程", ("aa柏树工程", "柏树工程")),
    ("柏树(?:a|(?i)b|c)工程", ("柏树B工程", "柏树C工程", "柏树a工程")),
])
def test_what_only_re2_can_write_is_found_with_its_literals(expression: str, texts: tuple[str, ...]) -> None:
    assert shape_of(expression).literals
    for text in texts:
        assert _scanned(expression, text) == _spans(expression, text) != []


def test_a_word_edge_and_a_class_of_ascii_are_no_wider_than_in_re2() -> None:
    assert _scanned("\\b绝密", "这是绝密") == []
    assert _scanned("\\b绝密", "A绝密") == [(1, 3)]
    assert _scanned("绝密\\w{2}年", "绝密五十年 绝密50年") == [(6, 11)]


def test_expressions_of_every_pack_are_read() -> None:
    for path in sorted((ROOT / "rules/packs").glob("*.yaml")):
        for expression in re.findall(r"正则: '([^'\n]+)'", path.read_text("utf-8")):
            parse(expression)


def test_a_long_expression_is_parsed_at_once() -> None:
    chance = random.Random(5)
    expression = "|".join("".join(chance.choices("甲乙丙丁戊", k=6)) for _ in range(800))
    assert len(shape_of(expression).literals) > 700
