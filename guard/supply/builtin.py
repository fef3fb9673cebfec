"""The packs inside the program; its own one is in force when no other is."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from types import MappingProxyType

BUILTIN_NAME = "内置"
"""What people call the built-in pack in commands."""

BUILTIN_PACK = "builtin.yaml"
OPTIONAL_PACKS: Mapping[str, str] = MappingProxyType({
    "企业商业秘密": "enterprise.yaml",
    "公安": "police.yaml",
    "教育": "education.yaml",
})
"""Packs inside the program that are not in force until an administrator switches them on: name → file."""


def builtin_pack() -> bytes:
    """Return the bytes of the built-in rule pack."""
    return (files("rules") / "packs" / BUILTIN_PACK).read_bytes()


def optional_pack(name: str) -> bytes:
    """Return the bytes of an optional pack. Raises KeyError for a name that is not in OPTIONAL_PACKS."""
    return (files("rules") / "packs" / OPTIONAL_PACKS[name]).read_bytes()
