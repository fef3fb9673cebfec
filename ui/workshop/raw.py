"""Reads and changes one rule as it is written, whatever short form the author chose. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from rules.pack.words import word_of
from rules.pack.writing import Content
from ui.i18n.say import listed, say
from ui.kit.sentences import told

Raw = Mapping[str, object]
"""One rule in its written form: strings, lists and mappings of them."""

SENTENCE = "同句"
"""The reach of a new exemption."""


@dataclass(frozen=True, slots=True)
class Near:
    """并且附近有: the words, how many different ones, and the distance; ``more`` counts those the form cannot show."""

    words: tuple[str, ...] = ()
    at_least: str = "1"
    distance: str = "60"
    more: int = 0


def words_of(value: object) -> tuple[str, ...]:
    """Return a reference or a list of them as a list."""
    if isinstance(value, str):
        return (value,)
    return tuple(str(one) for one in value) if isinstance(value, list) else ()


def criteria_of(rule: Raw) -> list[dict[str, Content]]:
    """Return the criteria of a rule."""
    written = rule.get("判据")
    return [dict(one) for one in written if isinstance(one, dict)] if isinstance(written, list) else []


def near_of(criterion: Raw) -> Near:
    """Return what must be near, as far as a form shows it."""
    supports = _mappings(criterion.get("佐证"))
    if not supports:
        return Near()
    first = supports[0]
    words = words_of(first.get("取自"))
    return Near(words, str(first.get("至少", "1")), str(first.get("距离", "60")), len(supports) - 1)


def with_near(criterion: Mapping[str, Content], near: Near) -> dict[str, Content]:
    """Return the criterion with another first entry of 佐证; without words it has none."""
    rest = _mappings(criterion.get("佐证"))[1:]
    first: list[Content] = []
    if near.words:
        first = [{"至少": near.at_least, "距离": near.distance, "取自": list(near.words)}]
    supports = [*first, *cast(list[Content], rest)]
    after = {key: value for key, value in criterion.items() if key != "佐证"}
    if not supports:
        return after
    # 佐证 comes after 主证, as people write it.
    return {**{key: after[key] for key in ("把握", "主证") if key in after}, "佐证": supports,
            **{key: value for key, value in after.items() if key not in ("把握", "主证")}}


def exempting(criterion: Raw) -> tuple[str, ...]:
    """Return the words of the first exemption of a criterion that is written inside it."""
    written = _exemptions(criterion)
    place = _written_out(written)
    found = written[place] if place < len(written) else None
    return words_of(found.get("出现")) if isinstance(found, dict) else ()


def reach_of(criterion: Raw) -> str:
    """Return how far the first exemption written inside a criterion reaches: 同句, 同行, 全文, or characters."""
    written = _exemptions(criterion)
    place = _written_out(written)
    found = written[place] if place < len(written) else None
    return str(found.get("距离", SENTENCE)) if isinstance(found, dict) else SENTENCE


def exempted_texts(rule: Raw) -> tuple[tuple[str, str], ...]:
    """Return the words and the text 不得吞掉 of each exemption that has one, as they are written."""
    entries = [entry for part in (*criteria_of(rule), rule) for entry in _exemptions(part)]
    return tuple(dict.fromkeys(
        (listed(words_of(entry.get("出现"))) or str(entry.get("引用", "")), example_text(entry["不得吞掉"]))
        for entry in entries if isinstance(entry, dict) and "不得吞掉" in entry))


def with_swallow(rule: Raw, old: str, new: str) -> dict[str, Content]:
    """Return what changes in a rule, by its keys, when each exemption with this text 不得吞掉 gets another one."""
    criteria = criteria_of(rule)
    after = [{**one, **_swallowing(one, old, new)} for one in criteria]
    return {**({"判据": cast(Content, after)} if after != criteria else {}), **_swallowing(rule, old, new)}


def _swallowing(part: Raw, old: str, new: str) -> dict[str, Content]:
    """Return 例外 with the other text, nothing when no exemption of this part has the old one."""
    before = _exemptions(part)
    after = [{**entry, "不得吞掉": with_text(entry["不得吞掉"], new)}
             if isinstance(entry, dict) and "不得吞掉" in entry and example_text(entry["不得吞掉"]) == old else entry
             for entry in before]
    return {"例外": cast(Content, after)} if after != before else {}


def with_reach(criterion: Mapping[str, Content], reach: str) -> dict[str, Content]:
    """Return the criterion with another reach of the first exemption written inside it."""
    written = _exemptions(criterion)
    place = _written_out(written)
    if place == len(written):
        return dict(criterion)
    first = {**cast(dict[str, object], written[place]), "距离": reach}
    return {**criterion, "例外": cast(Content, [*written[:place], first, *written[place + 1:]])}


def with_exempting(criterion: Mapping[str, Content], words: Sequence[str], proof: str) -> dict[str, Content]:
    """Return the criterion with other words in the first exemption written inside it; a new one is proven by
    ``proof``. Those that only name an entry of the section 例外 stay.

    A new exemption has the distance of a sentence, and the text that it must not swallow has the words in another
    sentence.
    """
    written = _exemptions(criterion)
    place = _written_out(written)
    old = written[place] if place < len(written) else None
    if isinstance(old, dict):
        first: dict[str, object] = {**old, "出现": list(words)}
    else:
        swallow = f"{''.join(words[:1])}。\n{proof}"
        first = {"出现": list(words), "距离": SENTENCE, "作用": "降两级", "不得吞掉": swallow}
    after = {key: value for key, value in criterion.items() if key != "例外"}
    entries = [*written[:place], *([first] if words else []), *written[place + 1:]]
    return {**after, "例外": cast(Content, entries)} if entries else after


def _exemptions(criterion: Raw) -> list[object]:
    entries = criterion.get("例外")
    return list(entries) if isinstance(entries, list) else [] if entries is None else [entries]


def _written_out(entries: Sequence[object]) -> int:
    """Return the index of the first exemption written inside the criterion, the index after the last if there is
    none."""
    places = (place for place, one in enumerate(entries) if isinstance(one, dict) and "引用" not in one)
    return next(places, len(entries))


def example_text(example: object) -> str:
    """Return the words of an example."""
    written = example.get("文字", example.get("截图", "")) if isinstance(example, Mapping) else example
    if not isinstance(written, list):
        return str(written)
    return "\n".join(str(line) for row in written for line in (row if isinstance(row, list) else (row,)))


def example_note(example: object) -> str:
    """Return what an example requires besides being found: 截图, the exact action; "" for nothing."""
    if not isinstance(example, Mapping):
        return ""
    parts = [say("截图")] if "截图" in example else []
    if "动作" in example:
        parts.append(say("应当{action}", action=told(word_of(str(example["动作"])))))
    return listed(parts)


def with_text(example: object, text: str) -> Content:
    """Return an example with other words; one written as lines stays so, because single lines may be placeholders."""
    if not isinstance(example, Mapping):
        return text.split("\n") if isinstance(example, list) else text
    return {key: with_text(value, text) if key in ("文字", "截图") else cast(Content, value)
            for key, value in example.items()}


def _mappings(value: object) -> list[dict[str, object]]:
    entries = [value] if isinstance(value, dict) else value
    return [dict(one) for one in entries if isinstance(one, dict)] if isinstance(entries, list) else []
