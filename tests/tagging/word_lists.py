"""Makes the list of common words from the dictionary of jieba (MIT), without names of people."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import numpy as np

from rules.tagging.symbols import classes, folded, points, strings
from rules.tagging.wordlist import LONGEST, WordList

_CLASSES = {"n": 1, "v": 2, "a": 3, "d": 4, "s": 5, "ns": 6, "nt": 7, "nz": 8, "m": 9, "t": 10, "i": 11,
            **dict.fromkeys("pcuyeokhrfb", 12)}
"""By the beginning of the part of speech, the longest that fits; 12 are function words."""
_OTHER = 13
_FEWEST = 3
_DEAREST = 30


def word_list() -> WordList:
    """Return the list: words of at most five Chinese characters that are used at least a few times."""
    jieba = find_spec("jieba")
    if jieba is None or jieba.origin is None:
        raise ModuleNotFoundError("jieba, whose dictionary this reads, is not installed: make learn-tags does that")
    lines = Path(jieba.origin).with_name("dict.txt").read_text("utf-8").splitlines()
    entries = [(word, int(count), part) for word, count, part in map(str.split, lines)
               if len(word) <= LONGEST and int(count) >= _FEWEST and not part.startswith("nr") and _is_chinese(word)]
    total = sum(count for _, count, _ in entries)
    found = {_hash(word): (_class(part), min(_DEAREST, round(float(np.log2(total / count)))))
             for word, count, part in sorted(entries)}
    keys = sorted(found)
    return WordList(np.array(keys, np.uint32), np.array([found[one] for one in keys], np.uint8).T.copy())


def _is_chinese(word: str) -> bool:
    return all("\u3400" <= character <= "\u9fff" for character in word)


def _class(part: str) -> int:
    for length in (2, 1):
        if part[:length] in _CLASSES:
            return _CLASSES[part[:length]]
    return _OTHER


def _hash(word: str) -> int:
    symbols = points(word)
    return int(strings(folded(symbols, classes(symbols)), len(word))[-1][0])
