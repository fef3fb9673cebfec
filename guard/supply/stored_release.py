"""A release that an administrator issued, and its files in the store (guard/supply/verifying_stored_release.py)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from guard.core.inspection_order import InspectionOrder
from guard.feedback.answers import FeedbackAnswer
from guard.supply.bundle import INDEX, Bundle, NamedIndex, RuleRelease, Suspension
from rules.sentences.sentence import SaidError

TARGETS, BUNDLE, ROOTS = "targets.json", "bundle.json", "roots"
"""The names of a slot's files besides INDEX, and of the folder with the roots of trust."""


class IssuedError(SaidError):
    """A stored release cannot be verified; its words say what is wrong with it, for people."""


@dataclass(frozen=True, slots=True)
class ExactPath:
    """An index of a table of the unit as a release names it, and where it is stored."""

    named: NamedIndex
    path: Path


@dataclass(frozen=True, slots=True)
class Issued:
    """A release that an administrator signed, its content, whether blocking is suspended, the answers to feedback, and
    the orders to inspect folders.
    """

    release: RuleRelease
    bundle: Bundle
    suspension: Suspension | None = None
    answers: tuple[FeedbackAnswer, ...] = ()
    exact: tuple[ExactPath, ...] = ()
    orders: tuple[InspectionOrder, ...] = ()


def slot_files(roots: Mapping[int, bytes], targets: bytes, index: bytes, bundle: bytes) -> dict[str, bytes]:
    """Return the files of a slot by name: all that is needed to verify it without a network."""
    chain = {f"{ROOTS}/{version}.json": content for version, content in roots.items()}
    return {**chain, TARGETS: targets, INDEX: index, BUNDLE: bundle}


def slot_name(files: Mapping[str, bytes]) -> str:
    """Return the name under which these files are stored: other content has another name."""
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(hashlib.sha256(name.encode()).digest() + hashlib.sha256(files[name]).digest())
    return digest.hexdigest()[:32]
