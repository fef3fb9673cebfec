"""Kinds of what masks hide, in words for people, and a masked part of a text. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from guard.sentences.catalogue import sentence
from rules.sentences.sentence import Sentence

_SEPARATORS = re.compile(r"[\W_]+")


class MaskKind(StrEnum):
    """What a mask hides; the values are written on masks and in records."""

    NAME = "姓名"
    ID_NUMBER = "证件号"
    PHONE = "电话"
    BANK_CARD = "银行卡号"
    CASE_NUMBER = "就诊号"
    NUMBER = "号码"
    ACCOUNT = "账号"
    ADDRESS = "住址"
    UNIT = "单位"
    BIRTH = "出生日期"
    HEALTH = "病情"
    FAMILY = "亲属"
    PRIVATE = "隐私"
    CELL = "整格"
    OMITTED = "略去"


KIND_WORDS = {
    MaskKind.NAME: sentence("mask.name"),
    MaskKind.ID_NUMBER: sentence("mask.id-number"),
    MaskKind.PHONE: sentence("mask.phone"),
    MaskKind.BANK_CARD: sentence("mask.bank-card"),
    MaskKind.CASE_NUMBER: sentence("mask.patient-number"),
    MaskKind.NUMBER: sentence("mask.number"),
    MaskKind.ACCOUNT: sentence("mask.account"),
    MaskKind.ADDRESS: sentence("mask.address"),
    MaskKind.UNIT: sentence("mask.unit"),
    MaskKind.BIRTH: sentence("mask.birth"),
    MaskKind.HEALTH: sentence("mask.health"),
    MaskKind.FAMILY: sentence("mask.family"),
    MaskKind.PRIVATE: sentence("mask.private"),
    MaskKind.CELL: sentence("mask.cell"),
    MaskKind.OMITTED: sentence("mask.omitted"),
}


@dataclass(frozen=True, slots=True)
class Masked:
    """One masked part: ``original[start:end]`` in code points, and what it was."""

    start: int
    end: int
    kind: MaskKind


def kind_words(kinds: Iterable[MaskKind]) -> tuple[Sentence, ...]:
    """Return these kinds in words for people."""
    return tuple(KIND_WORDS[kind] for kind in kinds)


def word_on(kind: MaskKind) -> str:
    """Return the word written on a mask in a picture, "" for one that hides several things."""
    return "" if kind is MaskKind.CELL else kind.value


def counted(original: str, spans: Iterable[Masked]) -> tuple[tuple[Sentence, int], ...]:
    """Return how many different values of each kind are hidden: a name that occurs five times is one."""
    values = dict.fromkeys((span.kind, _SEPARATORS.sub("", original[span.start:span.end])) for span in spans
                           if span.kind is not MaskKind.OMITTED)
    return tuple((KIND_WORDS[kind], count) for kind, count in Counter(kind for kind, _ in values).items())
