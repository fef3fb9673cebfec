"""Draws guard/reading/mask_words.png from Noto Sans CJK (SIL Open Font License); for when a word is added to it."""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

sys.path.insert(0, str(Path(__file__).parents[1]))
from guard.reading.mask_words import CELL, STRIP, WORDS

FONT = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
SIMPLIFIED_CHINESE = 2
"""The face within the collection."""


def main() -> None:
    """Write the strip: white on black, one word per row, each character in the middle of its cell."""
    font = ImageFont.truetype(FONT, CELL - 2, index=SIMPLIFIED_CHINESE)
    strip = Image.new("L", (CELL * max(map(len, WORDS)), CELL * len(WORDS)))
    draw = ImageDraw.Draw(strip)
    for row, word in enumerate(WORDS):
        for column, character in enumerate(word):
            draw.text((CELL * column + CELL // 2, CELL * row + CELL // 2), character, 255, font, "mm")
    strip.quantize(16).convert("L").save(STRIP, optimize=True)


if __name__ == "__main__":
    main()
