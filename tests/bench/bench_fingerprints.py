"""Measures how fingerprints distinguish copies from texts of one genre, and their speed.

    .venv/bin/python tests/bench/bench_fingerprints.py
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from guard.supply.builtin import BUILTIN_PACK, builtin_pack
from rules.definition import Alert, Pack, Published, Wording
from rules.judge.judge import Judge
from rules.judge.register import Register
from rules.model import Nature
from rules.pack.loading import load
from rules.scan.fingerprints import fingerprint
from rules.scan.normalise import normalise
from rules.text import Text
from tests.support.kinship import earlier, knowing
from tests.support.notices import notice, recognised

DOCUMENTS, OTHERS, OFFSETS = 30, 500, (0, 80, 160, 240)
STOPPED = 200


def register(sentences: int, published: int = 0) -> Register:
    alerts = tuple(
        Alert(f"BK-{number}", "演示", Nature.WORK_SECRET, "演示", (), Wording("甲", "乙", "丙"),
              fingerprint(notice(number, sentences)))
        for number in range(DOCUMENTS)
    )
    known = tuple(Published("演示", fingerprint(notice(5000 + number))) for number in range(published))
    return Register([Pack("演示", "1", (), (), (), (), (), known, alerts)])


def found(known: Register, text: str, number: int) -> bool:
    return any(sighting.alert.id == f"BK-{number}" for sighting in known.alerts(normalise(text)))


def matter(text: str) -> str:
    return text.split("年", 1)[1].split("工作的通知", 1)[0]


def kinship() -> None:
    """Print how many others are wrongly akin to many stopped items, and how much of a part is recognised."""
    judge = Judge([load(builtin_pack(), BUILTIN_PACK)])
    for sentences in (3, 14, 40):
        stopped = [notice(number, sentences) for number in range(STOPPED)]
        known = knowing(judge, *((earlier(str(number)), text) for number, text in enumerate(stopped)))
        after = judge.knowing(known)

        def akin(text: str, judge: Judge = after, *, from_picture: bool = False) -> bool:
            return any(match.kin for match in judge.judge(Text(text, from_picture=from_picture)).matches)

        wrong = sum(akin(notice(1000 + number, sentences)) for number in range(OTHERS))
        parts = [text[-220:-60] for text in stopped[:100]]
        shares = "; ".join(f"{share:.0%}: {found}%" for share in (0.0, 0.02, 0.05, 0.08) for found in [sum(
            akin(recognised(part, number, share), from_picture=share > 0) for number, part in enumerate(parts))])
        print(f"{len(stopped[0]):5} characters, {STOPPED} stopped ({known.size} pieces): {wrong} of {OTHERS} others "
              f"wrongly akin; 160 characters of one, damaged by {shares}")


def main() -> None:
    for sentences in (3, 6, 14, 40):
        known = register(sentences)
        length = fingerprint(notice(0, sentences)).length
        wrong = kin = 0
        for other in (notice(1000 + number, length) for number in range(OTHERS) for length in (sentences, 14)):
            for sighting in known.alerts(normalise(other)):
                # The same office on the same matter shares its whole heading and opening with last year's notice.
                same = matter(other) == matter(notice(int(sighting.alert.id[3:]), sentences))
                kin, wrong = kin + same, wrong + (not same)
        shares = []
        for share in (0.0, 0.02, 0.03, 0.05, 0.08):
            size = 235 if length > 300 else 160
            tries = [(number, offset) for number in range(DOCUMENTS) for offset in OFFSETS
                     if offset + size < len(notice(number, sentences))] or [(n, 0) for n in range(DOCUMENTS)]
            hits = sum(found(known, recognised(notice(n, sentences)[at:at + size], n * 7 + at, share), n)
                       for n, at in tries)
            whole = sum(found(known, recognised(notice(n, sentences), n, share), n) for n in range(DOCUMENTS))
            shares.append(f"{share:.0%}: excerpt {hits / len(tries):.0%}, whole {whole / DOCUMENTS:.0%}")
        print(f"{length:5} characters, {OTHERS * 2 * DOCUMENTS} pairs: {wrong} wrong, {kin} more of the same matter")
        print("      damage " + "; ".join(shares))
    known = register(14, published=1000)
    for size in (350, 3500, 35_000, 350_000):
        text = "".join(notice(9000 + number) for number in range(1 + size // 600))[:size]
        normalised = normalise(text)
        times = []
        for _ in range(15):
            started = time.perf_counter()
            known.alerts(normalised)
            times.append(time.perf_counter() - started)
        print(f"{size:7} characters, {DOCUMENTS} alerts: {min(times) * 1000:.2f} ms")
    kinship()
    text = normalise(notice(5000))
    started = time.perf_counter()
    coverage = known.published(text)
    print(f"one of 1000 published notices: {(time.perf_counter() - started) * 1000:.2f} ms", coverage is not None)


if __name__ == "__main__":
    main()
