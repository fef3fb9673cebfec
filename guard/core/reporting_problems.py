"""What msgspec finds wrong in 上报, in the words of the person who wrote it."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

_PLACE = re.compile(r"^(?P<what>.*?)(?: - at `\$(?P<path>.*)`)?$", re.DOTALL)
_STEP = re.compile(r"\[(?P<entry>\d+)\]|\.(?P<key>\w+)")
_FOUND = re.compile(r"Expected `(?P<kind>[^`]*)`|missing required field `(?P<missing>[^`]*)`|"
                    r"unknown field `(?P<unknown>[^`]*)`|Invalid enum value '?(?P<value>[^']*)'?", re.DOTALL)
_KINDS = {"int": "要写整数", "str": "要写文字", "bool": "只能写 true 或 false", "array": "要写成列表",
          "object": "要写成“键: 值”的形式"}


def problem(error: msgspec.ValidationError, names: Mapping[str, str]) -> str:
    """Return what is wrong and where; ``names`` gives keys as they were written, entries are counted from 1."""
    parts = _PLACE.match(str(error))
    what, path = (parts["what"], parts["path"] or "") if parts else (str(error), "")
    steps = [f"第 {int(step['entry']) + 1} 条" if step["entry"] else names.get(step["key"], step["key"])
             for step in _STEP.finditer(path)]
    place = f"“{' → '.join(steps)}”" if steps else ""
    found = _FOUND.search(what)
    if found is None:
        return place
    if found["kind"] is not None:
        return f"{place}{_KINDS.get(found['kind'], '不能这样写')}"
    if found["missing"] is not None:
        return f"{place}缺少“{names.get(found['missing'], found['missing'])}”"
    if found["unknown"] is not None:
        return f"{place}不认识“{found['unknown']}”"
    return f"{place}不能写“{found['value']}”"
