"""Tests that disguises come off a text and each character leads back to where it was."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.scan.normalise import normalise


@pytest.mark.parametrize(
    ("original", "canonical"),
    [
        ("機密★５年", "机密★5年"),
        ("机\u200b密☆10年", "机密★10年"),
        ("机\ufe0e密", "机密"),
        ("机\u0308密", "机密"),
        ("絕　密", "绝密"),
        ("机.密 ★ 1年", "机密 ★ 1年"),
        ("秘-密", "秘密"),
        ("⼈民", "人民"),
        ("\u2ed8松计划，\u2ee2建国，部\u2ed4", "青松计划,马建国,部门"),
        ("（此件不予公開）", "(此件不予公开)"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("\ud800机密", "\ufffd机密"),
        ("", ""),
    ],
)
def test_disguises_come_off(original: str, canonical: str) -> None:
    assert normalise(original).text == canonical


@pytest.mark.parametrize("original", ["张三 李四", "机 密文件", "2020-01-26", "a b", "中. \n文"])
def test_ordinary_spacing_stays(original: str) -> None:
    assert normalise(original).text == original


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("机機密★☆ .\u200b\ufe0f-\r\nＡ５a中国\U0001f31f\ud800"), max_size=60))
def test_every_normalised_character_leads_back_to_the_character_it_came_from(original: str) -> None:
    normalised = normalise(original)
    previous = -1
    for index, character in enumerate(normalised.text):
        start, end = normalised.original(index, index + 1)
        assert end == start + 1
        assert start > previous
        assert normalise(original[start:end]).text == character
        previous = start


def test_a_compatibility_form_of_a_traditional_character_becomes_simplified() -> None:
    assert normalise("\U0002f866").text == "妇"


@settings(deadline=None)
@given(st.text(max_size=80))
def test_normalising_twice_changes_nothing_more(original: str) -> None:
    once = normalise(original).text
    assert normalise(once).text == once


def test_a_short_text_becomes_what_it_becomes_within_a_long_one() -> None:
    lines = [f"中{chr(point)}国{chr(point)}" for point in range(0x10000)]
    lines = [line for line in lines if "\n" not in normalise(line).text]
    assert len(lines) > 65_000
    assert "\n".join(normalise(line).text for line in lines) == normalise("\n".join(lines)).text
