"""Tests which part of an address may stay legible: a county and what contains it, and nothing smaller."""

from __future__ import annotations

import pytest

from guard.redact.districts import district_end


@pytest.mark.parametrize(("legible", "hidden"), [
    ("湖南省长沙市雨花区", "黎托街道平阳路3号"),
    ("湖南长沙雨花区", "黎托街道平阳路3号"),
    ("新疆乌鲁木齐市天山区", "团结路社区"),
    ("黔西南布依族苗族自治州兴义市", "桔山街道"),
    ("望城区", "白箬铺镇光明村"),
    ("望城县", "城关镇人民路12号"),
    ("市雨花区", "黎托街道平阳路3号"),
    ("县", "易俗河镇金桂路12号"),
    ("市中区", "胜利街道"),
    ("湘西州吉首市", "石家冲街道"),
    ("江西省赣州市赣县区", "梅林镇"),
    ("杭州市钱塘区", "下沙街道"),
], ids=["whole", "provinces without their rank", "a region", "a long name", "a district that was a county", "a county",
        "from the end of a city's name", "from the end of a county's name", "a district whose name begins like an end",
        "a prefecture as it is called", "a district whose name ends with county", "a new name"])
def test_a_county_and_what_contains_it_may_stay(legible: str, hidden: str) -> None:
    address = legible + hidden
    assert address[:district_end(address, 0, len(address))] == legible


@pytest.mark.parametrize("address", [
    "锦绣家园小区3栋402", "朝阳小区3栋402", "桐畈镇3组8号", "高新技术产业开发区创业路1号", "南京路12号", "长沙",
    "学校家属区2栋", "超市楼上", "东区3栋402", "宜兴市场路9号", "红旗市场二楼", "旗帜路3号", "",
])
def test_estates_towns_roads_and_zones_do_not(address: str) -> None:
    assert district_end(address, 0, len(address)) == 0


def test_a_district_is_looked_for_within_the_address_alone() -> None:
    text = "长沙市雨花区黎托街道"
    assert district_end(text, 3, 5) == 3
    assert district_end(text, 3, len(text)) == 6


def test_thousands_of_districts_do_no_harm() -> None:
    assert district_end("朝阳区" * 5000, 0, 15000) == 15000
