"""Reads untrusted YAML bytes into a frozen Pack, or refuses with file, line, rule and what to change."""

from __future__ import annotations

import re
from dataclasses import replace

from rules.definition import Pack
from rules.no_collections import no_collections
from rules.pack.check import Checker, combined_words
from rules.pack.combining import MOST_IN_A_PACK
from rules.pack.schema import PACK, PackDocument
from rules.pack.schema_problems import RULES_STAND_BELOW, problems_of
from rules.pack.yaml_tree import Tree, TreeError, read_tree
from rules.schema.problem import InvalidFileError, Problem
from rules.schema.record import checked
from rules.sentences.catalogue import sentence

__all__ = ["Pack", "PackError", "Problem", "load"]

_WRITTEN_ID = re.compile(r"(?m)^[ \t-]{0,8}编号:[ \t]{0,4}[\"']?([^\s\"'#]{1,40})")
_PASTED_RULE = re.compile("- +编号:".encode())


class PackError(InvalidFileError):
    """The pack is refused. ``problems`` contains everything that was found, in the order of the file."""


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
        raise PackError(checker.problems)
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
    document, mistakes = checked(PACK, tree.content)
    if mistakes:
        raise PackError(problems_of(mistakes, tree, source))
    return document
