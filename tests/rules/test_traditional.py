"""Tests the table of traditional characters against OpenCC."""

import opencc

from rules.scan.traditional import SIMPLIFIED, TRADITIONAL

_RANGES = (range(0x3400, 0xA000), range(0xF900, 0xFB00))


def test_the_table_is_what_opencc_says_today() -> None:
    converter = opencc.OpenCC("t2s")
    expected = {}
    for points in _RANGES:
        for point in points:
            simplified = converter.convert(chr(point))
            if simplified != chr(point) and len(simplified) == 1 and ord(simplified) <= 0xFFFF:
                expected[chr(point)] = simplified
    assert dict(zip(TRADITIONAL, SIMPLIFIED, strict=True)) == expected
