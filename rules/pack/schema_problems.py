"""Pydantic's findings in the words of the person who wrote the pack."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from difflib import get_close_matches

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from rules.definition import Problem
from rules.pack.schema import CONTROL_SIGN, USED, WRITTEN, keys, rule_keys
from rules.pack.yaml_tree import Tree

_Path = tuple[int | str, ...]

RULES_STAND_BELOW = (
    "“{key}”是规则里的内容，要写在“规则:”下面：先单独写一行“规则:”，再写“- 编号: …”，"
    "同一条的其余各行缩进两格，和“编号”对齐。"
)
"""What is said of a rule that was pasted where it cannot stand."""


def problems_of(error: ValidationError, tree: Tree, source: str) -> list[Problem]:
    """Return one problem for each finding, with the line and the rule it stands in."""
    found = [(detail, tuple(step for step in detail["loc"] if step not in (USED, WRITTEN)))
             for detail in error.errors(include_url=False, include_context=True)]
    missing = {path for detail, path in found if detail["type"] == "missing"}
    stray = [path for detail, path in found if detail["type"] == "extra_forbidden" and _is_stray(path)]
    # 例外 is a part of the file too: below the id of a stray rule it is that rule's.
    found = [(detail, path) for detail, path in found if path not in stray[1:] and not (stray and path == ("例外",))]
    return [
        Problem(source, tree.at(path).line, rule_at(tree, path), _message(detail, path, missing))
        for detail, path in found
    ]


def rule_at(tree: Tree, path: _Path) -> str:
    """Return the id of the rule or alert a path leads into; its position in the file when it has none."""
    if len(path) < 2 or path[0] not in ("规则", "紧急布控") or not isinstance(path[1], int):
        return ""
    return _visible(tree.at((*path[:2], "编号")).scalar or "") or f"第 {path[1] + 1} 条"


def _visible(words: str) -> str:
    """Return words that can be shown in a terminal."""
    return "".join(sign if sign.isprintable() else "□" for sign in words)


def _message(detail: ErrorDetails, path: _Path, missing: Collection[_Path]) -> str:
    names = [step for step in path if isinstance(step, str) and step != "[key]"]
    key = names[-1] if names else "内容"
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "missing":
        return f"缺少“{key}”。请补上这一项。"
    if kind == "extra_forbidden" and _is_stray(path):
        return RULES_STAND_BELOW.format(key=key)
    if kind == "extra_forbidden":
        return f"不认识“{key}”。{_suggestion(key, [str(other[-1]) for other in missing if other[:-1] == path[:-1]])}"
    if kind == "too_short":
        return f"“{key}”至少要写 {context['min_length']} 条，现在只有 {context['actual_length']} 条。"
    if kind == "enum":
        within = f"“{names[-2]}”里的" if names[-2:-1] == ["动作"] else ""
        return f"{within}“{key}”只能写：{allowed(context)}。"
    if kind == "value_error":
        return str(context["error"])
    if kind == CONTROL_SIGN:
        return f"“{_visible(key)}”第 {context['place']} 个字是看不见的控制字符（{context['sign']}）。请删除它。"
    if key == "案例" and kind in ("greater_than_equal", "less_than_equal"):
        return "“案例”只有 1 到 9：九个泄密案例的编号。没有相像的，写“案例: []”。"
    return f"“{key}”{plain_message(kind, context)}"


def _is_stray(path: _Path) -> bool:
    """Say whether a path leads to what belongs into a rule but stands beside 规则包."""
    return len(path) == 1 and path[0] in rule_keys()


def _suggestion(key: str, missing: list[str]) -> str:
    """Guess what was meant: first among what is missing in the same place, then among all keys."""
    close = get_close_matches(key, missing, 1, 0.3) or get_close_matches(key, keys(), 1, 0.5)
    return f"是不是“{close[0]}”？" if close else "请删除这一项，或检查有没有写错字。"


def allowed(context: Mapping[str, object]) -> str:
    """Return the values that may be written, from the context of a finding about an enumeration."""
    return str(context["expected"]).replace(" or ", "、").replace(", ", "、").replace("'", "")


def plain_message(kind: str, context: Mapping[str, object]) -> str:
    """Return the rest of a sentence that begins with the key."""
    if kind in ("string_too_short", "string_type"):
        return "不能为空，要写文字。"
    if kind in ("string_too_long", "too_long"):
        return f"太长了，最多 {context.get('max_length')}。"
    if kind == "string_pattern_mismatch" and str(context.get("pattern")).startswith("^[0-9a-f]"):
        return "不是指纹的摘要。请用程序重新生成，不要手工改动。"
    if kind == "string_pattern_mismatch":
        return "写法不对：请用 2 到 31 个字母、数字、汉字或短横线，如 BC-01。"
    if kind.startswith("int") or kind in ("greater_than_equal", "less_than_equal"):
        least = f"，不小于 {context['ge']}" if "ge" in context else ""
        most = f"，不大于 {context['le']}" if "le" in context else ""
        return f"要写整数{least}{most}。"
    if kind == "list_type":
        return "要写成列表：每条一行，前面加“- ”。"
    if kind in ("dict_type", "model_type", "model_attributes_type"):
        return "要写成“键: 值”的形式。"
    return "的写法不对，请对照内置规则包改正。"
