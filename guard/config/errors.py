"""What is raised for a policy or a configuration that cannot be used, and how large such a file may be."""

from __future__ import annotations

from rules.sentences.sentence import SaidError

POLICY_LIMIT = 1024 * 1024
"""Bytes of a policy or configuration file at most; a real one has a few thousand."""


class PolicyError(SaidError):
    """A policy or configuration cannot be used; its words name the file, the place and what to change."""
