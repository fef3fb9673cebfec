"""Translates pydantic's findings into the words of the pack's author."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from difflib import get_close_matches

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from rules.definition import Problem
from rules.pack.schema import CONTROL_CHARACTER, USED, WRITTEN, keys, rule_keys
from rules.pack.yaml_tree import Tree
from rules.sentences.catalogue import sentence
from rules.sentences.sentence import NOTHING, SaidError, Sentence

_Path = tuple[int | str, ...]

RULES_STAND_BELOW = "pack.belongs-to-rule"
"""The sentence about a rule that was pasted in a wrong place."""


def problems_of(error: ValidationError, tree: Tree, source: str) -> list[Problem]:
    """Return one problem for each finding, with its line and rule."""
    found = [(detail, tuple(step for step in detail["loc"] if step not in (USED, WRITTEN)))
             for detail in error.errors(include_url=False, include_context=True)]
    missing = {path for detail, path in found if detail["type"] == "missing"}
    stray = [path for detail, path in found if detail["type"] == "extra_forbidden" and _is_stray(path)]
    # 例外 is a section of the file too: below the id of a misplaced rule it is that rule's.
    found = [(detail, path) for detail, path in found if path not in stray[1:] and not (stray and path == ("例外",))]
    return [
        Problem(source, tree.at(path).line, rule_at(tree, path), _message(detail, path, missing))
        for detail, path in found
    ]


def rule_at(tree: Tree, path: _Path) -> str:
    """Return the id of the rule or alert a path leads into; its position in the file when it has none."""
    if len(path) < 2 or path[0] not in ("规则", "紧急布控") or not isinstance(path[1], int):
        return ""
    return _visible(tree.at((*path[:2], "编号")).scalar or "") or sentence("pack.entry", number=path[1] + 1)


def _visible(words: str) -> str:
    """Return the text with invisible characters made visible for a terminal."""
    return "".join(sign if sign.isprintable() else "□" for sign in words)


def _message(detail: ErrorDetails, path: _Path, missing: Collection[_Path]) -> Sentence:
    names = [step for step in path if isinstance(step, str) and step != "[key]"]
    key = names[-1] if names else "内容"
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "missing":
        return sentence("pack.missing", key=key)
    if kind == "extra_forbidden" and _is_stray(path):
        return sentence(RULES_STAND_BELOW, key=key)
    if kind == "extra_forbidden":
        beside = [str(other[-1]) for other in missing if other[:-1] == path[:-1]]
        return sentence("pack.unknown", key=key, advice=_suggestion(key, beside))
    if kind == "too_short":
        return sentence("pack.too-few", key=key, least=str(context["min_length"]),
                        found=str(context["actual_length"]))
    if kind == "enum":
        if names[-2:-1] == ["动作"]:
            return sentence("pack.only-within", part=names[-2], key=key, expected=allowed(context))
        return sentence("pack.only", key=key, expected=allowed(context))
    if kind == "value_error":
        error = context["error"]
        return error.words if isinstance(error, SaidError) else Sentence(str(error))
    if kind == CONTROL_CHARACTER:
        return sentence("pack.control-character", key=_visible(key), place=str(context["place"]),
                        sign=str(context["sign"]))
    if key == "案例" and kind in ("greater_than_equal", "less_than_equal"):
        return sentence("pack.cases")
    return sentence("pack.key", key=key, why=plain_message(kind, context))


def _is_stray(path: _Path) -> bool:
    """Return whether a path leads to a part of a rule that is written beside 规则包."""
    return len(path) == 1 and path[0] in rule_keys()


def _suggestion(key: str, missing: list[str]) -> Sentence:
    """Guess the intended key: first among those missing in the same place, then among all keys."""
    close = get_close_matches(key, missing, 1, 0.3) or get_close_matches(key, keys(), 1, 0.5)
    return sentence("pack.did-you-mean", key=close[0]) if close else sentence("pack.delete-it")


def allowed(context: Mapping[str, object]) -> str:
    """Return the allowed values, from the context of a finding about an enumeration."""
    return str(context["expected"]).replace(" or ", "、").replace(", ", "、").replace("'", "")


def plain_message(kind: str, context: Mapping[str, object]) -> Sentence:
    """Return the rest of a sentence that begins with the key."""
    if kind in ("string_too_short", "string_type"):
        return sentence("pack.must-be-text")
    if kind in ("string_too_long", "too_long"):
        return sentence("pack.too-long", most=str(context.get("max_length")))
    if kind == "string_pattern_mismatch" and str(context.get("pattern")).startswith("^[0-9a-f]"):
        return sentence("pack.not-a-digest")
    if kind == "string_pattern_mismatch":
        return sentence("pack.id-form")
    if kind.startswith("int") or kind in ("greater_than_equal", "less_than_equal"):
        return _must_be_number(context)
    if kind == "list_type":
        return sentence("pack.must-be-list")
    if kind in ("dict_type", "model_type", "model_attributes_type"):
        return sentence("pack.must-be-mapping")
    return sentence("pack.written-wrongly")


def _must_be_number(context: Mapping[str, object]) -> Sentence:
    least, most = str(context.get("ge", "")), str(context.get("le", ""))
    if least and most:
        return sentence("pack.must-be-number", limits=sentence("pack.from-to", least=least, most=most))
    if least:
        return sentence("pack.must-be-number", limits=sentence("pack.at-least", least=least))
    if most:
        return sentence("pack.must-be-number", limits=sentence("pack.at-most", most=most))
    return sentence("pack.must-be-number", limits=NOTHING)
