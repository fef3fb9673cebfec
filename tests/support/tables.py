"""A small table of invented people, its index, and the key of that."""

from __future__ import annotations

from collections.abc import Sequence

from rules.exact.building import About, Made, build
from rules.exact.index import ExactIndex, index_of
from rules.model import Nature

KEY, OTHER_KEY, SALT = b"k" * 32, b"o" * 32, b"s" * 16
HEADINGS = ("姓名", "身份证号", "手机号", "监护人")
PEOPLE = (
    ("欧阳慕白", "330102201001011239", "13800001234", "欧阳守正"),
    ("柏青松", "330102201103052215", "13900005678", "柏长河"),
    ("司徒云帆", "330103200912124417", "15011112222", "司徒望"),
    ("钟离雪", "330104201207073322", "18612345678", "钟离山"),
    ("宇文景行", "330105201006065513", "17787654321", "宇文博"),
    ("𠮷泽文", "330106201109096614", "13512341234", "𠮷泽明"),
    ("诸葛望舒", "330102201212127715", "13611223344", "诸葛明远"),
    ("上官知微", "330102201008088816", "13755667788", "上官清"),
)


def made(rows: Sequence[Sequence[str]] = PEOPLE, name: str = "在校学生", nature: Nature = Nature.PERSONAL,
         key: bytes = KEY) -> Made:
    return build(rows, About(name, nature, 1_800_000_000.0), key, SALT)


def indexed(rows: Sequence[Sequence[str]] = PEOPLE, nature: Nature = Nature.PERSONAL) -> ExactIndex:
    return index_of(made(rows, nature=nature).content, KEY)
