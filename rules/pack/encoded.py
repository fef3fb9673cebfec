"""Encodes a checked pack as bytes: another process judges with it and need not read the YAML again."""

from __future__ import annotations

from dataclasses import replace

import msgspec

from rules.definition import Criterion, Exemption, Pack, Rule

_PACKS = msgspec.msgpack.Decoder(Pack)


def encode(pack: Pack) -> bytes:
    """Return what judging needs of a pack: all except the examples, notes, warnings and the file as written; the same
    bytes in every process.
    """
    rules = tuple(_without_examples(rule) for rule in pack.rules)
    judged_with = replace(pack, rules=rules, warnings=(), notes=(), written=b"", to_hash=())
    return msgspec.msgpack.encode(judged_with, order="deterministic")


def decode(encoded: bytes) -> Pack:
    """Return the pack that ``encode`` was given. Only for bytes of our own processes; raises msgspec.DecodeError, and
    UnicodeDecodeError."""
    return _PACKS.decode(encoded)


def _without_examples(rule: Rule) -> Rule:
    criteria = tuple(_without_exempted_examples(criterion) for criterion in rule.criteria)
    return replace(rule, criteria=criteria, must_match=(), must_not_match=())


def _without_exempted_examples(criterion: Criterion) -> Criterion:
    exemptions: tuple[Exemption, ...] = tuple(
        replace(exemption, must_not_swallow=()) for exemption in criterion.exemptions)
    return replace(criterion, exemptions=exemptions)
