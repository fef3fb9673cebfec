"""Judges sixty texts that were written at the end, without a look at the rest: judged once, and never learnt from.

    python -m tests.learning.sixty
"""

from __future__ import annotations

import json
from pathlib import Path

from guard.supply.builtin import BUILTIN_PACK, builtin_pack
from guard.supply.learnt_weights import built_in_weights
from rules.judge.assembled import judge_of
from rules.model import Action
from rules.pack.loading import load
from rules.sensitivity import Sensitivity
from rules.text import Text

TEXTS = Path(__file__).parents[1] / "corpus" / "sixty" / "sixty.jsonl"
STOPPING = (Action.WARN, Action.BLOCK)


def main() -> None:
    """Print how many are found and wrong, and which are judged wrongly."""
    judge = judge_of([load(builtin_pack(), BUILTIN_PACK)], built_in_weights().content, Sensitivity.STANDARD)
    judged = [(entry, judge.judge(Text(entry["text"], from_picture=entry["kind"] == "ocr"), 10.0).action)
              for entry in map(json.loads, TEXTS.read_text("utf-8").splitlines())]
    must = [(entry, action) for entry, action in judged if entry["label"] != "allow"]
    may = [(entry, action) for entry, action in judged if entry["label"] == "allow"]
    print(f"found {sum(action in STOPPING for _, action in must)} of {len(must)}, "
          f"exactly {sum(str(action) == entry['label'] for entry, action in must)}; "
          f"wrong {sum(action in STOPPING for _, action in may)} of {len(may)}")
    print("missed:", *(entry["id"] for entry, action in must if action not in STOPPING))
    print("wrongly stopped:", *(entry["id"] for entry, action in may if action in STOPPING))


if __name__ == "__main__":
    main()
