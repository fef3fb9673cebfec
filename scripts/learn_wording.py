"""Learn the points of rules/features/wording.py and write rules/features/wording_points.py (``make learn-wording``).

Logistic regression over signs and pairs of signs. It learns from the tuned half of the corpus, tests/corpus/practice
and one half of the real text, never from what is held out. Needs scikit-learn, which is not installed with MiShao.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from textwrap import fill

import numpy as np
from scipy.sparse import csr_matrix, diags
from sklearn.linear_model import LogisticRegression

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from rules.features.wording import counted, stretches
from rules.normalise import normalise
from tests.support.corpus import PRACTICE, TUNED, clerk_day, samples, written
from tests.support.real_text import chat_lines, news, reviews

OUTPUT = ROOT / "rules" / "features" / "wording_points.py"
SHORTEST = 12
"""Signs of a text that is learnt from at the least; shorter texts than rules.features.wording marks teach as well."""
COMMON_ENOUGH = 3
"""Texts in which a sign or pair must stand to have points."""
REAL_PRESENCE = 0.1
"""What one piece of real text counts when it is told how common a sign or pair is."""
REAL_WEIGHT = 0.05
"""What one piece of real text counts beside one text of the corpus."""
STRENGTH = 30.0
"""The inverse of the regularisation (C)."""
SCALE, WEIGHT_SCALE = 1.0, 2.0
"""Points and weights are written as whole numbers after multiplication with these."""
LEAST = 50.0
"""Least squared length of a stretch: a short text is not as sure of itself as its few pairs."""
MADE_UP = "演示"
"""What names of places are made with in the corpus: it must not tell anything."""
CHINESE = re.compile("[一-鿿]+")
LINE = 110
"""Signs of a line of the module that has room for more."""
MOST_GATES = 700
GATE_FROM = 0.35
"""Probability from which a text must hold a gate."""
REAL_GATE_LIMIT = 0.0007
"""Share of real text that may hold one gate: a gate costs time wherever it stands."""


MODULE = '''"""The points of rules/features/wording.py. Written by ``make learn-wording``; do not edit."""

from __future__ import annotations

from collections.abc import Mapping

BIAS = {bias}
"""Mark of a stretch without any points."""
SCALE = {scale}
"""What points are divided by."""
WEIGHT_SCALE = {weight_scale}
"""What weights are divided by."""
LEAST = {least}
"""Least squared length of a stretch."""

_GATES = """
{gates}
"""
GATES = tuple(_GATES.split())
"""Pairs of signs of which a text must hold one to be marked."""


def read() -> Mapping[tuple[int, int], list[str]]:
    """Return the signs and pairs by (weight, points)."""
    groups: dict[tuple[int, int], list[str]] = {{}}
    for line in _POINTS.strip().split("\\n"):
        weight, _, entries = line.partition(" ")
        for entry in entries.split("  "):
            points, *grams = entry.split(" ")
            groups[int(weight), int(points)] = grams
    return groups


_POINTS = r"""
{points}
"""
'''


def main() -> None:
    """Learn, and write the module."""
    texts, wanted, weights = _material()
    held = [set(_grams(stretch)) for stretch in texts]
    standing: Counter[str] = Counter()
    for grams, weight in zip(held, weights, strict=True):
        standing.update(dict.fromkeys(grams, max(weight, REAL_PRESENCE)))
    vocabulary = sorted(
        gram for gram, times in standing.items() if round(times, 6) >= COMMON_ENOUGH and _writable(gram)
    )
    rarity = _rarity(vocabulary, standing, sum(max(weight, REAL_PRESENCE) for weight in weights))
    vectors = _vectors(held, vocabulary, rarity)
    model = LogisticRegression(C=STRENGTH, max_iter=1000)
    model.fit(vectors, wanted, np.array(weights))
    points = np.round(model.coef_[0] * rarity * SCALE).astype(int)
    found = model.predict_proba(vectors)[:, 1] > GATE_FROM
    leaks = [grams for grams, one, leak in zip(held, found, wanted, strict=True) if one and leak]
    real = [grams for grams, weight in zip(held, weights, strict=True) if weight < 1]
    gates = _gates(leaks, dict(zip(vocabulary, points.tolist(), strict=True)), real)
    _write(vocabulary, points, rarity, float(model.intercept_[0]), gates)
    print(f"{len(vocabulary)} signs and pairs, {len(gates)} gates, "
          f"from {len(held) - len(real)} stretches of the corpus and {len(real)} pieces of real text")


def _material() -> tuple[list[str], list[bool], list[float]]:
    """Return stretches, whether each must be stopped, and what each counts.

    Only the first stretch of a text that must be stopped: further down it may say nothing that must.
    """
    texts: list[str] = []
    wanted: list[bool] = []
    weights: list[float] = []
    corpus = [(one.text, one.action is not None) for one in samples() if one.half == TUNED]
    corpus += [(one.text, one.internal) for one in written(PRACTICE)]
    corpus += [(entry["text"], False) for entry in clerk_day()]
    corpus = [(text.replace(MADE_UP, ""), internal) for text, internal in corpus]
    for text, internal in corpus:
        parts = _stretches(text)
        for part in parts[:1] if internal else parts:
            texts.append(part)
            wanted.append(internal)
            weights.append(1.0)
    for text in (*news(), *reviews(), *chat_lines()):
        if hashlib.sha256(text.encode()).digest()[0] % 2 == 0:
            for part in _stretches(text)[:1]:
                texts.append(part)
                wanted.append(False)
                weights.append(REAL_WEIGHT)
    return texts, wanted, weights


def _stretches(text: str) -> list[str]:
    _, signs = counted(normalise(text).text)
    if len(signs) < SHORTEST:
        return []
    whole = "".join(map(chr, signs.tolist()))
    return [whole[start:end] for start, end in stretches(len(whole))]


def _grams(stretch: str) -> Iterable[str]:
    yield from stretch
    yield from (stretch[place:place + 2] for place in range(len(stretch) - 1))


def _writable(gram: str) -> bool:
    return all(sign.isprintable() and ord(sign) < 0xFFFF and not 0xD800 <= ord(sign) < 0xE000 for sign in gram)


def _rarity(vocabulary: Sequence[str], standing: Counter[str], total: float) -> np.ndarray:
    """Return the weight of each entry: the logarithm of how rare it is, as it will be written."""
    weights = np.array([np.log(total / standing[gram]) + 1 for gram in vocabulary])
    return np.round(weights * WEIGHT_SCALE) / WEIGHT_SCALE


def _vectors(held: Sequence[set[str]], vocabulary: Sequence[str], rarity: np.ndarray) -> csr_matrix:
    """Return one row a stretch: the weights of what it holds, divided by their length as a vector."""
    index = {gram: number for number, gram in enumerate(vocabulary)}
    rows: list[int] = []
    columns: list[int] = []
    for row, grams in enumerate(held):
        known = [index[gram] for gram in grams if gram in index]
        rows += [row] * len(known)
        columns += known
    matrix = csr_matrix((np.ones(len(rows)), (rows, columns)), (len(held), len(vocabulary)))
    length = np.sqrt(np.maximum(matrix @ rarity**2, LEAST))
    return diags(1 / length) @ matrix @ diags(rarity)


def _gates(leaks: Sequence[set[str]], points: dict[str, int], real: Sequence[set[str]]) -> list[str]:
    """Return pairs with points such that every leak holds one, the most covering first, then the most telling."""
    common = Counter(gram for grams in real for gram in grams)
    allowed = {
        gram for gram, many in points.items()
        if len(gram) == 2 and many > 0 and common[gram] <= REAL_GATE_LIMIT * len(real) and CHINESE.fullmatch(gram)
    }
    chosen: list[str] = []
    left = [leak & allowed for leak in leaks]
    while left and len(chosen) < MOST_GATES:
        covered = Counter(gram for one in left for gram in one)
        if not covered:
            break
        best = max(covered, key=lambda gram: (covered[gram], points[gram], gram))
        chosen.append(best)
        left = [one for one in left if best not in one]
    telling = sorted(allowed - set(chosen), key=lambda gram: (-points[gram], gram))
    return sorted([*chosen, *telling[:MOST_GATES - len(chosen)]])


def _write(vocabulary: Sequence[str], points: np.ndarray, rarity: np.ndarray, bias: float, gates: list[str]) -> None:
    groups: dict[tuple[int, int], list[str]] = defaultdict(list)
    for gram, many, weight in zip(vocabulary, points.tolist(), rarity.tolist(), strict=True):
        groups[round(weight * WEIGHT_SCALE), many].append(gram)
    module = MODULE.format(points=_lines(groups), gates=fill(" ".join(gates), 55), bias=round(bias, 3), scale=SCALE,
                           weight_scale=WEIGHT_SCALE, least=LEAST)
    OUTPUT.write_text(module, encoding="utf-8")


def _lines(groups: Mapping[tuple[int, int], Sequence[str]]) -> str:
    """Return a weight a line, then the points and their signs and pairs, as many as have room with it."""
    lines: list[str] = []
    for (weight, many), grams in sorted(groups.items()):
        entry = " ".join((str(many), *grams))
        if lines and lines[-1].startswith(f"{weight} ") and len(lines[-1]) + len(entry) < LINE:
            lines[-1] += f"  {entry}"
        else:
            lines.append(f"{weight} {entry}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
