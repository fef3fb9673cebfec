"""Pixels of a picture for display: the process that draws them decodes nothing."""

from __future__ import annotations

import msgspec

SHOWN_PIXELS = 16 * 1024 * 1024
"""Pixels of a picture that are shown at most: two 4K screens, 48 MB. Larger pictures are shown reduced."""

_LARGEST_SIDE = 1_000_000
_BYTES_PER_PIXEL = 3


class Raster(msgspec.Struct, frozen=True):
    """RGB, three bytes per pixel, rows from the top without padding.

    ``own_width`` and ``own_height`` are the picture's own size, to which the boxes of its text refer: never smaller.
    """

    width: int
    height: int
    own_width: int
    own_height: int
    untrusted_rgb: bytes

    def sound(self, most: int) -> bool:
        """Tell whether sizes and bytes agree and there are at most ``most`` pixels: the data comes from another
        process.
        """
        sides = (self.width, self.own_width), (self.height, self.own_height)
        pixels = self.width * self.height
        return (all(0 < side <= own <= _LARGEST_SIDE for side, own in sides)
                and pixels <= most and len(self.untrusted_rgb) == pixels * _BYTES_PER_PIXEL)
