"""The one validator: whatever a file holds, it is read or every mistake in it is told with its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guard.config.policy_file import POLICY
from guard.config.user_config import CONFIGURATION
from guard.core.reporting import REPORTING
from guard.sentences.catalogue import english
from rules.pack.schema import PACK
from rules.schema.problem import InvalidFileError, Kind, Place, Teller
from rules.schema.record import checked, entry, record, rows_of, validated
from rules.schema.shapes import Day, Decimal, FilePath, Flag, Many, Mistakes, Number, Shape, Table, Text, Words
from rules.sentences.catalogue import sentence
from rules.sentences.sentence import rendered

ENGLISH = english()
FILES: Mapping[str, Shape[object]] = {"pack": PACK, "policy": POLICY, "configuration": CONFIGURATION,
                                      "reporting": REPORTING}
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(-10, 10**20), st.floats(), st.dates(), st.datetimes(),
                    st.text(max_size=5),
                    st.sampled_from(["国家秘密", "拦截", "true", "30", "：", "\x00", "@", "1" * 5000]))


def documents(keys: Sequence[str]) -> st.SearchStrategy[object]:
    """Contents as parsers give them, with keys that the file knows and others."""
    key = st.one_of(st.sampled_from(sorted(keys)), st.text(max_size=4))
    return st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(key, inner, max_size=5),
                        max_leaves=20)


@pytest.mark.parametrize("kind", FILES)
def test_whatever_a_file_holds_every_mistake_has_a_place_and_words_in_both_languages(kind: str) -> None:
    shape = FILES[kind]

    @settings(max_examples=150, deadline=None)
    @given(documents([*shape.keys()]))
    def holds(content: object) -> None:
        _, mistakes = checked(shape, content)
        problems = Teller(shape.keys()).problems(mistakes, "file", lambda _: 7)
        for mistake, problem in zip(mistakes, problems, strict=True):
            missing = mistake.kind is Kind.MISSING
            assert _is_there(content, mistake.place[:-1] if missing else mistake.place)
            assert problem.message.endswith(("。", "？"))
            assert rendered(problem.message, ENGLISH) != problem.message
        assert mistakes or isinstance(content, Mapping)

    holds()


def test_a_key_that_was_written_with_a_colon_of_full_width_is_told_so() -> None:
    _, mistakes = checked(PACK, {"规则包": "甲", "版本": "1", "规则": [{"动作": {"高：拦截": ""}}]})
    told = [one.message for one in Teller(PACK.keys()).problems(mistakes, "file", lambda _: 7)]
    assert any("高：拦截”里的冒号是全角的。请改成半角冒号" in message for message in told), told


def _is_there(content: object, place: Place) -> bool:
    """What is short for a key is at the place of that key, and a value alone at that of the list of it."""
    for step in place:
        try:
            content = content[step]  # type: ignore[index]
        except (TypeError, LookupError):
            return step == 0 or isinstance(content, str | list)
    return True


@pytest.mark.parametrize(("shape", "written", "read"), [
    (Number(1, 9), "3", 3), (Number(1, 9), 3.0, 3), (Number(), "-1_000", -1000), (Flag(), "TRUE", True),
    (Flag(), 0, False), (Flag(), "否", None), (Flag(), 2, None), (Number(1, 9), True, None),
    (Number(1, 9), 10, None), (Number(), "３", None), (Number(), "9" * 5000, None), (Number(), float("nan"), None),
    (Decimal(1, 9), 0.5, None), (Decimal(1, 9), "1.5", 1.5), (Decimal(1, 9), float("inf"), None),
    (Decimal(1, 9), 10**400, None), (Decimal(1, 9), float("nan"), None), (Decimal(1, 9), 9, 9.0),
    (Day(), "2027-06-30", date(2027, 6, 30)), (Day(), "2027-02-30", None),
    (Day(), datetime(2027, 6, 30, tzinfo=UTC), None), (Text(), 2026.1, None), (Text(2, 3), "甲", None),
    (Text(2, 3), "甲乙丙丁", None), (Text(1), "", None), (Text(visible=True), "甲\x00", None),
    (Text(visible=False), "甲\x00", "甲\x00"), (Many(Text(), 1), [], None), (Many(Text()), "甲", None),
    (Many(Text(), alone=(str,)), "甲", ("甲",)), (Many(Text(), most=1), ["甲", "乙"], None),
    (Words({"甲": 1}), "甲", 1), (Words({"甲": 1}), ["甲"], None),
    (Table(Words({"甲": 1}), Text()), {"甲": "乙"}, {1: "乙"}),
    (Table(Words({"甲": 1}), Text()), {"丙": "乙"}, None),
    (FilePath(), "/data/图片", "/data/图片"), (FilePath(), "~/图片", "~/图片"), (FilePath(), "~", "~"),
    (FilePath(), r"D:\图片", r"D:\图片"), (FilePath(), r"\\server\图片", r"\\server\图片"),
    (FilePath(), r"D:\%s" % ("图" * 200), r"D:\%s" % ("图" * 200)), (FilePath(), "/" + "图" * 200, None),
    (FilePath(), "~zhangsan/图片", None), (FilePath(), "图片", None), (FilePath(), "", None),
    (FilePath(), "/a\0b", None), (FilePath(), "/" + "x" * 300, None), (FilePath(), "/x" * 3000, None),
    (FilePath(anywhere=True), "unit.yaml", "unit.yaml"), (FilePath(anywhere=True), "~zhangsan/x.yaml", None),
    (FilePath(anywhere=True), "a\0.yaml", None), (FilePath(anywhere=True), "", None),
    (Table(Text(visible=True), Text()), {"\x00": "乙"}, None), (Table(Text(), Text(), 1), {}, None),
])
def test_a_value_is_read_or_refused(shape: Shape[object], written: object, read: object) -> None:
    found = Mistakes()
    value = shape.read(written, (), found)
    assert (None if found else value) == read
    assert len(found) == (read is None)


EMPTY = sentence("yaml.empty")


@dataclass(frozen=True, slots=True)
class Shelf:
    books: tuple[str, ...] = entry("书", Many(Text()))
    full: bool = entry("满", Flag(), default=False)
    made: int = 0


SHELF = record(Shelf, short="书", short_types=(list,), by_name=True,
               check=lambda shelf: [] if shelf.books else [(("书",), EMPTY)])


def test_a_record_takes_keys_names_of_fields_and_short_forms_and_leaves_out_what_no_file_fills() -> None:
    whole = Shelf(("甲",))
    assert [row.key for row in rows_of(Shelf)] == ["书", "满"]
    for written in ({"书": ["甲"]}, {"books": ["甲"]}, ["甲"]):
        assert validated(SHELF, written, "shelf", lambda _: 0) == whole


def test_every_mistake_of_a_file_is_told_in_the_order_of_its_lines() -> None:
    lines = {("满",): 1, ("made",): 2, ("书", 0): 3}
    with pytest.raises(InvalidFileError) as caught:
        validated(SHELF, {"书": [1], "满": "也许", "made": 3}, "shelf", lambda place: lines[place])
    assert [problem.line for problem in caught.value.problems] == [1, 2, 3]
    assert str(caught.value).split("\n")[0] == "shelf:1：“满”只能写 true 或 false。"


def test_what_has_the_right_form_and_cannot_be_meant_is_told_with_its_place() -> None:
    _, (mistake,) = checked(SHELF, {"书": []})
    assert (mistake.place, mistake.kind) == (("书",), Kind.WHOLE)
