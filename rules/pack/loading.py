"""Reads untrusted YAML bytes into a frozen Pack, or refuses with file, line, rule and what to change."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import reduce

from pydantic import ValidationError

from rules.definition import Pack, Problem
from rules.no_collections import no_collections
from rules.pack.check import Checker, combined_words
from rules.pack.combining import MOST_IN_A_PACK
from rules.pack.schema import PackDocument
from rules.pack.schema_problems import RULES_STAND_BELOW, problems_of
from rules.pack.yaml_tree import Tree, TreeError, read_tree
from rules.sentences.catalogue import sentence
from rules.sentences.sentence import SaidError

__all__ = ["Pack", "PackError", "Problem", "load"]

_MOST_SHOWN = 20
_WRITTEN_ID = re.compile(r"(?m)^[ \t-]{0,8}编号:[ \t]{0,4}[\"']?([^\s\"'#]{1,40})")
_PASTED_RULE = re.compile("- +编号:".encode())


class PackError(SaidError):
    """The pack is refused. ``problems`` contains everything that was found, in the order of the file."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(reduce(lambda first, then: sentence("joined.lines", first=first, then=then),
                                [problem.said() for problem in problems[:_MOST_SHOWN]]))
        self.problems = problems


def load(untrusted_bytes: bytes, source: str) -> Pack:
    """Read and check a pack; ``source`` is the file name for messages. Raises PackError.

    The examples are not run here: rules.pack.proof.prove does that, and code that puts a pack in force must call it.
    """
    with no_collections():
        return _load(untrusted_bytes, source)


def _load(untrusted_bytes: bytes, source: str) -> Pack:
    try:
        tree = read_tree(untrusted_bytes)
    except TreeError as error:
        rule = _rule_above(untrusted_bytes, error.line)
        pasted = _is_pasted_rule(untrusted_bytes.split(b"\n")[:error.line])
        message = sentence(RULES_STAND_BELOW, key="编号") if pasted else error.message
        raise PackError((Problem(source, error.line, rule, message),)) from error
    if not isinstance(tree.content, dict):
        words = sentence("pack.parts")
        raise PackError((Problem(source, tree.at(()).line, "", words),))
    document = _document(tree, source)
    count = combined_words(document)
    if count > MOST_IN_A_PACK:
        words = sentence("lists.products-too-many", count=count, limit=MOST_IN_A_PACK)
        raise PackError((Problem(source, tree.at(("词表",)).line, "", words),))
    checker = Checker(document, tree, source)
    pack = checker.pack()
    if checker.problems:
        raise PackError(tuple(sorted(checker.problems, key=lambda problem: problem.line)))
    return replace(pack, source=source, written=untrusted_bytes)


def _is_pasted_rule(untrusted_lines: list[bytes]) -> bool:
    """Return whether the last of these lines begins a rule and no line above it says 规则."""
    if not untrusted_lines or _PASTED_RULE.match(untrusted_lines[-1]) is None:
        return False
    return not any(line.startswith("规则:".encode()) for line in untrusted_lines)


def _rule_above(untrusted_bytes: bytes, line: int) -> str:
    """Return the last id above a line of a file that is not valid YAML; "" when there is none."""
    above = b"\n".join(untrusted_bytes.split(b"\n")[:line]).decode("utf-8", "replace")
    written: list[str] = _WRITTEN_ID.findall(above)
    return written[-1] if written else ""


def _document(tree: Tree, source: str) -> PackDocument:
    try:
        return PackDocument.model_validate(tree.content)
    except ValidationError as error:
        problems = problems_of(error, tree, source)
        raise PackError(tuple(sorted(problems, key=lambda problem: problem.line))) from error
