"""Reads the generated pictures with two releases of a library in turns, such as onnxruntime: time, processor, recall.

    make bench-runtimes OTHER=onnxruntime==1.24.4      installs it into .build/other
    .venv/bin/python -m tests.bench.ocr_runtimes .build/other [--quick] [--most N] [--seed 7] [--rounds 3]

Both are cascade in a process of its own; the second finds the libraries of the folder before those of .venv. Which one
reads first changes with every picture and round. The best of the rounds counts; nothing about time is asserted.
"""

from __future__ import annotations

import argparse
import statistics
from collections.abc import Mapping, Sequence
from importlib.metadata import distributions, version
from itertools import islice
from pathlib import Path

from tests.bench.bench_ocr import machine, pixels_of, scored
from tests.bench.ocr_engines import Answered, Asked, Child
from tests.bench.ocr_pictures import Picture, pictures

ENGINE = "cascade"
Read = Mapping[str, Sequence[Answered]]
"""Name of a release → its answers on one picture, one per round."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="holds the other release")
    parser.add_argument("--quick", action="store_true", help="two pictures of each kind")
    parser.add_argument("--most", type=int, help="no more pictures than that, from the first")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--rounds", type=int, default=3)
    chosen = parser.parse_args()
    others = {found.name: found.version for found in distributions(path=[str(chosen.folder)])}
    corpus = list(islice(pictures(chosen.seed, chosen.quick), chosen.most))
    print(f"{machine()}\n{len(corpus)} pictures (seed {chosen.seed}), best of {chosen.rounds} rounds in turns")
    children = {_title({name: version(name) for name in others}): Child(ENGINE),
                _title(others): Child(ENGINE, str(chosen.folder))}
    for child in children.values():
        child.read(Asked(pixels_of(corpus[0].image)))
    _print(corpus, [_read(picture, children, number, chosen.rounds) for number, picture in enumerate(corpus)])
    for child in children.values():
        child.close()


def _title(releases: Mapping[str, str]) -> str:
    return ", ".join(f"{name} {release}" for name, release in sorted(releases.items()))


def _read(picture: Picture, children: Mapping[str, Child], number: int, rounds: int) -> Read:
    asked = Asked(pixels_of(picture.image))
    answers: dict[str, list[Answered]] = {name: [] for name in children}
    for turn in range(rounds):
        names = list(children) if (number + turn) % 2 else list(reversed(children))
        for name in names:
            answers[name].append(children[name].read(asked))
    return answers


def _print(corpus: Sequence[Picture], read: Sequence[Read]) -> None:
    names = list(read[0])
    print(f"\n{'':14}" + "".join(f"{name:>30}" for name in names) + "   first ÷ second")
    for what, of in (("ms", lambda one: one.milliseconds), ("processor ms", lambda one: one.cpu)):
        print(f"{what}, median of the pictures")
        for kind in [*dict.fromkeys(picture.kind for picture in corpus), "all"]:
            best = [[min(map(of, answers[name])) for name in names]
                    for picture, answers in zip(corpus, read, strict=True) if kind in (picture.kind, "all")]
            medians = "".join(f"{statistics.median(column):30.0f}" for column in zip(*best, strict=True))
            print(f"  {kind:12}{medians}{statistics.median(ours / other for ours, other in best):16.3f}")
    everything = sum(len(picture.sensitive) for picture in corpus)
    found = [sum(len(scored(picture, answers[name][0]).found) for picture, answers in zip(corpus, read, strict=True))
             for name in names]
    print(f"{'found':14}" + "".join(f"{f'{count} of {everything}':>30}" for count in found))
    alike = sum(len({answers[name][0].lines for name in names}) == 1 for answers in read)
    print(f"the same lines, to the letter, on {alike} of {len(corpus)} pictures")


if __name__ == "__main__":
    main()
