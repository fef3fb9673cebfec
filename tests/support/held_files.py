"""Holds a file as a copy of it in a file manager would be held: read by the real reader, judged, decided, kept."""

from __future__ import annotations

from pathlib import Path

import msgspec

from guard.clipboard.file_lists import targets_listing
from guard.core.decide import decide
from guard.core.model import Capture, Case, Item, Kind, Origin, new_id
from guard.files.copied import files_of
from guard.pipeline.judging import read_and_judge
from guard.sentences.catalogue import sentence
from rules.sentences.sentence import Sentence
from tests.support import ui_samples as samples
from tests.support.ui_guard import GuardHere


def refused_file(guard: GuardHere, *paths: Path, origin: Origin = Origin.CLIPBOARD) -> Case:
    """Return the case of these copied files, as a chat client was refused them; it is not in the vault yet."""
    listed = Capture(new_id(), origin, Kind.FILES, 0.0, tuple(Item(str(path), Kind.FILES) for path in paths))
    judged = tuple(read_and_judge(item, guard.reading, guard.rules.judge) for item in files_of(listed).items)
    title: Sentence = Sentence(paths[0].name) if len(paths) == 1 else sentence("mask.files")
    return Case(listed.id, origin, Kind.FILES, samples.AT, title, decide(judged, guard.rules.policy), judged,
                destination=samples.WECHAT)


def held_file(guard: GuardHere, *paths: Path, origin: Origin = Origin.CLIPBOARD) -> Case:
    """Return the same case, which is in the vault."""
    case = refused_file(guard, *paths, origin=origin)
    guard.store(case, msgspec.msgpack.encode(targets_listing(*paths)))
    return case
