"""Defines the shape of a pack file, in the words administrators write.

rules.pack.loading checks references afterwards.
"""

from __future__ import annotations

import re
from datetime import date
from enum import Enum
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag
from pydantic_core import PydanticCustomError

from rules.definition import Reach
from rules.model import Nature
from rules.pack.example_lines import spelled_out
from rules.scan.fingerprints import FEWEST_CHARACTERS
from rules.sentences.catalogue import sentence
from rules.sentences.sentence import SaidValueError


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


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str | dict) else value


def _as_example(value: Any) -> Any:
    return {"文字": value} if isinstance(value, str | list) else value


def _as_text(value: Any) -> Any:
    rows = [_as_list(row) for row in value] if isinstance(value, list) else []
    lines = [line for row in rows if isinstance(row, list) for line in row]
    return spelled_out(lines) if lines and all(isinstance(line, str) for line in lines) else value


def _as_list_of_words(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if "词" not in value or not set(value) <= {"词", "说明"}:
        raise SaidValueError(sentence("lists.form"))
    return value["词"]


def _as_piece(value: Any) -> Any:
    return {"正则": value} if isinstance(value, str | list) else value


def _as_use(value: Any) -> Any:
    return {"引用": value} if isinstance(value, str) else value


def _tag_of_exemption(value: Any) -> str:
    return USED if isinstance(value, ExemptionUse) or (isinstance(value, dict) and "引用" in value) else WRITTEN


def _as_distance(value: Any) -> Any:
    if isinstance(value, str) and value in set(Reach):
        return Reach(value)
    if isinstance(value, str) and value.isascii() and value.isdigit() and 1 <= int(value) <= _FARTHEST:
        return int(value)
    raise SaidValueError(sentence("pack.distance", most=_FARTHEST))


def _as_date(value: Any) -> Any:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise SaidValueError(sentence("pack.must-be-date")) from None


def _without_controls(value: Any) -> Any:
    found = _CONTROL.search(value) if isinstance(value, str) else None
    if found is not None:
        where = {"place": found.start() + 1, "sign": f"U+{ord(found.group()):04X}"}
        raise PydanticCustomError(CONTROL_CHARACTER, "sign {place} is {sign}", where)
    return value


USED, WRITTEN = "used", "written"
"""Path steps of pydantic's findings that are not in the file: whether an exemption is a reference or written out."""

CONTROL_CHARACTER = "control_character"
"""The type of pydantic's finding for words with an invisible character; its context has ``place`` and ``sign``."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_FARTHEST = 5000
_LONGEST_PARTS = 1_000_000
_Id = Annotated[str, Field(alias="编号", pattern=r"^[A-Za-z0-9\u4e00-\u9fff][A-Za-z0-9\u4e00-\u9fff-]{1,30}$")]
_Words = Annotated[str, Field(min_length=1, max_length=400), BeforeValidator(_without_controls)]
_Case = Annotated[int, Field(ge=1, le=9)]
_References = Annotated[list[_Words], BeforeValidator(_as_list), Field(min_length=1, max_length=500)]
_Row = Annotated[list[_Words], BeforeValidator(_as_list), Field(min_length=1, max_length=20_000)]
_WordList = Annotated[list[_Row], BeforeValidator(_as_list_of_words), Field(min_length=1, max_length=20_000)]
_Expression = Annotated[str, Field(min_length=1, max_length=3000)]
_Alternatives = Annotated[list[_Expression], BeforeValidator(_as_list), Field(min_length=1, max_length=200)]
_Note = Annotated[_Words, Field(alias="说明")]
_ExampleText = Annotated[str, BeforeValidator(_as_text), Field(min_length=1, max_length=20_000)]
_Date = Annotated[date, BeforeValidator(_as_date)]
_Mark = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
_Distance = Annotated[Reach | int, BeforeValidator(_as_distance)]


class _Document(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True, arbitrary_types_allowed=True)


class PatternDocument(_Document):
    """One entry of 模式. ``expression`` are alternatives, any of which is a match."""

    expression: Annotated[_Alternatives, Field(alias="正则")]
    note: _Note = ""
    validator: Annotated[str | None, Field(alias="校验")] = None
    only_for: Annotated[PicturesOnly | None, Field(alias="仅用于")] = None


class PieceDocument(_Document):
    """One entry of 部件."""

    expression: Annotated[_Alternatives, Field(alias="正则")]
    note: _Note = ""


class StructureDocument(_Document):
    """One entry of 结构."""

    note: _Note = ""
    feature: Annotated[_Words, Field(alias="检测器")]
    kinds: Annotated[list[_Words], Field(alias="种类")] = []
    without: Annotated[list[_Words], Field(alias="不含")] = []
    at_least: Annotated[int, Field(alias="把握不低于", ge=0, le=100)] = 0


class ExampleDocument(_Document):
    """A text, or a text as recognised from a screenshot; with the action it must lead to, if that is fixed."""

    text: Annotated[_ExampleText | None, Field(alias="文字")] = None
    picture: Annotated[_ExampleText | None, Field(alias="截图")] = None
    action: Annotated[ActionWord | None, Field(alias="动作")] = None


_Example = Annotated[ExampleDocument, BeforeValidator(_as_example)]


class SupportDocument(_Document):
    """One entry of 佐证."""

    at_least: Annotated[int, Field(alias="至少", ge=1, le=100)] = 1
    distance: Annotated[_Distance, Field(alias="距离")]
    sources: Annotated[_References, Field(alias="取自")]


class ExemptionDocument(_Document):
    """One entry of 例外."""

    sources: Annotated[_References, Field(alias="出现")]
    distance: Annotated[_Distance, Field(alias="距离")]
    effect: Annotated[EffectWord, Field(alias="作用")]
    must_not_swallow: Annotated[_Example, Field(alias="不得吞掉")]


class NamedExemptionDocument(_Document):
    """One entry of the section 例外. ``sentence`` contains its words and proves it wherever it is used."""

    note: _Note = ""
    sources: Annotated[_References, Field(alias="出现")]
    distance: Annotated[_Distance, Field(alias="距离")]
    effect: Annotated[EffectWord, Field(alias="作用")]
    sentence: Annotated[_ExampleText | None, Field(alias="例句")] = None


class ExemptionUse(_Document):
    """One entry of 例外 in a rule that only names an entry of the section."""

    name: Annotated[_Words, Field(alias="引用")]
    must_not_swallow: Annotated[_Example | None, Field(alias="不得吞掉")] = None


AnyExemption = Annotated[
    Annotated[
        Annotated[ExemptionDocument, Tag(WRITTEN)] | Annotated[ExemptionUse, Tag(USED)],
        Discriminator(_tag_of_exemption),
    ],
    BeforeValidator(_as_use),
]
"""One entry of 例外 in a rule."""

_Exemptions = Annotated[list[AnyExemption], BeforeValidator(_as_list), Field(max_length=50)]


class CriterionDocument(_Document):
    """One entry of 判据."""

    confidence: Annotated[LevelWord, Field(alias="把握")]
    primary: Annotated[_References, Field(alias="主证")]
    supports: Annotated[list[SupportDocument], BeforeValidator(_as_list), Field(alias="佐证")] = []
    exemptions: Annotated[_Exemptions, Field(alias="例外")] = []


class WordingDocument(_Document):
    """提示语."""

    title: Annotated[_Words, Field(alias="标题")]
    sentence: Annotated[_Words, Field(alias="说明")]
    advice: Annotated[_Words, Field(alias="办法")]


class RuleDocument(_Document):
    """One entry of 规则."""

    id: _Id
    name: Annotated[_Words, Field(alias="名称")]
    category: Annotated[_Words, Field(alias="类别")]
    nature: Annotated[Nature, Field(alias="性质")]
    legal_basis: Annotated[_Words, Field(alias="依据")]
    cases: Annotated[list[_Case], Field(alias="案例")] = []
    destinations: Annotated[list[DestinationWord], Field(alias="去向", min_length=1)]
    criteria: Annotated[list[CriterionDocument], Field(alias="判据", min_length=1, max_length=50)]
    exemptions: Annotated[_Exemptions, Field(alias="例外")] = []
    yields: Annotated[bool, Field(alias="让位")] = False
    actions: Annotated[dict[LevelWord, ActionWord], Field(alias="动作", min_length=1)]
    wording: Annotated[WordingDocument, Field(alias="提示语")]
    must_match: Annotated[list[_Example], Field(alias="必须命中", min_length=2, max_length=500)]
    must_not_match: Annotated[list[_Example], Field(alias="不得命中", min_length=2, max_length=500)]


class FingerprintDocument(_Document):
    """指纹, as rules.pack.known_texts writes it."""

    length: Annotated[int, Field(alias="字数", ge=FEWEST_CHARACTERS, le=5_000_000)]
    whole: Annotated[_Mark, Field(alias="全文")]
    parts: Annotated[str, Field(alias="片段", min_length=1, max_length=_LONGEST_PARTS)]


class PublishedDocument(_Document):
    """One entry of 已发布清单."""

    name: Annotated[_Words, Field(alias="名称")]
    fingerprint: Annotated[FingerprintDocument, Field(alias="指纹")]


class AlertDocument(_Document):
    """One entry of 紧急布控."""

    id: _Id
    name: Annotated[_Words, Field(alias="名称")]
    nature: Annotated[Nature, Field(alias="性质")] = Nature.WORK_SECRET
    legal_basis: Annotated[_Words, Field(alias="依据")]
    destinations: Annotated[list[DestinationWord], Field(alias="去向", min_length=1)] = [
        DestinationWord.CHAT, DestinationWord.MAIL, DestinationWord.CLOUD, DestinationWord.FORM,
    ]
    wording: Annotated[WordingDocument, Field(alias="提示语")]
    fingerprint: Annotated[FingerprintDocument, Field(alias="指纹")]


class ExemptedDocument(_Document):
    """One entry of 误报豁免."""

    name: Annotated[_Words, Field(alias="名称")]
    reason: Annotated[_Words, Field(alias="原因")]
    approver: Annotated[_Words, Field(alias="批准人")]
    until: Annotated[_Date, Field(alias="截止")]
    content: Annotated[_Mark, Field(alias="内容")]


class PackDocument(_Document):
    """A whole pack file."""

    name: Annotated[_Words, Field(alias="规则包")]
    version: Annotated[_Words, Field(alias="版本")]
    words: Annotated[dict[_Words, _WordList], Field(alias="词表")] = {}
    pieces: Annotated[dict[_Words, Annotated[PieceDocument, BeforeValidator(_as_piece)]], Field(alias="部件")] = {}
    patterns: Annotated[dict[_Words, Annotated[PatternDocument, BeforeValidator(_as_piece)]], Field(alias="模式")] = {}
    exemptions: Annotated[dict[_Words, NamedExemptionDocument], Field(alias="例外")] = {}
    structures: Annotated[dict[_Words, StructureDocument], Field(alias="结构")] = {}
    rules: Annotated[list[RuleDocument], Field(alias="规则", min_length=1, max_length=20_000)] = []
    published: Annotated[list[PublishedDocument], Field(alias="已发布清单", max_length=20_000)] = []
    alerts: Annotated[list[AlertDocument], Field(alias="紧急布控", max_length=1000)] = []
    exempted: Annotated[list[ExemptedDocument], Field(alias="误报豁免", max_length=1000)] = []


def rule_keys() -> frozenset[str]:
    """Return the keys of one entry of 规则."""
    return frozenset(field.alias for field in RuleDocument.model_fields.values() if field.alias)


def keys() -> tuple[str, ...]:
    """Return every key a pack file may use."""
    models = _Document.__subclasses__()
    return tuple(sorted({field.alias for model in models for field in model.model_fields.values() if field.alias}))
