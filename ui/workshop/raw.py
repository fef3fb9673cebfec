"""Reads and changes one rule as it is written, whatever short form the author chose. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from rules.pack_writing import Content
from ui.saying import listed, say
from ui.told.speech import translated

Raw = Mapping[str, object]
"""One rule as it is written: strings, lists and mappings of them."""


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
    """Return what must stand near, as far as a form shows it."""
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
    # 佐证 stands behind 主证, as people write it.
    return {**{key: after[key] for key in ("把握", "主证") if key in after}, "佐证": supports,
            **{key: value for key, value in after.items() if key not in ("把握", "主证")}}


def exempting(criterion: Raw) -> tuple[str, ...]:
    """Return the words of the first exemption of a criterion."""
    found = _mappings(criterion.get("例外"))
    return words_of(found[0].get("出现")) if found else ()


def with_exempting(criterion: Mapping[str, Content], words: Sequence[str], proof: str) -> dict[str, Content]:
    """Return the criterion with other words in its first exemption; a new one is proven by ``proof``.

    A new exemption reaches as far as its sentence, and the text that it must not swallow has the words in another.
    """
    found = cast(list[dict[str, Content]], _mappings(criterion.get("例外")))
    after = {key: value for key, value in criterion.items() if key != "例外"}
    if not words:
        return {**after, "例外": cast(Content, found[1:])} if found[1:] else after
    if found:
        first = {**found[0], "出现": list(words)}
    else:
        first = {"出现": list(words), "距离": "同句", "作用": "降两级", "不得吞掉": f"{words[0]}。\n{proof}"}
    return {**after, "例外": cast(Content, [first, *found[1:]])}


def example_text(example: object) -> str:
    """Return the words of an example."""
    if isinstance(example, Mapping):
        return str(example.get("文字", example.get("截图", "")))
    return str(example)


def example_note(example: object) -> str:
    """Return what an example asks for besides being found: 截图, the exact action; "" for nothing."""
    if not isinstance(example, Mapping):
        return ""
    parts = [say("截图")] if "截图" in example else []
    if "动作" in example:
        parts.append(say("应当{action}", action=translated(str(example["动作"]))))
    return listed(parts)


def with_text(example: object, text: str) -> Content:
    """Return an example with other words."""
    if not isinstance(example, Mapping):
        return text
    return {key: text if key in ("文字", "截图") else cast(Content, value) for key, value in example.items()}


def _mappings(value: object) -> list[dict[str, object]]:
    entries = [value] if isinstance(value, dict) else value
    return [dict(one) for one in entries if isinstance(one, dict)] if isinstance(entries, list) else []
