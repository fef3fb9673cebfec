"""Values without quotes in a typed YAML file: the types of YAML 1.2, as ruamel.yaml has them, and never another one."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from rules.pack.yaml_tree import read_tree

WRITTEN = st.one_of(
    st.from_regex(r"[-+]?[0-9][0-9_]{0,6}(\.[0-9]{0,3})?(e[-+]?[0-9]{1,2})?", fullmatch=True),
    st.from_regex(r"[12][0-9]{3}-[0-9]{1,2}-[0-9]{1,2}", fullmatch=True),
    st.from_regex(r"[-+]?0[box][0-9a-f]{1,4}", fullmatch=True),
    st.sampled_from(["true", "True", "TRUE", "yes", "no", "on", "y", "~", "null", "Null", "nULL", ".inf", "-.INF", "1.",
                     ".5", "-.5", "+1", "0", "00", "1e3", "2026.1", "2026.11.1", "是", "-", "1 2", "v1", "0x", "-1-1"]),
    st.text("0123456789-+._eExbo", min_size=1, max_size=8),
)


def ours(written: str) -> object:
    content = read_tree(f"甲: {written}\n".encode(), typed=True).content
    assert isinstance(content, dict)
    return content["甲"]


def theirs(written: str) -> object:
    return YAML(typ="safe", pure=True).load(BytesIO(f"甲: {written}\n".encode()))["甲"]


@settings(max_examples=500, deadline=None)
@given(WRITTEN)
def test_a_value_without_quotes_has_the_type_that_yaml_1_2_gives_it(written: str) -> None:
    try:
        expected = theirs(written)
    except (YAMLError, ValueError):  # such as 1999-13-40, or "- " that begins a list
        assume(False)
    assert repr(ours(written)) == repr(expected)


def test_a_day_with_a_time_is_neither_text_nor_a_day() -> None:
    assert isinstance(ours("2027-06-30 10:00:00"), datetime)


def test_a_day_that_no_calendar_has_is_text() -> None:
    assert ours("2027-13-40") == "2027-13-40"


@pytest.mark.parametrize("written", ["'true'", '"2026.1"', "'2027-06-30'", '"~"', "|\n  30"])
def test_what_is_quoted_is_text(written: str) -> None:
    assert isinstance(ours(written), str)
