"""The floor: the pack and the policy inside the program, in force when nothing else is."""

from __future__ import annotations

from importlib.resources import files

BUILTIN_PACK = "builtin.yaml"
BUILTIN_POLICY = "policy.yaml"


def builtin_pack() -> bytes:
    """Return the bytes of the built-in rule pack."""
    return (files("rules") / "packs" / BUILTIN_PACK).read_bytes()


def builtin_policy() -> bytes:
    """Return the bytes of the built-in policy."""
    return (files("rules") / "packs" / BUILTIN_POLICY).read_bytes()
