"""Explains a judgement as tables in words, for the command line and the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from guard.core.match_place import where
from guard.core.model import Outcome
from rules.judge.explaining import Evidence, Explained, Heard
from rules.model import Action, Explanation, Match
from rules.pack.words import ACTIONS, LEVELS
from rules.text import Text
from ui.items.nine_cases import case_line
from ui.report.report import STATES

SCORES = {"held": "学习判断：要不要拦的分", "block": "学习判断：要不要直接拦下的分",
          "held squared": "学习判断：要不要拦的分（平方）", "deciding": "学习判断：最像关键的一句的分",
          "deciding squared": "学习判断：最像关键的一句的分（平方）",
          "held by length": "学习判断：要不要拦的分 × 字数",
          "deciding by length": "学习判断：最像关键的一句的分 × 字数",
          "held by deciding": "学习判断：要不要拦的分 × 最像关键的一句的分", "length squared": "字数（平方）"}
LAYOUT = {"characters": "字数（对数）", "lines": "行数（对数）", "characters per line": "每行字数（对数）",
          "digits": "数字占多少", "tabs": "每行制表符", "letters": "英文字母占多少", "colons": "每行冒号",
          "phones": "11 位号码个数（对数）", "identities": "17、18 位号码个数（对数）", "question": "有没有问号"}
_OUTCOMES = {Action.BLOCK: Outcome.BLOCK, Action.WARN: Outcome.WARN}
_SHOWN = 30
"""Most characters of words in a cell."""

_ROWS = 40


@dataclass(frozen=True, slots=True)
class Table:
    """A table in words. ``note`` is shown below it; without a ``head`` the rows are facts with their names."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


def state(explained: Explained) -> tuple[str, str, str]:
    """Return token, shape and word of the text's action."""
    return STATES[_OUTCOMES.get(explained.verdict.action, Outcome.ALLOW)]


def tables(name: str, text: Text, explained: Explained) -> list[Table]:
    """Return all tables on a text with the name ``name``."""
    heard = explained.heard
    found = [_answer(name, explained), _evidence(explained)]
    if heard is not None:
        found += [_natures(heard), _passages(heard, text), _contributions(heard)]
    return [*found, *_grounds(explained)]


def _answer(name: str, explained: Explained) -> Table:
    _, shape, word = state(explained)
    heard = explained.heard
    rows = [("规则", explained.verdict.pack)]
    if explained.verdict.gaps:
        rows.append(("没来得及看的规则", "、".join(explained.verdict.gaps)))
    note = "没有文字，没有可判断的。" if explained.empty else "没有学习判断，规则单独作主。"
    if heard is not None:
        allow, warn, block = heard.probabilities
        rows += [("权衡", f"可发 {_share(allow)}，提醒 {_share(warn)}，拦下 {_share(block)}"),
                 ("分界", _borders(heard))]
        note = _decided(explained, heard)
    return Table(f"{shape} {word}  {name}", (), tuple(rows), note)


def _borders(heard: Heard) -> str:
    return (f"提醒和拦下合计到 {_share(heard.threshold)}，就要拦；不到 {_share(heard.lift)}，规则看到的不算；"
            "在中间，照规则要求的办")


def _decided(explained: Explained, heard: Heard) -> str:
    """Return which of the two decided: rules or the learnt judge."""
    action = explained.verdict.action
    if any(one.alone and one.becomes is action for one in explained.evidence) and action in _OUTCOMES:
        return "有规则单独作主，权衡改不了它。"
    if heard.short:
        return "没有规则出声，文字又太少：这么短的内容，学习判断不单独拦。上面是真去权衡会得出的数。"
    if heard.quiet:
        return "没有规则出声，学习判断的分也很低，不用权衡；上面是真去权衡会得出的数。"
    if heard.lift <= heard.probabilities[1] + heard.probabilities[2] < heard.threshold:
        return "权衡拿不准，照规则要求的办。"
    return "由权衡决定。" if any(one.alone for one in explained.evidence) else "没有规则单独作主，由权衡决定。"


def _evidence(explained: Explained) -> Table:
    rows = tuple(_evidence_row(one) for one in explained.evidence[:_ROWS])
    more = len(explained.evidence) - len(rows)
    rows += tuple(_added_row(match) for match in explained.added)
    note = f"还有 {more} 处。" if more else "" if rows else "没有规则出声。"
    head = ("规则", "名称", "把握", "它要求", "怎样算", "结果", "位置", "原文") if rows else ()
    return Table("规则看到了什么", head, rows, note)


def _evidence_row(one: Evidence) -> tuple[str, ...]:
    match = one.match
    return (match.rule, match.name, LEVELS.get(match.confidence, "无"), ACTIONS[match.action],
            "单独作主" if one.alone else "参加权衡", ACTIONS[one.becomes], _spot(match), _words(match.text))


def _added_row(match: Match) -> tuple[str, ...]:
    return match.rule, match.name, "—", "—", "学习判断", ACTIONS[match.action], _spot(match), _words(match.text)


def _spot(match: Match) -> str:
    return where(match) or f"第 {match.start + 1} 字"


def _natures(heard: Heard) -> Table:
    return Table("学习判断：像哪一类", ("性质", "分"), tuple((name, _signed(score)) for name, score in heard.natures),
                 f"看的是第 {heard.start + 1} 到第 {heard.end} 字。分大于零是像，小于零是不像。")


def _passages(heard: Heard, text: Text) -> Table:
    rows = tuple((_signed(one.score), f"第 {one.start + 1} 字", _words(text.original[one.start:one.end]))
                 for one in heard.passages)
    return Table("学习判断：哪几句最像关键", ("分", "位置", "原文"), rows, "分大于零是像，小于零是不像。")


def _contributions(heard: Heard) -> Table:
    rows = tuple((_feature(one.feature), f"{one.value:.2f}", _signed(one.added)) for one in heard.contributions)
    return Table("权衡里什么最重", ("看的是", "值", "分量"), rows,
                 f"分量是（值 − 平常的值）× 系数：正的往“{ACTIONS[heard.towards]}”推，负的往“可发”推。")


def _feature(name: str) -> str:
    if name in SCORES or name in LAYOUT:
        return (SCORES | LAYOUT)[name]
    rule, _, level = name.rpartition(" ")
    return f"{rule} 至少要求{ACTIONS[Action(level)]}" if level in set(Action) else name


def _grounds(explained: Explained) -> Iterator[Table]:
    """Yield law and cases of what matched."""
    speaking = {match.rule for match in explained.verdict.matches if match.action in _OUTCOMES}
    rows = tuple(_ground(one) for one in explained.verdict.explanations if one.rule in speaking)
    if rows:
        yield Table("依据和案例", ("规则", "性质", "依据", "类似案例"), rows)


def _ground(one: Explanation) -> tuple[str, ...]:
    stories = [f"案例{number}：{line}" for number in one.cases if (line := case_line(number))]
    return f"{one.rule} {one.name}", one.nature.value, one.legal_basis, " ".join(stories) or "—"


def _share(probability: float) -> str:
    return f"{probability * 100:.1f} %"


def _signed(number: float) -> str:
    return f"{number:+.2f}"


def _words(untrusted_text: str) -> str:
    return untrusted_text if len(untrusted_text) <= _SHOWN else f"{untrusted_text[:_SHOWN]}…"
