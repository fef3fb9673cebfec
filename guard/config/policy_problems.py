"""Turns Pydantic's findings about a policy or a configuration into the words of the person who wrote it."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from guard.sentences.catalogue import path_of, sentence
from rules.pack.schema_problems import allowed, plain_message
from rules.sentences.sentence import Sentence

_LIST = ("list_type", "tuple_type")
_FLAG = ("bool_type", "bool_parsing")
_SHORT = ("string_too_short", "too_short")


def first_problem(error: ValidationError) -> Sentence:
    """Return what is wrong, where, and what to write instead; entries of lists are counted from 1."""
    first = error.errors(include_input=False, include_url=False)[0]
    place = path_of([sentence("policy.entry", number=step + 1) if isinstance(step, int) else step
                     for step in first["loc"]])
    if first["type"] == "extra_forbidden":
        return sentence("policy.unknown-key", key=place)
    if first["type"] == "missing":
        return sentence("policy.missing-key", key=place)
    return sentence("policy.at-place", place=sentence("policy.place", path=place),
                    why=_why(first["type"], first.get("ctx", {})))


def first_line(error: ValidationError, untrusted_bytes: bytes) -> int:
    """Return the line (from 1) of the first problem in a YAML document that was read before; 0 when it has no line,
    such as for a missing key.
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
    """Return the line of an entry and its node."""
    if isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step].start_mark.line + 1, node.value[step]
    if isinstance(node, MappingNode):
        return next(((key.start_mark.line + 1, value) for key, value in node.value if key.value == step), None)
    return None


def _why(kind: str, context: Mapping[str, object]) -> Sentence:
    """Return the rest of a sentence that begins with the place."""
    if kind == "string_type":
        return sentence("policy.must-be-text")
    if kind == "enum":
        return sentence("policy.only", expected=allowed(context))
    if kind in _FLAG:
        return sentence("policy.only-true-false")
    if kind.startswith("date_"):
        return sentence("policy.must-be-date")
    if kind in _SHORT:
        return sentence("policy.too-short", least=str(context.get("min_length")))
    if kind == "string_pattern_mismatch":
        return sentence("policy.written-wrongly")
    if kind in _LIST:
        return sentence("policy.must-be-list")
    return plain_message(kind, context)
