"""Counts the texts that the learnt judge learns from: the table of docs/model-card.md.

    python -m tests.learning.counts
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator

from rules.model import Action
from tests.support.corpus import PRACTICE, UNSEEN, samples, written
from tests.support.pictured_texts import pictured
from tests.support.writers import WrittenText, is_kept_apart, texts_of, writers

_LENGTHS = (("under 80", 0, 80), ("80 to 399", 80, 400), ("400 and more", 400, 1 << 30))


def main() -> int:
    """Print the table."""
    print("\n".join(lines()))
    return 0


def lines() -> Iterator[str]:
    """Yield the lines of the table."""
    learnt = [writer for writer in writers() if not is_kept_apart(writer)]
    texts = [text for writer in learnt for text in texts_of(writer)]
    actions = Counter(text.action for text in texts)
    pictures = sum(len(pictured(writer)) for writer in learnt)
    ours = len(samples()) + sum(len(written(folder)) for folder in (PRACTICE, UNSEEN))
    yield "| counted | texts |"
    yield "|---|---|"
    yield (f"| {len(learnt)} writers | {len(texts)}: {actions[Action.BLOCK]} to block, "
           f"{actions[Action.WARN]} to ask about, {actions[None]} that may go out |")
    yield f"| kinds | {_counted(Counter(text.kind for text in texts))} |"
    yield f"| natures | {_counted(Counter(text.nature for text in texts if text.action is not None))} |"
    yield f"| characters | {', '.join(_lengths(texts))} |"
    yield f"| read from pictures | {pictures} |"
    yield f"| the project's own | {ours} |"


def _lengths(texts: list[WrittenText]) -> Iterator[str]:
    for name, least, most in _LENGTHS:
        yield f"{name} {sum(least <= len(text.text) < most for text in texts)}"


def _counted(counter: Counter[str]) -> str:
    return ", ".join(f"{name} {number}" for name, number in counter.most_common())


if __name__ == "__main__":
    sys.exit(main())
