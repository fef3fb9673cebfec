"""Makes changed copies of valid inputs: random bytes, and values of a tree that still parses."""

from __future__ import annotations

import math
import random

import msgspec

ODD = (None, True, -1, 0, 2**31, 2**63 - 1, -2**63, 2**64 - 1, 10**400, 0.5, math.inf, -math.inf, math.nan, 1e308,
       "", "\0", "\ud800", "😀" * 300, "a" * 5000, "../../etc/passwd", "机密★5年", b"", b"\xff\xfe" * 50, [], {},
       [[]] * 9, {"type": "Nobody"}, {"": {"": {}}}, "9" * 400, "1970-01-01T00:00:00", "9999-12-31T23:59:59+14:00")
"""Values that replace another one."""


def mutant(chance: random.Random, whole: bytes) -> bytes:
    """Change valid bytes in one to three places; headers, which contain the numbers, more often than the rest."""
    broken = bytearray(whole)
    for _ in range(chance.randint(1, 3)):
        reach = len(broken) if chance.random() < 0.5 else min(len(broken), 256)
        place = chance.randrange(max(1, reach))
        match chance.randrange(6):
            case 0:
                broken[place:place + 1] = bytes((chance.randrange(256),))
            case 1:
                broken[place:place + 4] = chance.choice((b"\xff" * 4, b"\0" * 4, b"\x7f\xff\xff\xff", b"\0\0\0\x80"))
            case 2:
                del broken[place:place + chance.choice((1, 2, 4, 100))]
            case 3:
                broken[place:place] = broken[place:place + chance.choice((1, 8, 300))] * chance.choice((1, 1, 50))
            case 4:
                del broken[max(1, place):]
            case _:
                broken[place:place] = chance.randbytes(chance.choice((1, 4, 64)))
    return bytes(broken)


def rebuilt(chance: random.Random, tree: object) -> object:
    """Return a tree of dicts, lists and plain values with one of its places changed, left out or doubled."""
    if isinstance(tree, dict) and tree and chance.random() < 0.9:
        place = chance.choice(list(tree))
        if chance.random() < 0.1:
            return {key: value for key, value in tree.items() if key != place}
        return {**tree, place: rebuilt(chance, tree[place])}
    if isinstance(tree, list | tuple) and tree and chance.random() < 0.9:
        place = chance.randrange(len(tree))
        if chance.random() < 0.1:
            return [*tree, tree[place]]
        return [*tree[:place], rebuilt(chance, tree[place]), *tree[place + 1:]]
    return chance.choice(ODD)


def made(chance: random.Random, kind: msgspec.inspect.Type) -> object:  # noqa: C901 - one case per type
    """Return a random value of this type as msgspec writes it: dicts, lists and plain values."""
    match kind:
        case msgspec.inspect.UnionType(types=types):
            return made(chance, chance.choice(types))
        case msgspec.inspect.StructType(tag_field=tag_field, tag=tag, fields=fields):
            content = {field.encode_name: made(chance, field.type) for field in fields
                       if field.required or chance.random() < 0.5}
            return {tag_field: tag, **content} if tag_field else content
        case msgspec.inspect.DataclassType(fields=fields):
            return {field.encode_name: made(chance, field.type) for field in fields
                    if field.required or chance.random() < 0.5}
        case msgspec.inspect.EnumType(cls=cls):
            return chance.choice(list(cls)).value
        case msgspec.inspect.VarTupleType(item_type=item) | msgspec.inspect.ListType(item_type=item) \
                | msgspec.inspect.FrozenSetType(item_type=item):
            return [made(chance, item) for _ in range(chance.choice((0, 1, 3)))]
        case msgspec.inspect.TupleType(item_types=items):
            return [made(chance, item) for item in items]
        case msgspec.inspect.DictType(key_type=key, value_type=value):
            return {made(chance, key): made(chance, value)}  # type: ignore[dict-item]
        case msgspec.inspect.StrType():
            return chance.choice(("", "机密★5年", "wechat", "演示样例" * 30))
        case msgspec.inspect.BytesType():
            return chance.choice((b"", b"\x89PNG\r\n", bytes(500)))
        case msgspec.inspect.IntType():
            return chance.choice((0, 1, 7, 4096))
        case msgspec.inspect.FloatType():
            return chance.choice((0.0, 1.5, 1.7e9))
        case msgspec.inspect.BoolType():
            return chance.random() < 0.5
        case msgspec.inspect.DateType():
            return "2026-12-01"
        case msgspec.inspect.CustomType():  # a sentence (guard.sentences.wire)
            return chance.choice(("已销毁。", {"words": "已取回：甲", "id": "guard.given-back",
                                           "values": {"path": "甲"}}))
        case msgspec.inspect.NoneType():
            return None
        case msgspec.inspect.LiteralType(values=values):
            return chance.choice(values)
    raise TypeError(kind)
