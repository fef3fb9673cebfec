"""Warns of words and patterns that ordinary text is full of: they make a rule slow and stop harmless texts."""

from __future__ import annotations

from collections.abc import Iterator

from rules.definition import Pack, Rule, Source
from rules.lint.report import Report
from rules.scan.expression import compile_expression
from rules.scan.literals import fold
from rules.scan.normalise import normalise
from rules.schema.problem import Problem
from rules.sentences.catalogue import sentence

ORDINARY = """\
各乡镇人民政府、街道办事处，县直各单位：现将有关事项通知如下，请结合实际认真贯彻执行。各级各部门要高度重视，切实加强组织领导，
明确工作任务和责任分工，确保各项工作落实到位。工作中遇到的问题请及时报告，联系人和联系电话见附件。特此通知。
会议强调，要进一步提高认识，统筹推进项目建设、安全生产、民生保障等重点工作。会议由县政府主要负责同志主持，有关部门负责人参加。
请大家于周五下午三点前把材料报送到办公室，表格用电子版，打印两份，一份存档。明天上午九点在三楼会议室开会，请准时参加，带上笔记本。
收到，谢谢。今天中午食堂吃什么？孩子的作业写完了吗？快递放在门卫，记得取一下。群里的通知大家都看到了吧，看到请回复。
本次活动面向全体居民，时间、地点、内容和报名方式详见公告。请家长按要求填写信息，有问题打电话到学校咨询。
"""
"""Official and everyday sentences that contain nothing to be stopped."""

_MOST_PER_THOUSAND = 8.0
"""How often the words that every match needs may occur in a thousand characters of ordinary text."""


def lint_common(pack: Pack) -> tuple[Problem, ...]:
    """Return warnings for deciding words that are in ordinary text, and for patterns that must be searched all the
    time."""
    report = Report(pack)
    ordinary = normalise(ORDINARY).text
    return (*_everywhere(pack, ordinary, report), *_slow(pack, ordinary, report))


def _everywhere(pack: Pack, ordinary: str, report: Report) -> Iterator[Problem]:
    patterns = {pattern.name: pattern.expression for pattern in pack.patterns}
    found = {name: hit.group() for name, expression in patterns.items()
             if (hit := compile_expression(expression).search(ordinary.encode())) is not None}
    lists = {name: next((word for word in words if word in ordinary), "") for name, words in pack.words}
    for number, rule in enumerate(pack.rules):
        for name, word in _alone(rule, lists, {name: hit.decode("utf-8", "replace") for name, hit in found.items()}):
            if word in ordinary:
                shown = name if name == word else sentence("lint.word-of", name=name, word=word)
                yield report.problem(("规则", number, "判据"), rule.id,
                                     sentence("lint.common-word", word=shown))


def _alone(rule: Rule, lists: dict[str, str], patterns: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield what decides by itself: its name and its words as they may be in ordinary text."""
    for criterion in rule.criteria:
        for reference in criterion.primary if not criterion.supports else ():
            if reference.source is Source.WORD:
                yield reference.name, reference.name
            elif reference.at_least == 1:
                word = (lists if reference.source is Source.WORDS else patterns).get(reference.name, "")
                if word:
                    yield reference.name, word


def _slow(pack: Pack, ordinary: str, report: Report) -> Iterator[Problem]:
    folded = fold(ordinary)
    for pattern in pack.patterns:
        shape = pattern.shape
        counts = {word: folded.count(word) for word in shape.literals}
        share = sum(counts.values()) * 1000 / len(folded)
        if shape.selective and share > _MOST_PER_THOUSAND:
            often = max(counts, key=lambda word: counts[word])
            rule = next((rule.id for rule in pack.rules if _uses(rule, pattern.name)), "")
            yield report.problem(("模式", pattern.name), rule,
                                 sentence("lint.common-pattern", name=pattern.name, word=often, count=f"{share:.0f}"))


def _uses(rule: Rule, pattern: str) -> bool:
    sources = [reference for criterion in rule.criteria for support in criterion.supports
               for reference in support.sources]
    sources += [reference for criterion in rule.criteria for reference in criterion.primary]
    sources += [reference for exemption in rule.exemptions() for reference in exemption.sources]
    return any(reference.source is Source.PATTERN and reference.name == pattern for reference in sources)
