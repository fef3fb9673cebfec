"""Tests which literals each match of a pattern contains, and how far it reaches."""

import pytest

from rules.scan.literals import fold, shape_of
from rules.scan.re2_parser import ParseError


@pytest.mark.parametrize(
    ("expression", "literals"),
    [
        ("(?:绝密|机密)★", {"绝密★", "机密★"}),
        ("[0-9]{6,12}号", {"000000"}),
        (r"\p{Han}{2,4}书记", {"书记"}),
        (r"[\p{Han}a]{0,3}局长", {"局长"}),
        ("(?i)QQ群", {"qq群"}),
        ("住院号[: ]{0,2}[0-9]{5}", {"住院号"}),
    ],
)
def test_every_match_contains_one_of_the_literals(expression: str, literals: set[str]) -> None:
    assert shape_of(expression).literals == literals


@pytest.mark.parametrize("expression", ["[0-9]", ".{1,5}", "(?:甲|[a-z]{0,3})", "男?"])
def test_a_pattern_without_a_fixed_part_has_no_literal(expression: str) -> None:
    assert shape_of(expression).literals == frozenset()


@pytest.mark.parametrize(
    ("expression", "crosses"),
    [
        ("a.b", False), ("(?s)a.b", True), (r"a\s", True), ("a[^b]", True), ("a[^b\n]", False), ("甲\n乙", True),
        (r"\d", False),
    ],
)
def test_it_is_known_whether_a_pattern_can_cross_a_line(expression: str, crosses: bool) -> None:
    assert shape_of(expression).crosses_lines is crosses


def test_the_longest_match_is_known_or_unbounded() -> None:
    assert shape_of("a{2,5}(?:bc)?").longest == 7
    assert shape_of("ab+").longest is None


def test_folding_keeps_lengths() -> None:
    assert fold("Ab12密") == "ab00密"


def test_an_expression_that_can_match_nothing_says_so() -> None:
    assert [shape_of(expression).shortest for expression in (r"\b", "(?m)$", "a{0,2}", "(?:a|)b{1,2}")] == [0, 0, 0, 1]


def test_what_the_parser_refuses_is_an_error() -> None:
    with pytest.raises(ParseError):
        shape_of("密{,2}")


@pytest.mark.parametrize(
    ("expression", "before"),
    [
        ("(?:绝密|机密)★", 0), (r"\b密[0-9]{3}", 0), (r"\p{Han}{2,4}书记", 4), ("(?:a|.{3})(?:[0-9]b{0,2}书记){2}", 6),
        ("(?:[甲乙丙丁]{0,2}书记|局长)", 2), ("[甲]*书记", 100_000),
    ],
)
def test_it_is_known_how_late_in_a_match_its_literal_begins(expression: str, before: int) -> None:
    shape = shape_of(expression)
    assert shape.literals
    assert shape.before >= before
    assert shape.before <= before + (max(map(len, shape.literals)) if before else 0)


def test_where_matches_begin_with_a_literal_only_those_that_begin_with_another_are_left_out() -> None:
    assert shape_of("(?:密件|绝密件|绝密)").literals == {"密件", "绝密"}
