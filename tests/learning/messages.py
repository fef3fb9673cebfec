"""Reads what the learnt judge says to people, and writes it into the weights without learning them again.

    python -m tests.learning.messages
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from ruamel.yaml import YAML

from rules.learnt.weights import Words, pack, parse
from rules.model import Action, Explanation, Nature

FOLDER = Path(__file__).parents[2] / "rules" / "learnt"
OUTPUT = FOLDER / "weights.bin"


def main() -> int:
    """Write the messages into the file of weights."""
    weights = parse(OUTPUT.read_bytes())
    header = msgspec.structs.replace(weights.header, decisive=decisive(), words=words())
    OUTPUT.write_bytes(pack(header, weights.vocabulary.hashes, np.vstack([weights.rarity[None], weights.tables])))
    parse(OUTPUT.read_bytes())
    return 0


def words() -> tuple[Words, ...]:
    """Read the messages for people."""
    entries = _written()["说话"]
    return tuple(Words(one["学习性质"], Explanation(
        one["编号"], one["名称"], one["类别"], Nature(one["性质"]), one["依据"], tuple(one["案例"]), tuple(one["去向"]),
        one["标题"], one["说明"], one["办法"], yields=True)) for one in entries)


def decisive() -> tuple[str, ...]:
    """Read which matches of rules are never weighed: rule and action."""
    actions = {"提醒": Action.WARN, "拦截": Action.BLOCK}
    return tuple(f"{rule} {actions[action]}" for rule, action in (entry.split() for entry in _written()["定案"]))


def _written() -> dict[str, Any]:
    written: dict[str, Any] = YAML(typ="safe", pure=True).load((FOLDER / "words.yaml").read_text("utf-8"))
    return written


if __name__ == "__main__":
    sys.exit(main())
