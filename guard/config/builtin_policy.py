"""The policy inside the program: in force when no other is, and what a policy of the unit is written over."""

from __future__ import annotations

from importlib.resources import files

BUILTIN_POLICY = "policy.yaml"


def builtin_policy() -> bytes:
    """Return the bytes of the built-in policy."""
    return (files("rules") / "packs" / BUILTIN_POLICY).read_bytes()
