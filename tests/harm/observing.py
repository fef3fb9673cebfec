"""Compares what a user would see of one action on two sides."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from PIL import Image, ImageChops, ImageStat

from tests.harm.pasting import Pasted

DELAY_MILLISECONDS = 50.0
"""Milliseconds: a longer delay is a difference that a user notices."""

_STRONG = 40
"""Out of 255: a pixel that differs by more looks different."""

_FEW_PIXELS = 120
"""Number of pixels that may be a caret, and are not a word."""

_COUNTED = re.compile(r"(?<=document )\d+")


class Kind(StrEnum):
    """The kind of a difference. For DELAY and LOOKS one observation is not enough: the machine is shared, and screens
    change by themselves."""

    CONTENT = "content"
    FORMATS = "formats"
    OUTLIVES = "outlives"
    """The copy is still available where it would have gone with its program."""
    PROGRAM = "program"
    WINDOWS = "windows"
    DELAY = "delay"
    LOOKS = "looks"


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference that a user sees, in words."""

    kind: Kind
    words: str


@dataclass(frozen=True, slots=True)
class Observation:
    """``copied`` is the time from the keys of the copy until its content had been pasted, in ms; None when it was not
    awaited.

    ``exit_code`` is None for a running program. ``titles`` are those of all windows at the end, ``pictures`` the
    screen at each step, as PNG.
    """

    pasted: Pasted
    copied: float | None
    exit_code: int | None
    titles: tuple[str, ...]
    pictures: tuple[bytes, ...] = ()


def differences(without: Sequence[Observation], guarded: Observation) -> list[Difference]:
    """Return the differences for the user with the guard. What differs between two runs without a guard does not
    count.

    Needs two observations without a guard.
    """
    pasted = [entry.pasted for entry in without]
    return [*_of_targets(pasted[0], pasted[1], guarded.pasted), *_of_programs(without, guarded),
            *_of_delays(without, guarded), *_of_pictures(without, guarded)]


def _of_targets(first: Pasted, second: Pasted, guarded: Pasted) -> Iterator[Difference]:
    one, other, mine = (sizes_and_digests(pasted) for pasted in (first, second, guarded))
    if not one and not other and mine:
        yield Difference(Kind.OUTLIVES, f"{', '.join(sorted(mine))} can still be pasted")
        return
    steady = one.keys() & other.keys()
    if missing := sorted(steady - mine.keys()):
        yield Difference(Kind.FORMATS, f"{', '.join(missing)} cannot be pasted")
    if more := sorted(mine.keys() - (one.keys() | other.keys())):
        yield Difference(Kind.FORMATS, f"{', '.join(more)} can be pasted, too")
    changed = [name for name in sorted(steady & mine.keys()) if one[name] == other[name] != mine[name]]
    for name in changed:
        yield Difference(Kind.CONTENT, f"{name}: {mine[name][0]} bytes, without a guard {one[name][0]}")
    if first.text == second.text != guarded.text and not missing and not changed:
        yield Difference(Kind.CONTENT, f"{len(guarded.text)} characters, without a guard {len(first.text)}")


def sizes_and_digests(pasted: Pasted) -> dict[str, tuple[int, str]]:
    """Return what could be pasted: an offered but empty format counts as not offered."""
    return {name: (size, digest) for name, size, digest in pasted.targets if size}


def _of_programs(without: Sequence[Observation], guarded: Observation) -> Iterator[Difference]:
    if guarded.exit_code not in {entry.exit_code for entry in without}:
        yield Difference(Kind.PROGRAM, f"it {_state(guarded.exit_code)}, without a guard it "
                                       f"{_state(without[0].exit_code)}")
    if named(guarded.titles) not in {named(entry.titles) for entry in without}:
        yield Difference(Kind.WINDOWS, f"{list(guarded.titles)}, without a guard {list(without[0].titles)}")


def named(titles: Sequence[str]) -> tuple[str, ...]:
    """Return titles without the counter of documents, and without the star of a changed one."""
    return tuple(sorted(_COUNTED.sub("", title.lstrip("*")) for title in titles))


def _state(exit_code: int | None) -> str:
    return "runs" if exit_code is None else f"ended with {exit_code}"


def _of_delays(without: Sequence[Observation], guarded: Observation) -> Iterator[Difference]:
    longest = max(entry.pasted.milliseconds for entry in without)
    if guarded.pasted.milliseconds > longest + DELAY_MILLISECONDS:
        yield Difference(Kind.DELAY, f"a paste takes {guarded.pasted.milliseconds:.0f} ms, without a guard "
                                     f"{longest:.0f}")
    copied = [entry.copied for entry in without if entry.copied is not None]
    if guarded.copied is not None and copied and guarded.copied > max(copied) + DELAY_MILLISECONDS:
        yield Difference(Kind.DELAY, f"a copy can be pasted after {guarded.copied:.0f} ms, without a guard after "
                                     f"{max(copied):.0f}")


def _of_pictures(without: Sequence[Observation], guarded: Observation) -> Iterator[Difference]:
    shown = zip(without[0].pictures, without[1].pictures, guarded.pictures, strict=True)
    for step, (one, other, mine) in enumerate(shown, 1):
        restless = _differing(_opened(one), _opened(other))
        seen = ImageChops.subtract(_differing(_opened(one), _opened(mine)), restless)
        count = round(ImageStat.Stat(seen).sum[0] / 255)
        if count > _FEW_PIXELS:
            yield Difference(Kind.LOOKS, f"step {step} looks different in {count} pixels")


def _opened(picture: bytes) -> Image.Image:
    return Image.open(io.BytesIO(picture)).convert("RGB")


def _differing(one: Image.Image, other: Image.Image) -> Image.Image:
    """Return a mask: white where two pictures look different."""
    red, green, blue = ImageChops.difference(one, other).split()
    strongest = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return strongest.point(lambda value: 255 if value > _STRONG else 0)
