"""Tests which digits in a picture are filled whoever they belong to: a number misread by one digit, and no landline."""

from __future__ import annotations

import pytest

from guard.redact.places import numbers


@pytest.mark.parametrize(("read", "filled"), [
    ("身份证320311l95511126688", ["320311l95511126688"]), ("电话1381234S5678", ["1381234"]),
    ("电话13812345678", ["13812345678"]),
    ("卡号622202 4000812345678", ["4000812345678"]), ("编号08551234567890", ["08551234567890"]),
    ("咨询 0516-85550000", []), ("举报电话：010 66218888。", []), ("0516-855500001", ["855500001"]),
    ("10516-85550000", ["85550000"]), ("0516-15550000", ["15550000"]),
])
def test_what_looks_like_a_persons_number_is_filled_and_a_landline_is_left_to_whom_it_belongs(
        read: str, filled: list[str]) -> None:
    assert [read[start:end] for start, end in numbers(read)] == filled
