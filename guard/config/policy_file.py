"""Reads the policy file (YAML, Chinese keys) by what the fields of Policy say of themselves.

The reader checks form, never signatures: those are checked in guard/supply before the bytes come here. A file is a
whole policy, or what differs from the built-in one (guard/config/policy_overlay.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from guard.config.builtin_policy import BUILTIN_POLICY, builtin_policy
from guard.config.errors import POLICY_LIMIT, PolicyError
from guard.config.policy_checks import check
from guard.config.policy_overlay import BASE, OVERLAY, merged, unknown_drops
from guard.core.policy import Policy
from guard.sentences.catalogue import sentence
from rules.pack.yaml_tree import Tree, TreeError, read_tree
from rules.schema.problem import InvalidFileError, Place, Problem
from rules.schema.record import Record, Row, rows_of, validated
from rules.schema.shapes import Text

_NAME, _NUMBER = "name", "number"


def _policy(**read: Any) -> Policy:
    return Policy(f"{read.pop(_NAME)} {read.pop(_NUMBER)}", **read)


POLICY = Record(_policy, (Row("策略", _NAME, Text(), must=True), Row("版本", _NUMBER, Text(), must=True),
                          *rows_of(Policy)), check=check)
"""The shape of a policy file."""


def load(untrusted_bytes: bytes, source: str) -> Policy:
    """Return the policy of a YAML document; ``source`` is its name for messages. Raises PolicyError."""
    tree = _tree(untrusted_bytes, source)
    try:
        if not _is_overlay(tree):
            return validated(POLICY, tree.content, source, lambda place: tree.at(place).line)
        return _over_the_built_in(tree, source)
    except InvalidFileError as error:
        raise PolicyError(error.words, error.problems) from error


def written_keys(untrusted_bytes: bytes, source: str) -> frozenset[str]:
    """Return the keys that a policy file has. Raises PolicyError."""
    return _keys(_tree(untrusted_bytes, source))


def line_of(untrusted_bytes: bytes, source: str, place: Place) -> int:
    """Return the line (1-based) of a place in a policy file. Raises PolicyError."""
    return _tree(untrusted_bytes, source).at(place).line


def drops_without_effect(untrusted_bytes: bytes, source: str) -> tuple[str, ...]:
    """Return the names in 去掉 of a valid policy file that the built-in policy does not contain. Raises PolicyError."""
    tree = _tree(untrusted_bytes, source)
    if not _is_overlay(tree):
        return ()
    return unknown_drops(load(builtin_policy(), BUILTIN_POLICY), _said(tree, source))


def _tree(untrusted_bytes: bytes, source: str) -> Tree:
    if len(untrusted_bytes) > POLICY_LIMIT:
        raise PolicyError(sentence("policy.too-large", source=source, size=len(untrusted_bytes), limit=POLICY_LIMIT))
    try:
        return read_tree(untrusted_bytes, typed=True)
    except TreeError as error:
        problem = Problem(source, error.line, "", error.message)
        raise PolicyError(problem.said(), (problem,)) from error


def _keys(tree: Tree) -> frozenset[str]:
    return frozenset(tree.content) if isinstance(tree.content, Mapping) else frozenset()


def _is_overlay(tree: Tree) -> bool:
    return BASE in _keys(tree)


def _said(tree: Tree, source: str) -> dict[str, Any]:
    return validated(OVERLAY, tree.content, source, lambda place: tree.at(place).line)


def _over_the_built_in(tree: Tree, source: str) -> Policy:
    """Return the whole policy. What is wrong with the whole is told at the key that the file has. Raises
    InvalidFileError."""
    policy = merged(load(builtin_policy(), BUILTIN_POLICY), _said(tree, source))
    written = _keys(tree)
    problems = [Problem(source, tree.at(place[:1]).line if place[0] in written else 0, "", words)
                for place, words in check(policy)]
    if problems:
        raise InvalidFileError(problems)
    return policy
