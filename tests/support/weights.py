"""Makes weight files like the program's, changed where a test needs it, and a program with another one."""

from __future__ import annotations

import hashlib
import shutil
from functools import cache
from pathlib import Path

import msgspec
import numpy as np

from guard.supply.learnt_weights import FILE, built_in_weights
from rules.learnt.weights import MAGIC, Weights, pack, parse
from rules.sensitivity import Sensitivity
from tests.support.program import ROOT

STOPS = {Sensitivity.LENIENT: 0.999999, Sensitivity.STANDARD: 0.999, Sensitivity.STRICT: 0.000001}


@cache
def built_in() -> Weights:
    """The weights inside the program."""
    return parse(built_in_weights().content)


def changed(**changes: object) -> bytes:
    """Return the weights of the program with other values in their header."""
    weights = built_in()
    rows = np.vstack((weights.rarity[None], weights.tables))
    return pack(msgspec.structs.replace(weights.header, **changes), weights.vocabulary.hashes, rows)


def sealed(header: bytes, tables: bytes, length: int | None = None) -> bytes:
    """Return a file of these parts with a valid digest; ``length`` replaces the length of the header."""
    body = MAGIC + (len(header) if length is None else length).to_bytes(4, "little") + header + tables
    return body + hashlib.sha256(body).digest()


@cache
def outspoken() -> bytes:
    """Return weights with which 严格 stops whatever is weighed, even a harmless text, and 宽松 does not."""
    return changed(label="试判断", floor=-1000.0, thresholds={stop.value: least for stop, least in STOPS.items()},
                   apart={})


def program_with(weights: bytes | None, folder: Path) -> Path:
    """Return the main.py of this program in a separate folder, with these weights, or without any."""
    folder.mkdir()
    for part in ("guard", "ui"):
        (folder / part).symlink_to(ROOT / part, target_is_directory=True)
    shutil.copytree(ROOT / "rules", folder / "rules", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "main.py", folder)
    (folder / "rules" / "learnt" / FILE).unlink()
    if weights is not None:
        (folder / "rules" / "learnt" / FILE).write_bytes(weights)
    return folder / "main.py"
