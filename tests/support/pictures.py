"""Renders pictures as offices make them, with Noto CJK: documents, chat screenshots, tables."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Sequence
from functools import cache

from PIL import Image, ImageDraw, ImageFont

_FONTS = "/usr/share/fonts/opentype/noto/"
_SIMPLIFIED = 2  # the face for simplified Chinese inside the font collections
Colour = tuple[int, int, int]
BLACK: Colour = (20, 20, 20)
WHITE: Colour = (255, 255, 255)
NO_LINE_START = "，。、；：！？）》”’】〕"


@cache
def font(size: int, *, bold: bool = False, serif: bool = False) -> ImageFont.FreeTypeFont:
    """Noto Sans (or Serif) CJK SC in ``size`` pixels; Debian package fonts-noto-cjk."""
    name = f"Noto{'Serif' if serif else 'Sans'}CJK-{'Bold' if bold else 'Regular'}.ttc"
    return ImageFont.truetype(_FONTS + name, size, index=_SIMPLIFIED)


def wrap(text: str, face: ImageFont.FreeTypeFont, width: float) -> list[str]:
    """Break a text into lines of at most ``width`` pixels; no line begins with a closing punctuation mark."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for character in paragraph:
            if face.getlength(line + character) > width and character not in NO_LINE_START:
                lines.append(line)
                line = ""
            line += character
        lines.append(line)
    return lines


def render_document(text: str, *, width: int = 1240, size: int = 28, colour: Colour = BLACK, paper: Colour = WHITE,
                    serif: bool = False) -> Image.Image:
    """Render a text as a page ``width`` pixels wide and as high as the text needs; RGB."""
    face = font(size, serif=serif)
    margin = 2 * size
    lines = wrap(text, face, width - 2 * margin)
    page = Image.new("RGB", (width, 2 * margin + round(len(lines) * size * 1.8)), paper)
    draw = ImageDraw.Draw(page)
    for number, line in enumerate(lines):
        draw.text((margin, margin + round(number * size * 1.8)), line, font=face, fill=colour)
    return page


def render_chat(messages: Sequence[tuple[str, str]], *, width: int = 1080, size: int = 32, title: str = "工作群",
                dark: bool = False) -> Image.Image:
    """Render (sender, words) pairs as a chat window; the sender "我" is on the right in green. RGB."""
    face, small = font(size), font(round(size * 0.7))
    paper, ink, bubble = ((25, 25, 25), (230, 230, 230), (50, 52, 56)) if dark else ((237, 237, 237), BLACK, WHITE)
    wrapped = [(sender, wrap(words, face, width * 0.62)) for sender, words in messages]
    line_height = round(size * 1.5)
    height = 3 * size + sum(len(lines) * line_height + 3 * size for _, lines in wrapped) + size
    page = Image.new("RGB", (width, height), paper)
    draw = ImageDraw.Draw(page)
    draw.text((width // 2, size), title, font=font(size, bold=True), fill=ink, anchor="mt")
    y = 3 * size
    for sender, lines in wrapped:
        mine = sender == "我"
        inner = max(face.getlength(line) for line in lines)
        left = width - 2 * size - inner - size if mine else 3 * size
        if not mine:
            draw.text((left, y), sender, font=small, fill=(140, 140, 140))
        y += size
        box = (left, y, left + inner + size, y + len(lines) * line_height + size // 2)
        draw.rounded_rectangle(box, size // 3, fill=(149, 236, 105) if mine else bubble)
        for number, line in enumerate(lines):
            place = (left + size // 2, y + size // 4 + number * line_height)
            draw.text(place, line, font=face, fill=BLACK if mine else ink)
        y += len(lines) * line_height + 2 * size
    return page


def render_table(rows: Sequence[Sequence[str]], *, widths: Sequence[int], size: int = 22) -> Image.Image:
    """Render rows of cells with grid lines; ``widths`` are the columns' pixels, a cell may have several lines. RGB."""
    face = font(size)
    heights = [round(size * (0.5 + 1.5 * max(cell.count("\n") + 1 for cell in row))) for row in rows]
    top = margin = size
    page = Image.new("RGB", (sum(widths) + 2 * margin, sum(heights) + 2 * margin), WHITE)
    draw = ImageDraw.Draw(page)
    for row, height in zip(rows, heights, strict=True):
        left = margin
        for cell, width in zip(row, widths, strict=True):
            draw.rectangle((left, top, left + width, top + height), outline=(150, 150, 150))
            draw.text((left + size // 2, top + height // 2), cell, font=face, fill=BLACK, anchor="lm")
            left += width
        top += height
    return page


def encode(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    """Return the picture as the bytes of a file of this Pillow format."""
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


NOISE = encode(Image.effect_noise((300, 200), 80))
"""A picture with nothing on it to read."""


def identity_number(first_seventeen: str) -> str:
    """Complete an 18-digit identity number with its check character (GB 11643-1999, section 4.2.5)."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(first_seventeen, weights, strict=True))
    return first_seventeen + "10X98765432"[total % 11]


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes whose header promises this many pixels."""
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
