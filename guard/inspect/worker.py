"""Inspects files one after the other in one process, with its own sandboxed reader."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import msgspec

from guard.files.items import load, names_of
from guard.inspect.finding import Finding, part_of
from guard.ipc.exact_files import NO_EXACT, Exact, opened
from guard.pipeline.judging import judge_item, needs_reader, read_and_judge, read_item
from guard.platform.machine import MachineLayer
from guard.reading.client import ReaderClient
from guard.supply.exact_indexes import with_own_key
from guard.util.path_text import path_text
from rules.definition import Pack
from rules.judge.assembled import judge_of
from rules.judge.lapsing import ends_of, lapsed
from rules.pack.encoded import encode
from rules.sensitivity import Sensitivity


@dataclass(frozen=True, slots=True)
class Setup:
    """All that a worker needs, wherever it runs: the rule packs, loaded once for all, the weights of the learnt judge
    (guard.supply.learnt_weights; b"" for none) with its sensitivity, and how to start its reader.

    ``exact`` has indexes of the unit's tables, which a worker on another computer finds only under the same path, and
    the unit's key, which each computer has itself.

    An empty ``reader`` means the program that the worker itself is part of.
    """

    packs: tuple[Pack, ...]
    reader: tuple[str, ...]
    engine: str
    read_unconfined: bool = False
    weights: bytes = b""
    sensitivity: Sensitivity = Sensitivity.STANDARD
    exact: Exact = NO_EXACT


def sent(setup: Setup) -> Setup:
    """Return a setup as it goes to other computers: without the key of the unit's tables and the reader, which each has
    itself."""
    return replace(setup, reader=(), exact=msgspec.structs.replace(setup.exact, key=b""))


def received(setup: Setup, machine: MachineLayer, reader: tuple[str, ...]) -> Setup:
    """Return a setup that was sent, with the key and the reader of this computer; without a key, without tables."""
    return replace(setup, reader=reader, exact=with_own_key(setup.exact, machine))


def identity(setup: Setup, version: str, given: Sequence[str], today: Callable[[], date] = date.today) -> str:
    """Return a digest of what judgements depend on beside the file: rules, weights and sensitivity, OCR engine, version
    of the program, the arguments, which determine how many folder names count, and which of the rules' entries that are
    for some time only have ended: other days change nothing, so that a disk is not read anew each day.
    """
    digest = hashlib.sha256(f"{version}\0{setup.engine}\0{setup.sensitivity}\0".encode())
    digest.update(hashlib.sha256(setup.weights).digest())
    digest.update(hashlib.sha256(setup.exact.key).digest())  # without it hashed words of a pack are not found
    for file in setup.exact.files:
        digest.update(bytes.fromhex(file.sha256))
    for pack in setup.packs:
        digest.update(hashlib.sha256(encode(pack)).digest())
    digest.update(lapsed(ends_of(setup.packs), today()).encode())
    for root in sorted({os.path.abspath(one) for one in given}):  # noqa: PTH100 - resolve() would follow links
        digest.update(hashlib.sha256(os.fsencode(root)).digest())
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Known:
    """A content that was judged already: its SHA-256, and which OCR engine was used instead (Finding.stand_in)."""

    sha256: bytes
    stand_in: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """One file to inspect. ``known`` are contents that were judged already and may be this one.

    The names of the folders from ``root`` down are judged with the file's own; None: only the file's own.
    """

    path: Path
    shown: str
    known: tuple[Known, ...] = ()
    root: Path | None = None

    def below(self, root: Path | None) -> Task:
        """Return the task with this root."""
        return replace(self, root=root)


class Inspector:
    """The judge and the reader of one worker; ``patience`` of the reader as that of ReaderClient."""

    def __init__(self, setup: Setup, patience: float = 0.0) -> None:
        self._judge = judge_of(setup.packs, setup.weights, setup.sensitivity, opened(setup.exact),
                               setup.exact.key)
        self._reader = ReaderClient(setup.reader, engine=setup.engine, read_unconfined=setup.read_unconfined,
                                    patience=patience)

    def inspect(self, task: Task) -> Finding:
        """Read and judge one file and its name; never raises, whatever the file is."""
        started = time.perf_counter()
        item = load(task.path)
        name = part_of(read_and_judge(names_of(task.path, task.root or task.path), self._reader, self._judge))
        sha256 = hashlib.sha256(item.untrusted_bytes).digest() if item.problem is None else None
        known = next((one for one in task.known if one.sha256 == sha256), None)
        content, stand_in = None, ""
        if known is None or known.stand_in != (stand_in := self._stand_in(known)):
            content = part_of(judge_item(item.name, read_item(item, self._reader), self._judge, started))
            stand_in = str(self._reader.stand_in) if needs_reader(item) else ""
        elapsed = round((time.perf_counter() - started) * 1000, 3)
        return Finding(path_text(task.path), task.shown, name, content, sha256, elapsed, stand_in=stand_in)

    def _stand_in(self, known: Known) -> str:
        """Return which engine is used instead now, as far as that matters for what is known."""
        return str(self._reader.ready()) if known.stand_in else ""

    def inspect_all(self, tasks: Sequence[Task]) -> list[Finding]:
        """Inspect several files."""
        return [self.inspect(task) for task in tasks]

    def close(self) -> None:
        """End the reader."""
        self._reader.close()
