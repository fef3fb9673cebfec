"""Runs `make learn-tags`: learns from the marked texts and writes rules/tagging/tags.bin.

    python -m tests.tagging
"""

from __future__ import annotations

import sys
from pathlib import Path

from rules.tagging.weights import pack, parse
from tests.tagging.fitting import fit
from tests.tagging.lexicons import learnt_lexicon
from tests.tagging.material import hands, lesson, marked_by
from tests.tagging.word_lists import word_list

OUTPUT = Path(__file__).parents[2] / "rules" / "tagging" / "tags.bin"


def main() -> int:
    """Learn and write."""
    lexicon, words = learnt_lexicon(), word_list()
    lessons = [lesson(marked, lexicon, words) for hand in hands() for marked in marked_by(hand)]
    print(f"{len(lessons)} texts, {len(hands())} hands, {len(lexicon.keys)} pairs of characters", flush=True)
    weights = fit(lessons, lexicon, words)
    OUTPUT.write_bytes(pack(weights))
    parse(OUTPUT.read_bytes())
    print(f"{OUTPUT.name}: {OUTPUT.stat().st_size} bytes, {weights.header.label}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
