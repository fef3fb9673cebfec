"""What is raised for a policy or a configuration that cannot be used, and how large such a file may be."""

from __future__ import annotations

from rules.schema.problem import Problem
from rules.sentences.sentence import SaidError, Sentence

POLICY_LIMIT = 1024 * 1024
"""Bytes of a policy or configuration file at most; a real one has a few thousand."""


class PolicyError(SaidError):
    """A policy or configuration cannot be used; its words name the file, the place and what to change.

    ``problems``: the same one by one, where they have lines.
    """

    def __init__(self, words: Sentence, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(words)
        self.problems = problems
