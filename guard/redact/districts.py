"""Finds the part of an address that may stay legible: the names of its district and of what contains it."""

from __future__ import annotations

import re

_DISTRICT = re.compile("(?:[\u4e00-\u9fff]{2,7}?(?:省|自治[区州县]|地区|市|州|盟|县|区|旗|镇|乡|街道(?:办事处)?)){1,5}"
                       "(?![\u4e00-\u9fff]{0,2}(?:场|委))")


def district_end(text: str, start: int, end: int) -> int:
    """Return the end of the part of an address that names a district, a town or a larger area: thousands live there."""
    found = _DISTRICT.match(text, start, end)
    return found.end() if found else start
