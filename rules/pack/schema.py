"""Defines the shape of a pack file, in the words administrators write.

rules.pack.loading checks references afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from rules.definition import Reach
from rules.model import Nature
from rules.pack.example_lines import spelled_out
from rules.scan.fingerprints import FEWEST_CHARACTERS
from rules.scan.hashed import WRITTEN
from rules.schema.problem import Kind
from rules.schema.record import entry, record, rows_of
from rules.schema.shapes import Day, Flag, Many, Mistakes, Number, Shape, Table, Text, Way, choice
from rules.sentences.catalogue import sentence


class ActionWord(Enum):
    """Actions a rule may ask for."""

    BLOCK = "拦截"
    WARN = "提醒"
    LOG = "记录"


class LevelWord(Enum):
    """Confidence levels of a criterion."""

    HIGH = "高"
    MEDIUM = "中"
    LOW = "低"


class EffectWord(Enum):
    """Effects of an exemption on the confidence."""

    NONE = "不命中"
    ONE = "降一级"
    TWO = "降两级"


class DestinationWord(Enum):
    """Destinations to which a rule forbids content."""

    CHAT = "聊天软件"
    MAIL = "外部邮箱"
    CLOUD = "网盘"
    FORM = "网页表单"
    CLIPBOARD_MANAGER = "剪贴板管理器"
    BROWSER = "浏览器"
    UNKNOWN = "未知程序"


class PicturesOnly(Enum):
    """The only value of 仅用于."""

    PICTURES = "截图"


class _ExampleText(Text):
    """Words, or lines in one list or several, of which placeholders are spelled out."""

    def read(self, value: object, way: Way, found: Mistakes) -> Any:
        """Return the text."""
        rows: list[Any] = value if isinstance(value, list) else []
        lines = [line for row in rows for line in (row if isinstance(row, list) else [row])]
        spelled = spelled_out(lines) if lines and all(isinstance(line, str) for line in lines) else value
        return super().read(spelled, way, found)


class _WordList(Many[tuple[str, ...]]):
    """The words of 词表, alone or beside what they are for, that they are to be hashed, or hashed ones."""

    def read(self, value: object, way: Way, found: Mistakes) -> Any:
        """Return the words, a row for each line; hashed ones are read by rules.pack.word_lists."""
        if isinstance(value, dict):
            if not {"词", "散列"}.intersection(value) or not set(value) <= {"词", "说明", "散列", "发布时散列"}:
                return found.say(way, sentence("lists.form"), Kind.WHOLE)
            if "散列" in value:
                _HASHED.read(value["散列"], ("散列", way), found)
            if "发布时散列" in value:
                Flag().read(value["发布时散列"], ("发布时散列", way), found)
            if "词" not in value:
                return ()
            value = value["词"]
        return super().read(value, way, found)


class _Distance(Shape[Reach | int]):
    """A reach in words, or a number of characters."""

    def read(self, value: object, way: Way, found: Mistakes) -> Any:
        """Return the distance."""
        if isinstance(value, str) and value in set(Reach):
            return Reach(value)
        if isinstance(value, str) and _NUMBER.fullmatch(value) and 1 <= int(value) <= _FARTHEST:
            return int(value)
        return found.say(way, sentence("pack.distance", most=_FARTHEST), Kind.WHOLE)


_FARTHEST = 5000
_NUMBER = re.compile("[0-9]{1,9}")
_LONGEST_PARTS = 1_000_000
_ID = Text(pattern=r"[A-Za-z0-9\u4e00-\u9fff][A-Za-z0-9\u4e00-\u9fff-]{1,30}", wrong=sentence("pack.id-form"))
_WORDS = Text(1, 400, visible=True)
_REFERENCES = Many(_WORDS, 1, 500, alone=(str, dict))
_WORD_LIST = _WordList(Many(_WORDS, 1, 20_000, alone=(str, dict)), 1, 20_000)
_ALTERNATIVES = Many(Text(1, 3000), 1, 200, alone=(str, dict))
_EXAMPLE_TEXT = _ExampleText(1, 20_000)
_MARK = Text(pattern="[0-9a-f]{32}", wrong=sentence("pack.not-a-digest"))
_HASHED = Many(Text(pattern=WRITTEN, wrong=sentence("lists.not-hashed")), 1, 20_000)
_DISTANCE = _Distance()
_NATURE = choice(Nature)
_DESTINATIONS = Many(choice(DestinationWord), 1)


@dataclass(frozen=True, slots=True)
class PatternDocument:
    """One entry of 模式. ``expression`` are alternatives, any of which is a match."""

    expression: tuple[str, ...] = entry("正则", _ALTERNATIVES)
    note: str = entry("说明", _WORDS, default="")
    validator: str | None = entry("校验", Text(), default=None)
    only_for: PicturesOnly | None = entry("仅用于", choice(PicturesOnly), default=None)


@dataclass(frozen=True, slots=True)
class PieceDocument:
    """One entry of 部件."""

    expression: tuple[str, ...] = entry("正则", _ALTERNATIVES)
    note: str = entry("说明", _WORDS, default="")


@dataclass(frozen=True, slots=True)
class StructureDocument:
    """One entry of 结构."""

    feature: str = entry("检测器", _WORDS)
    note: str = entry("说明", _WORDS, default="")
    kinds: tuple[str, ...] = entry("种类", Many(_WORDS), default=())
    without: tuple[str, ...] = entry("不含", Many(_WORDS), default=())
    at_least: int = entry("把握不低于", Number(0, 100), default=0)


@dataclass(frozen=True, slots=True)
class ExampleDocument:
    """A text, or a text as recognised from a screenshot; with the action it must lead to, if that is fixed."""

    text: str | None = entry("文字", _EXAMPLE_TEXT, default=None)
    picture: str | None = entry("截图", _EXAMPLE_TEXT, default=None)
    action: ActionWord | None = entry("动作", choice(ActionWord), default=None)


_EXAMPLE = record(ExampleDocument, short="文字", short_types=(str, list))


@dataclass(frozen=True, slots=True)
class SupportDocument:
    """One entry of 佐证."""

    distance: Reach | int = entry("距离", _DISTANCE)
    sources: tuple[str, ...] = entry("取自", _REFERENCES)
    at_least: int = entry("至少", Number(1, 100), default=1)


@dataclass(frozen=True, slots=True)
class ExemptionDocument:
    """One entry of 例外."""

    sources: tuple[str, ...] = entry("出现", _REFERENCES)
    distance: Reach | int = entry("距离", _DISTANCE)
    effect: EffectWord = entry("作用", choice(EffectWord))
    must_not_swallow: ExampleDocument = entry("不得吞掉", _EXAMPLE)


@dataclass(frozen=True, slots=True)
class NamedExemptionDocument:
    """One entry of the section 例外. ``sentence`` contains its words and proves it wherever it is used."""

    sources: tuple[str, ...] = entry("出现", _REFERENCES)
    distance: Reach | int = entry("距离", _DISTANCE)
    effect: EffectWord = entry("作用", choice(EffectWord))
    note: str = entry("说明", _WORDS, default="")
    sentence: str | None = entry("例句", _EXAMPLE_TEXT, default=None)


@dataclass(frozen=True, slots=True)
class ExemptionUse:
    """One entry of 例外 in a rule that only names an entry of the section."""

    name: str = entry("引用", _WORDS)
    must_not_swallow: ExampleDocument | None = entry("不得吞掉", _EXAMPLE, default=None)


AnyExemption = ExemptionDocument | ExemptionUse
"""One entry of 例外 in a rule."""


class _Exemption(Shape[AnyExemption]):
    """An exemption written out, or one that is only named: by 引用, or by its name alone."""

    _written, _used = record(ExemptionDocument), record(ExemptionUse, short="引用")

    def read(self, value: object, way: Way, found: Mistakes) -> Any:
        """Return the exemption or its use."""
        used = isinstance(value, str) or (isinstance(value, dict) and "引用" in value)
        shape: Shape[Any] = self._used if used else self._written
        return shape.read(value, way, found)

    def keys(self) -> frozenset[str]:
        """Return the keys of both."""
        return self._written.keys() | self._used.keys()


_EXEMPTIONS = Many(_Exemption(), most=50, alone=(str, dict))


@dataclass(frozen=True, slots=True)
class CriterionDocument:
    """One entry of 判据."""

    confidence: LevelWord = entry("把握", choice(LevelWord))
    primary: tuple[str, ...] = entry("主证", _REFERENCES)
    supports: tuple[SupportDocument, ...] = entry("佐证", Many(record(SupportDocument), alone=(str, dict)), default=())
    exemptions: tuple[AnyExemption, ...] = entry("例外", _EXEMPTIONS, default=())


@dataclass(frozen=True, slots=True)
class WordingDocument:
    """提示语."""

    title: str = entry("标题", _WORDS)
    sentence: str = entry("说明", _WORDS)
    advice: str = entry("办法", _WORDS)


@dataclass(frozen=True, slots=True)
class RuleDocument:
    """One entry of 规则."""

    id: str = entry("编号", _ID)
    name: str = entry("名称", _WORDS)
    category: str = entry("类别", _WORDS)
    nature: Nature = entry("性质", _NATURE)
    legal_basis: str = entry("依据", _WORDS)
    destinations: tuple[DestinationWord, ...] = entry("去向", _DESTINATIONS)
    criteria: tuple[CriterionDocument, ...] = entry("判据", Many(record(CriterionDocument), 1, 50))
    actions: Mapping[LevelWord, ActionWord] = entry("动作", Table(choice(LevelWord), choice(ActionWord), 1))
    wording: WordingDocument = entry("提示语", record(WordingDocument))
    must_match: tuple[ExampleDocument, ...] = entry("必须命中", Many(_EXAMPLE, 2, 500))
    must_not_match: tuple[ExampleDocument, ...] = entry("不得命中", Many(_EXAMPLE, 2, 500))
    cases: tuple[int, ...] = entry("案例", Many(Number(1, 9, wrong=sentence("pack.cases"))), default=())
    exemptions: tuple[AnyExemption, ...] = entry("例外", _EXEMPTIONS, default=())
    yields: bool = entry("让位", Flag(), default=False)


@dataclass(frozen=True, slots=True)
class FingerprintDocument:
    """指纹, as rules.pack.known_texts writes it."""

    length: int = entry("字数", Number(FEWEST_CHARACTERS, 5_000_000))
    whole: str = entry("全文", _MARK)
    parts: str = entry("片段", Text(1, _LONGEST_PARTS))


@dataclass(frozen=True, slots=True)
class PublishedDocument:
    """One entry of 已发布清单."""

    name: str = entry("名称", _WORDS)
    fingerprint: FingerprintDocument = entry("指纹", record(FingerprintDocument))


@dataclass(frozen=True, slots=True)
class AlertDocument:
    """One entry of 紧急布控."""

    id: str = entry("编号", _ID)
    name: str = entry("名称", _WORDS)
    legal_basis: str = entry("依据", _WORDS)
    wording: WordingDocument = entry("提示语", record(WordingDocument))
    fingerprint: FingerprintDocument = entry("指纹", record(FingerprintDocument))
    nature: Nature = entry("性质", _NATURE, default=Nature.WORK_SECRET)
    destinations: tuple[DestinationWord, ...] = entry("去向", _DESTINATIONS, default=(
        DestinationWord.CHAT, DestinationWord.MAIL, DestinationWord.CLOUD, DestinationWord.FORM,
    ))


@dataclass(frozen=True, slots=True)
class ExemptedDocument:
    """One entry of 误报豁免."""

    name: str = entry("名称", _WORDS)
    reason: str = entry("原因", _WORDS)
    approver: str = entry("批准人", _WORDS)
    until: date = entry("截止", Day())
    content: str = entry("内容", _MARK)


@dataclass(frozen=True, slots=True)
class HashingDocument:
    """散列密钥, as rules.pack.hashing writes it."""

    salt: str = entry("盐", _MARK)
    check: str = entry("核对", Text(pattern="[0-9a-f]{16}", wrong=sentence("lists.not-hashed")))


@dataclass(frozen=True, slots=True)
class PackDocument:
    """A whole pack file."""

    name: str = entry("规则包", _WORDS)
    version: str = entry("版本", _WORDS)
    words: Mapping[str, tuple[tuple[str, ...], ...]] = entry("词表", Table(_WORDS, _WORD_LIST), default_factory=dict)
    pieces: Mapping[str, PieceDocument] = entry(
        "部件", Table(_WORDS, record(PieceDocument, short="正则", short_types=(str, list))), default_factory=dict)
    patterns: Mapping[str, PatternDocument] = entry(
        "模式", Table(_WORDS, record(PatternDocument, short="正则", short_types=(str, list))), default_factory=dict)
    exemptions: Mapping[str, NamedExemptionDocument] = entry(
        "例外", Table(_WORDS, record(NamedExemptionDocument)), default_factory=dict)
    structures: Mapping[str, StructureDocument] = entry(
        "结构", Table(_WORDS, record(StructureDocument)), default_factory=dict)
    rules: tuple[RuleDocument, ...] = entry("规则", Many(record(RuleDocument), 1, 20_000), default=())
    published: tuple[PublishedDocument, ...] = entry(
        "已发布清单", Many(record(PublishedDocument), most=20_000), default=())
    alerts: tuple[AlertDocument, ...] = entry("紧急布控", Many(record(AlertDocument), most=1000), default=())
    exempted: tuple[ExemptedDocument, ...] = entry("误报豁免", Many(record(ExemptedDocument), most=1000), default=())
    hashing: HashingDocument | None = entry("散列密钥", record(HashingDocument), default=None)


PACK = record(PackDocument)
"""The shape of a pack file."""


def rule_keys() -> frozenset[str]:
    """Return the keys of one entry of 规则."""
    return frozenset(row.key for row in rows_of(RuleDocument))


def keys() -> tuple[str, ...]:
    """Return every key a pack file may use."""
    return tuple(sorted(PACK.keys()))
