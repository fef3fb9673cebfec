"""Invents the table of a large unit: people with name, identity number, mobile number and address."""

from __future__ import annotations

import random
from collections.abc import Iterator

_SURNAMES = ("王李张刘陈杨黄赵吴周" * 3 + "徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于"
             "蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤")
_GIVEN = ("伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅建国文志海燕晓东春林波辉健俊鹏宇浩然子轩梓涵雨"
          "欣怡佳琪思远博诗嘉宁鑫晨阳雪婷凯斌峰龙飞云天翔丹萍莉琳颖琴瑞祥福荣庆生贵金银宝珍珠光亮新")
_PLACES = ("城关", "青山", "白塔", "清河", "安平", "新桥", "北门", "南湖", "东岭", "西川")
_ROADS = ("人民路", "建设街", "解放路", "和平巷", "文化路", "滨河路", "学府街", "迎宾大道")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_PREFIXES = ("130", "135", "138", "150", "158", "177", "186", "199")


def people(count: int, seed: int) -> Iterator[tuple[str, str, str, str]]:
    """Yield name, identity number with a valid check digit, mobile number and address of invented people."""
    chance = random.Random(seed)
    for _ in range(count):
        yield name(chance), _identity(chance), chance.choice(_PREFIXES) + f"{chance.randrange(10**8):08}", (
            f"{chance.choice(_PLACES)}镇{chance.choice(_ROADS)}{chance.randrange(1, 400)}号"
            f"{chance.randrange(1, 20)}幢{chance.randrange(101, 1800)}室")


def name(chance: random.Random) -> str:
    """Return a name; one of two characters in a third of all cases."""
    given = "".join(chance.choice(_GIVEN) for _ in range(1 if chance.random() < 0.33 else 2))
    return chance.choice(_SURNAMES) + given


def _identity(chance: random.Random) -> str:
    first = (f"3301{chance.randrange(2, 25):02}{chance.randrange(1940, 2020)}{chance.randrange(1, 13):02}"
             f"{chance.randrange(1, 29):02}{chance.randrange(1000):03}")
    return first + _CHECKS[sum(int(digit) * weight for digit, weight in zip(first, _WEIGHTS, strict=True)) % 11]
