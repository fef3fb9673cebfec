"""What the shape alone cannot say: references, patterns, features, ids. Turns the document into a Pack."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

import re2

from rules.definition import (
    Criterion,
    Example,
    Exemption,
    Pack,
    Pattern,
    Problem,
    Reach,
    Reference,
    Rule,
    Source,
    Structure,
    Support,
    Wording,
)
from rules.expression import compile_expression
from rules.features import FEATURES
from rules.known_texts import KnownTexts
from rules.literals import Shape, shape_of
from rules.model import Action, Confidence, Nature
from rules.normalise import normalise
from rules.scan import LONGEST_MATCH
from rules.schema import (
    ActionWord,
    CriterionDocument,
    EffectWord,
    ExampleDocument,
    ExemptionDocument,
    LevelWord,
    PackDocument,
    PatternDocument,
    RuleDocument,
    SupportDocument,
)
from rules.schema_problems import rule_at
from rules.validators import VALIDATORS
from rules.yaml_tree import Tree

_Path = tuple[int | str, ...]
_REFERENCE = re.compile(r"@(?P<name>[^()（）]+?)(?:[(（](?:>=|≥)(?P<count>\d{1,4})[)）])?")
_ACTIONS = {ActionWord.BLOCK: Action.BLOCK, ActionWord.WARN: Action.WARN, ActionWord.LOG: Action.LOG}
_LEVELS = {LevelWord.HIGH: Confidence.HIGH, LevelWord.MEDIUM: Confidence.MEDIUM, LevelWord.LOW: Confidence.LOW}
_NO_SHAPE = Shape(None, crosses_lines=True, literals=frozenset())
_FALLS = {EffectWord.NONE: 3, EffectWord.TWO: 2, EffectWord.ONE: 1}


class Checker:
    """Checks one document and collects every problem, so that they can be mended in one go."""

    def __init__(self, document: PackDocument, tree: Tree, source: str) -> None:
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []
        self._document = document
        self._tree = tree
        self._source = source
        self._used: set[str] = set()
        self._numbers: dict[str, int] = {}
        self._normalised = _normalised(document)

    def pack(self) -> Pack:
        """Return the pack; it is only sound when ``problems`` stays empty."""
        document = self._document
        self._names()
        words = tuple((name, tuple(self._words(name, entries))) for name, entries in document.words.items())
        patterns = tuple(self._pattern(name, entry) for name, entry in document.patterns.items())
        structures = tuple(self._structures())
        rules = tuple(self._rule(index, rule) for index, rule in enumerate(document.rules))
        known = KnownTexts(document, self._problem)
        published, alerts, exempted = tuple(known.published()), tuple(known.alerts()), tuple(known.exempted())
        self._unused()
        return Pack(
            document.name, document.version, words, patterns, structures, rules, tuple(self.warnings),
            published, alerts, exempted,
        )

    # ------------------------------------------------------------------ saying what is wrong
    def _problem(self, path: _Path, message: str) -> None:
        self.problems.append(self._at(path, message))

    def _at(self, path: _Path, message: str) -> Problem:
        rule = rule_at(self._tree, path) or self._user_of(str(path[1]) if len(path) > 1 else "")
        return Problem(self._source, self._tree.at(path).line, rule, message)

    def _user_of(self, name: str) -> str:
        """Return the first rule that uses a list, pattern or structure."""
        for document in self._document.rules:
            for written in _written_references(document):
                parts = _REFERENCE.fullmatch(written)
                if parts is not None and parts["name"] == name:
                    return document.id
        return ""

    # ------------------------------------------------------------------ lists, patterns, structures
    def _names(self) -> None:
        seen: dict[str, str] = {}
        for part, names in (
            ("词表", self._document.words), ("模式", self._document.patterns), ("结构", self._document.structures),
        ):
            for name in names:
                if name in seen:
                    self._problem((part, name), f"“{name}”在{seen[name]}里已经有了。请换一个名字。")
                if not _REFERENCE.fullmatch(f"@{name}") or "@" in name:
                    self._problem((part, name), f"名字“{name}”里不能有括号和 @。")
                seen[name] = part

    def _words(self, name: str, entries: Sequence[str]) -> Iterator[str]:
        for index, entry in enumerate(entries):
            word = self._normalised[entry].strip()
            if not word or "\n" in word:
                self._problem(("词表", name, index), f"词表“{name}”第 {index + 1} 个词是空的。请删除它。")
            else:
                yield word

    def _pattern(self, name: str, entry: PatternDocument) -> Pattern:
        path = ("模式", name)
        shape = _shape(entry.expression)
        problem = self._expression_problem(path, entry.expression, shape)
        if problem:
            self._problem((*path, "正则"), f"模式“{name}”：{problem}")
        if entry.validator is not None and entry.validator not in VALIDATORS:
            known = "、".join(VALIDATORS)
            self._problem((*path, "校验"), f"模式“{name}”：不认识校验“{entry.validator}”。可用的有：{known}。")
        return Pattern(name, entry.expression, shape or _NO_SHAPE, entry.validator, entry.only_for is not None)

    def _expression_problem(self, path: _Path, expression: str, shape: Shape | None) -> str:
        """Return what is wrong with a pattern, or "" when it can be used."""
        try:
            compile_expression(expression)
        except re2.error as error:
            return f"正则不合 RE2 语法（{_in_chinese(error)}）。RE2 不支持向前、向后查看和反向引用。"
        if shape is None:
            return "正则的写法不支持。请用普通的字符、[…]、(?:…|…)、{m,n} 和 \\p{Han}。"
        if shape.longest is None:
            return "正则没有长度上限。请把 * 和 + 改成 {0,20} 这样有上限的写法。"
        if shape.longest > LONGEST_MATCH:
            return f"正则最长可达 {shape.longest} 字，上限是 {LONGEST_MATCH} 字。请缩短 {{m,n}} 里的数。"
        if compile_expression(expression).fullmatch(b"") is not None:
            return "正则能匹配空文字，会处处命中。请至少写一个必有的字。"
        changed = next((sign for sign in expression if sign not in "\r\n" and _alone(sign) != sign), "")
        if changed:
            return (f"正则里的“{changed}”永远不会命中：文字在比对前已转成半角、简体。"
                    f"请改写成“{_alone(changed)}”。")
        if not shape.selective:
            self.warnings.append(self._at(path, f"模式“{path[-1]}”没有必有的两字词，会拖慢检查。请加上固定的词。"))
        return ""

    def _structures(self) -> Iterator[Structure]:
        for name, entry in self._document.structures.items():
            path = ("结构", name)
            feature = FEATURES.get(entry.feature)
            if feature is None:
                self._problem(path, f"结构“{name}”：没有检测器“{entry.feature}”。可用的有：{'、'.join(FEATURES)}。")
                continue
            for kind in (*entry.kinds, *entry.without):
                if kind not in feature.kinds:
                    known = "、".join(sorted(feature.kinds)) or "（没有种类）"
                    self._problem(path, f"结构“{name}”：{entry.feature} 没有种类“{kind}”。可用的有：{known}。")
            yield Structure(name, entry.feature, frozenset(entry.kinds), frozenset(entry.without), entry.at_least)

    # ------------------------------------------------------------------ rules
    def _rule(self, index: int, document: RuleDocument) -> Rule:
        path: _Path = ("规则", index)
        earlier = self._numbers.setdefault(document.id, index)
        if earlier != index:
            self._problem((*path, "编号"), f"编号和第 {earlier + 1} 条规则重复。请换一个编号。")
        shared = [self._exemption((*path, "例外", number), document.nature, entry)
                  for number, entry in enumerate(document.exemptions)]
        criteria = tuple(
            self._criterion((*path, "判据", number), document.nature, entry, shared)
            for number, entry in enumerate(document.criteria)
        )
        actions = tuple((_LEVELS[level], _ACTIONS[action]) for level, action in document.actions.items())
        for number, entry in enumerate(document.criteria):
            if entry.confidence not in document.actions:
                self._problem((*path, "判据", number), f"“动作”里没有写把握为“{entry.confidence.value}”时怎么办。")
        wording = Wording(document.wording.title, document.wording.sentence, document.wording.advice)
        return Rule(
            document.id, document.name, document.category, document.nature, document.legal_basis,
            tuple(document.cases), tuple(entry.value for entry in document.destinations), criteria, actions, wording,
            tuple(self._examples((*path, "必须命中"), document.must_match)),
            tuple(self._examples((*path, "不得命中"), document.must_not_match)),
            document.yields,
        )

    def _criterion(
        self, path: _Path, nature: Nature, document: CriterionDocument, shared: Iterable[Exemption],
    ) -> Criterion:
        own = [self._exemption((*path, "例外", number), nature, entry)
               for number, entry in enumerate(document.exemptions)]
        supports = tuple(self._support((*path, "佐证"), entry) for entry in document.supports)
        return Criterion(
            _LEVELS[document.confidence],
            self._references((*path, "主证"), document.primary),
            supports,
            (*own, *shared),
        )

    def _support(self, path: _Path, document: SupportDocument) -> Support:
        return Support(self._references(path, document.sources), document.at_least, document.distance)

    def _exemption(self, path: _Path, nature: Nature, document: ExemptionDocument) -> Exemption:
        if nature is Nature.STATE_SECRET and document.distance is not Reach.SENTENCE:
            self._problem((*path, "距离"), "国家秘密规则的例外只能写“距离: 同句”：例外只管引用它的那一句话。")
        example = next(iter(self._examples((*path, "不得吞掉"), [document.must_not_swallow])))
        return Exemption(
            self._references((*path, "出现"), document.sources), document.distance, _FALLS[document.effect], example,
        )

    def _examples(self, path: _Path, documents: Sequence[ExampleDocument]) -> Iterator[Example]:
        for number, document in enumerate(documents):
            text = document.text if document.text is not None else document.picture
            if text is None or (document.text is not None and document.picture is not None):
                self._problem((*path, number), "样例要写“文字”或“截图”其中一项。")
            action = None if document.action is None else _ACTIONS[document.action]
            yield Example(text or "", document.picture is not None, action)

    # ------------------------------------------------------------------ references
    def _references(self, path: _Path, written: Sequence[str]) -> tuple[Reference, ...]:
        found = (self._reference((*path, number), entry) for number, entry in enumerate(written))
        return tuple(reference for reference in found if reference is not None)

    def _reference(self, path: _Path, written: str) -> Reference | None:
        if not written.startswith("@"):
            word = self._normalised[written].strip()
            if not word:
                self._problem(path, "这里有一个空的词。请删除它。")
                return None
            return Reference(Source.WORD, word)
        parts = _REFERENCE.fullmatch(written)
        if parts is None:
            self._problem(path, f"引用“{written}”写法不对。请写“@名字”或“@名字(>=3)”。")
            return None
        reference = Reference(Source.WORDS, parts["name"], max(1, int(parts["count"] or 1)))
        self._used.add(reference.name)
        if reference.name in self._document.words:
            return reference
        if reference.name in self._document.patterns:
            return replace(reference, source=Source.PATTERN)
        if reference.name in self._document.structures:
            return replace(reference, source=Source.STRUCTURE)
        self._problem(path, f"“@{reference.name}”没有定义。请在词表、模式或结构里写上“{reference.name}”，或改正名字。")
        return None

    def _unused(self) -> None:
        for part, names in (
            ("词表", self._document.words), ("模式", self._document.patterns), ("结构", self._document.structures),
        ):
            for name in names:
                if name not in self._used:
                    self.warnings.append(self._at((part, name), f"{part}“{name}”没有被任何规则用到。"))


@lru_cache(1024)
def _shape(expression: str) -> Shape | None:
    """Return what all matches of an expression obey, None when it cannot be read or RE2 would not take it.

    Remembered: the workshop reads a pack again after each key, and working this out takes most of that.
    """
    try:
        compile_expression(expression)
        return shape_of(expression)
    except (re2.error, re.error, RecursionError, OverflowError):
        return None


def _written_references(document: RuleDocument) -> Iterator[str]:
    for criterion in document.criteria:
        yield from criterion.primary
        for support in criterion.supports:
            yield from support.sources
        for exemption in (*criterion.exemptions, *document.exemptions):
            yield from exemption.sources


def _normalised(document: PackDocument) -> dict[str, str]:
    """Return the canonical form of every word of a document, made in one go: one by one takes longer than all else."""
    words = [entry for entries in document.words.values() for entry in entries]
    words += [written for rule in document.rules for written in _written_references(rule)]
    words = list(dict.fromkeys(words))
    forms = normalise("\n".join(words)).text.split("\n")
    if len(forms) != len(words):
        forms = [normalise(word).text for word in words]
    return dict(zip(words, forms, strict=True))


@lru_cache(4096)
def _alone(sign: str) -> str:
    """Return the canonical form of one sign. Remembered: the patterns of a pack hold the same few hundred signs
    thousands of times, and a guard that starts waits for this.
    """
    return normalise(sign).text


def _in_chinese(error: Exception) -> str:
    """Return RE2's own words, which are bytes inside the exception in some versions."""
    reason = error.args[0] if error.args else ""
    return reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
