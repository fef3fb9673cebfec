"""Pydantic's findings about a policy or a configuration in the words of the person who wrote it."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from rules.pack.schema_problems import allowed, plain_message

_LIST = ("list_type", "tuple_type")
_FLAG = ("bool_type", "bool_parsing")
_SHORT = ("string_too_short", "too_short")


def first_problem(error: ValidationError) -> str:
    """Return what is wrong, where, and what to write instead; entries of lists are counted from 1."""
    first = error.errors(include_input=False, include_url=False)[0]
    place = " → ".join(f"第 {step + 1} 条" if isinstance(step, int) else step for step in first["loc"])
    if first["type"] == "extra_forbidden":
        return f"不认识“{place}”，请删除或改正拼写。"
    if first["type"] == "missing":
        return f"缺少“{place}”。"
    return f"“{place}”{_why(first['type'], first.get('ctx', {}))}"


def first_line(error: ValidationError, untrusted_bytes: bytes) -> int:
    """Return the line (from 1) of a YAML document that was read before in which the first problem stands; 0 for one
    that stands nowhere, such as what is missing.
    """
    place = error.errors(include_input=False, include_url=False)[0]["loc"]
    node, line = YAML(typ="safe", pure=True).compose(BytesIO(untrusted_bytes)), 0
    for step in place:
        found = _below(node, step)
        if found is None:
            break
        line, node = found
    return line


def _below(node: Node, step: int | str) -> tuple[int, Node] | None:
    """Return the line of an entry and what stands there."""
    if isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step].start_mark.line + 1, node.value[step]
    if isinstance(node, MappingNode):
        return next(((key.start_mark.line + 1, value) for key, value in node.value if key.value == step), None)
    return None


def _why(kind: str, context: Mapping[str, object]) -> str:
    """Return the rest of a sentence that begins with the place."""
    if kind == "string_type":
        return "要写文字；数字和日期请加引号，例如 \"2026.1\"。"
    if kind == "enum":
        return f"只能写：{allowed(context)}。"
    if kind in _FLAG:
        return "只能写 true 或 false。"
    if kind.startswith("date_"):
        return "要写日期，例如 2027-06-30。"
    if kind in _SHORT:
        return f"太短了，至少 {context.get('min_length')}。"
    if kind == "string_pattern_mismatch":
        return "写法不对，请照 mishao authorise init 给出的整行抄。"
    if kind in _LIST:
        return '要写成列表，例如 ["甲", "乙"]。'
    return plain_message(kind, context)
