"""Makes invented numbers, addresses and names by the hundred, each of valid form and different from the others."""

from __future__ import annotations

import random
from itertools import islice, product

from rules.validators import identity_number, luhn, mobile_number

_HEADS = [
    "134", "137", "138", "139", "147", "150", "152", "158", "166", "173", "178", "182", "185", "188", "191", "199",
]
_AREAS = [
    "110105", "130402", "220182", "310115", "330127", "350211", "370683", "430102", "450222", "520102", "610527",
]
_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐韩冯邓曹彭曾肖田董袁潘蒋蔡杜叶程苏魏吕丁沈姚卢姜崔谭"
_GIVEN = [
    "建国", "桂英", "志强", "秀兰", "海燕", "子轩", "雨桐", "国庆", "丽华", "俊杰", "玉梅", "浩然", "磊", "静",
    "芳", "敏",
]
_ESTATES = [
    "幸福里", "锦绣花园", "翠湖苑", "阳光小区", "金桂家园", "水岸华庭", "东门新村", "机械厂家属院", "第一中学宿舍",
    "学府路12号院",
]
_VILLAGES = ["石坎村", "河西村", "方家湾村", "桥头村", "上坪村", "马家屯", "新塘村", "大榆树村"]
_STREETS = ["建设路", "人民东路", "解放街", "学院路", "广场西路", "古城北街"]


def mobiles(count: int) -> list[str]:
    """Mobile numbers of 11 digits."""
    source = random.Random(11)
    found = [f"{source.choice(_HEADS)}{source.randrange(1, 10**4):04d}{source.randrange(10**4):04d}"
             for _ in range(count)]
    assert len(set(found)) == count
    assert all(map(mobile_number, found))
    return found


def identity_numbers(count: int) -> list[str]:
    """Identity numbers with the right check character."""
    source, found = random.Random(12), []
    while len(found) < count:
        head = (f"{source.choice(_AREAS)}{source.randrange(1942, 2015)}{source.randrange(1, 13):02d}"
                f"{source.randrange(1, 29):02d}{source.randrange(1000):03d}")
        found.append(next(head + character for character in "0123456789X" if identity_number(head + character)))
    return found


def cards(count: int, head: str = "6228") -> list[str]:
    """Numbers of bank cards with the right check digit."""
    source = random.Random(13)
    heads = [f"{head}48{source.randrange(10**12):012d}" for _ in range(count)]
    return [next(one + character for character in "0123456789" if luhn(one + character)) for one in heads]


def mailboxes(count: int) -> list[str]:
    """Private mailboxes of several providers."""
    source = random.Random(14)
    places = ("qq.com", "163.com", "126.com", "sina.com", "139.com", "foxmail.com", "vip.qq.com")
    return [f"{source.randrange(10**7, 10**9)}@{source.choice(places)}" for _ in range(count)]


def names(count: int) -> list[str]:
    """Full names."""
    found = [f"{surname}{given}" for given, surname in islice(product(_GIVEN, _SURNAMES), count)]
    assert len(found) == count
    return found


def homes(count: int) -> list[str]:
    """Addresses of dwellings in blocks, in villages, with units and in short form."""
    source, found = random.Random(15), []
    for number in range(count):
        block, unit = source.randrange(1, 30), source.randrange(1, 5)
        room = f"{source.randrange(1, 30)}0{number % 4 + 1}"
        estate, village, street = source.choice(_ESTATES), source.choice(_VILLAGES), source.choice(_STREETS)
        last = number + 1
        found.append((
            f"{estate}{block}栋{room}",
            f"城东区{street}{last}号{block}单元{room}室",
            f"{village}{unit}组{last}号",
            f"演示市城东区{street}{block}号{estate}{last}号楼{unit}单元{room}",
            f"{estate}{last}-{unit}-{room}",
            f"{estate}{last}幢{unit}单元{room}室",
            f"长乐镇{village}{last}号",
        )[number % 7])
    return found


def offices(count: int) -> list[str]:
    """Addresses of shops and offices."""
    source = random.Random(16)
    return [(
        f"城东区{source.choice(_STREETS)}{number + 1}号",
        f"{source.choice(_STREETS)}{number + 1}号演示大厦{number % 20 + 1}01室",
        f"城东区教育局{number + 1}号楼{number % 6 + 1}02室", f"建设路{number + 1}号百汇超市一楼",
        f"万象商务中心B座{number + 1}203室", f"市第一人民医院{number + 1}号楼301室",
    )[number % 6] for number in range(count)]


def land_lines(count: int) -> list[str]:
    """Office telephones."""
    source = random.Random(17)
    return [f"0{source.choice((571, 10, 731, 851))}-{source.randrange(2 * 10**6, 9 * 10**6)}{number % 10}"
            for number in range(count)]


def orders(count: int) -> list[str]:
    """Order and parcel numbers of several lengths."""
    source = random.Random(18)
    return [source.choice((f"2026{source.randrange(10**9):09d}", f"SF{source.randrange(10**12):012d}",
                           f"75{source.randrange(10**11):011d}", f"YT{source.randrange(10**13):013d}",
                           f"DD-20261128-{number:05d}")) for number in range(count)]
