"""Reads the policy file (YAML, Chinese keys) by what the fields of Policy say of themselves.

The reader checks form, never signatures: those are checked in guard/supply before the bytes come here.
"""

from __future__ import annotations

from typing import Any

from guard.config.errors import POLICY_LIMIT, PolicyError
from guard.config.policy_checks import check
from guard.core.policy import Policy
from guard.sentences.catalogue import sentence
from rules.pack.yaml_tree import TreeError, read_tree
from rules.schema.problem import InvalidFileError, Problem
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
    if len(untrusted_bytes) > POLICY_LIMIT:
        raise PolicyError(sentence("policy.too-large", source=source, size=len(untrusted_bytes), limit=POLICY_LIMIT))
    try:
        tree = read_tree(untrusted_bytes, typed=True)
        return validated(POLICY, tree.content, source, lambda place: tree.at(place).line)
    except TreeError as error:
        raise PolicyError(Problem(source, error.line, "", error.message).said()) from error
    except InvalidFileError as error:
        raise PolicyError(error.words) from error
