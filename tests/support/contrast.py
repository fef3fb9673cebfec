"""The contrast of two shades of grey (WCAG 2.2, 1.4.3), and the shades of an office that a mark may be over."""

from __future__ import annotations

GROUNDS = ((255, 0), (255, 51), (30, 212), (250, 26))
"""Ground and text of an office: paper and ink, dark grey on white, a dark editor, the windows of this program."""

ENOUGH = 4.5
"""The contrast that text needs to be read (level AA)."""


def contrast(one: float, other: float) -> float:
    """Return the contrast of two shades of 0 to 255: 1 for none, 21 for black on white."""
    light, dark = sorted((one / 255, other / 255), reverse=True)
    return (_luminance(light) + 0.05) / (_luminance(dark) + 0.05)


def _luminance(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
