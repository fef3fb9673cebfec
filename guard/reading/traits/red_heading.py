"""Red headings (GB/T 9704-2012): the issuing body in large red characters, centred over a long red rule."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from guard.reading.traits.view import Found, Mask, View
from rules.text import RED_HEADING, Trait

_LEADS = (48, 24)
"""Lead of red over the other colours (0–255) that counts as print: clear print first, then photos in poor light."""

_GATE = 300
"""Red pixels below which there is no heading."""

_PART, _RULE = 0.09, 0.2
"""Length of a rule's smallest part, and of a whole rule, to the window's width: a star may stand in its middle and part
it, and the page may fill less than half of a screen."""


@dataclass(frozen=True, slots=True)
class _Rule:
    """A red rule in the small copy: its upright bounding box."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def length(self) -> int:
        return self.right - self.left


def find(view: View) -> Found:
    """Return the red heading of a window, if there is one: its confidence is lower for faint print."""
    for lead, confidence in zip(_LEADS, (0.95, 0.8), strict=True):
        mask = view.red(lead)
        if cv2.countNonZero(mask) < _GATE:
            continue
        for rule in _rules(mask):
            body = _body(mask, rule)
            if body is not None:
                left, top = min(body[0], rule.left), body[1]
                right, bottom = max(body[2], rule.right), rule.bottom
                box = view.box(left, top, right - left, bottom - top)
                return Found((Trait(RED_HEADING, box=box, confidence=confidence),))
    return Found()


def _rules(mask: Mask) -> list[_Rule]:
    """Return the long thin red things from top to bottom, halves of one rule joined."""
    width = mask.shape[1]
    closed = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((3, 9), np.uint8))
    contours, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    rules: list[_Rule] = []
    for contour in contours:
        x, y, across, down = cv2.boundingRect(contour)
        if across < _PART * width or down > 0.2 * across:
            continue
        thickness = cv2.contourArea(contour) / across
        if thickness <= max(4.0, 0.022 * across):
            rules.append(_Rule(x, y, x + across, y + down))
    joined: list[_Rule] = []
    for rule in sorted(rules, key=lambda rule: (rule.top, rule.left)):
        if joined and rule.top - joined[-1].bottom < 0.02 * width:
            last = joined[-1]
            joined[-1] = _Rule(min(last.left, rule.left), min(last.top, rule.top), max(last.right, rule.right),
                               max(last.bottom, rule.bottom))
        else:
            joined.append(rule)
    return [rule for rule in joined if rule.length >= _RULE * width]


def _body(mask: Mask, rule: _Rule) -> tuple[int, int, int, int] | None:
    """Return left, top, right, bottom of large red characters centred over a rule, or None."""
    length = rule.length
    top = max(0, rule.top - int(0.7 * length))
    area = mask[top:rule.top, max(0, rule.left - length // 20):rule.right + length // 20]
    if area.size == 0:
        return None
    count, _, stats, _ = cv2.connectedComponentsWithStats(cv2.dilate(area, np.ones((5, 3), np.uint8)))
    glyphs = [stat for stat in stats[1:count]
              if stat[3] >= 0.03 * length and stat[2] <= 0.5 * length and stat[3] <= 0.3 * length
              and 0.1 < stat[4] / (stat[2] * stat[3]) < 0.92]
    if len(glyphs) < 2:
        return None
    left, upper = min(stat[0] for stat in glyphs), min(stat[1] for stat in glyphs)
    right, lower = max(stat[0] + stat[2] for stat in glyphs), max(stat[1] + stat[3] for stat in glyphs)
    centred = abs((left + right) / 2 - area.shape[1] / 2) < 0.12 * length
    covered = sum(int(stat[2]) for stat in glyphs)
    if not centred or right - left < 0.3 * length or covered < 0.25 * length:
        return None
    offset = max(0, rule.left - length // 20)
    return left + offset, upper + top, right + offset, lower + top
