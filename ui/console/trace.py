"""Carries out `mishao trace`: what the field of dots in a photograph of a screen says."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from guard.config.errors import PolicyError
from guard.core.decide import unreadable_words
from guard.core.model import Item, Judged, Kind, Reason, Unreadable
from guard.daemon.previews import shower
from guard.files.items import load
from guard.fleet.roll import Listed, RosterError, read_roster
from guard.ipc.raster import SHOWN_PIXELS, Raster
from guard.screen_mark.payload import device_number
from guard.screen_mark.tracing import Found, trace
from guard.supply.loader_process import Ground, supply_of
from guard.supply.packs_and_policy import SupplyError
from guard.util import exit_codes
from ui.terminal import complain, json_line, people


@dataclass(frozen=True, slots=True)
class Asked:
    """``reader`` is the command of the process that decodes the photograph, ``ground`` where the policy in force is."""

    photo: Path
    roster: Path | None
    as_json: bool
    reader: Sequence[str]
    ground: Ground


def run_trace(asked: Asked) -> int:
    """Print what a photograph carries; 0 found, 1 nothing that is certain, 2 a file that cannot be read."""
    try:
        listed = read_roster(asked.roster) if asked.roster is not None else ()
    except RosterError as error:
        complain(error)
        return exit_codes.USAGE
    shown = _pixels(asked)
    if isinstance(shown, Unreadable):
        other = "" if shown.reason is Reason.UNCONFINED else "，请换一张图片（JPEG、PNG、HEIC）"
        complain(f"{asked.photo} 读不出来{other}：", unreadable_words(Judged("", unreadable=shown)) or "")
        return exit_codes.USAGE
    pixels = np.frombuffer(shown.untrusted_rgb, np.uint8).reshape(shown.height, shown.width, 3)
    with _progress() as tried:
        found = trace(pixels, tried)
    _print(found, _called(found, listed), asked)
    return exit_codes.OK if found is not None else exit_codes.NO


@contextlib.contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """Yield what says on one line of a terminal how far it is, and take that line away afterwards."""
    terminal = sys.stderr if sys.stderr.isatty() else None

    def tried(number: int, most: int) -> None:
        if terminal is not None:
            terminal.write(f"\r正在找溯源点阵：第 {number + 1} 种摆法，最多 {most} 种\x1b[K")
            terminal.flush()

    try:
        yield tried
    finally:
        if terminal is not None:
            terminal.write("\r\x1b[K")
            terminal.flush()


def _pixels(asked: Asked) -> Raster | Unreadable:
    """Return the photograph as pixels: a reader decodes it, because it comes from outside."""
    item = load(asked.photo)
    if item.problem is not None:
        return item.problem
    with contextlib.closing(shower(asked.reader, read_unconfined=_reads_unconfined(asked.ground))) as reader:
        return reader.show(Item(item.name, Kind.PICTURE, item.untrusted_bytes), SHOWN_PIXELS)


def _reads_unconfined(ground: Ground) -> bool:
    """Return what the policy in force says; one that cannot be used allows nothing."""
    try:
        return supply_of(ground, answering_only=True).policy.read_unconfined
    except (PolicyError, SupplyError):
        return False


def _called(found: Found | None, listed: Sequence[Listed]) -> tuple[Listed, ...]:
    """Return the computers of the roster with the number that was found: nearly always one."""
    return tuple(one for one in listed if found is not None and device_number(one.device) == found.trace.device)


def _print(found: Found | None, called: Sequence[Listed], asked: Asked) -> None:
    if asked.as_json:
        json_line({"found": found is not None, "device": f"{found.trace.device:08x}" if found else "",
                   "hour": found.trace.began.isoformat() if found else "",
                   "likeness": round(found.likeness, 2) if found else 0.0,
                   "computers": [{"device": one.device, "unit": one.unit, "person": one.person} for one in called]})
        return
    console = people()
    if found is None:
        console.print("没有读出溯源点阵：可能没有，也可能太模糊、太小，或被裁得太多。请用没有压缩过的原图再试。")
        return
    local = found.trace.began.astimezone()
    hours = f"{local:%Y-%m-%d %H} 点到 {local.hour + 1} 点之间"
    console.print(f"电脑 {found.trace.device:08x}，{hours}的屏幕（吻合 {found.likeness:.0%}）。")
    for one in called:
        console.print(f"名册里是：{'，'.join(filter(None, (one.device, one.unit, one.person)))}")
    if asked.roster is not None and not called:
        console.print("名册里没有这台电脑：电脑名要与上报的一致。")
