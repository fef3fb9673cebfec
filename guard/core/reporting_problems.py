"""What msgspec finds wrong in 上报, in the words of the person who wrote it."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from guard.sentences.catalogue import path_of, sentence
from rules.sentences.sentence import NOTHING, Sentence

_PLACE = re.compile(r"^(?P<what>.*?)(?: - at `\$(?P<path>.*)`)?$", re.DOTALL)
_STEP = re.compile(r"\[(?P<entry>\d+)\]|\.(?P<key>\w+)")
_FOUND = re.compile(r"Expected `(?P<kind>[^`]*)`|missing required field `(?P<missing>[^`]*)`|"
                    r"unknown field `(?P<unknown>[^`]*)`|Invalid enum value '?(?P<value>[^']*)'?", re.DOTALL)
_KINDS = {
    "int": sentence("reporting.must-be-number"),
    "str": sentence("reporting.must-be-text"),
    "bool": sentence("reporting.only-true-false"),
    "array": sentence("reporting.must-be-list"),
    "object": sentence("reporting.must-be-mapping"),
}


def problem(error: msgspec.ValidationError, names: Mapping[str, str]) -> Sentence:
    """Return what is wrong and where; ``names`` gives keys as they were written, entries are counted from 1."""
    parts = _PLACE.match(str(error))
    what, path = (parts["what"], parts["path"] or "") if parts else (str(error), "")
    steps = [sentence("policy.entry", number=int(step["entry"]) + 1) if step["entry"]
             else names.get(step["key"], step["key"]) for step in _STEP.finditer(path)]
    place = sentence("policy.place", path=path_of(steps)) if steps else NOTHING
    found = _FOUND.search(what)
    if found is None:
        return place
    if found["kind"] is not None:
        kind = _KINDS.get(found["kind"]) or sentence("reporting.not-like-this")
        return sentence("policy.at-place", place=place, why=kind)
    if found["missing"] is not None:
        return sentence("reporting.missing", place=place, key=names.get(found["missing"], found["missing"]))
    if found["unknown"] is not None:
        return sentence("reporting.unknown", place=place, key=found["unknown"])
    return sentence("reporting.not-this-value", place=place, value=found["value"])
