"""Builds parts of picture files by hand, so that they can be wrong on purpose."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Sequence

PNG = b"\x89PNG\r\n\x1a\n"
WORDS = "机密★5年 内部资料"


def chunk(kind: bytes, content: bytes) -> bytes:
    """One PNG chunk with its checksum."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(width: int, height: int, pixels: bytes, *more: bytes, depth: int = 8, colour: int = 2, interlace: int = 0,
        compressed: bool = False) -> bytes:
    """A PNG with these rows (each with its filter byte in front); ``more`` chunks come before the pixels."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlace)
    data = pixels if compressed else zlib.compress(pixels)
    return PNG + chunk(b"IHDR", header) + b"".join(more) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def zeros(size: int) -> bytes:
    """``size`` zero bytes as a zlib stream, made without holding them."""
    squeeze = zlib.compressobj(1)
    block = bytes(2**20)
    parts = [squeeze.compress(block) for _ in range(size // len(block))]
    return b"".join([*parts, squeeze.compress(bytes(size % len(block))), squeeze.flush()])


def zipped() -> bytes:
    """A ZIP that contains a document."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", WORDS)
    return stream.getvalue()


def tiff(entries: Sequence[tuple[int, int, int, int]], following: int = 0, body: bytes = b"") -> bytes:
    """A TIFF of one directory of (tag, type, count, value); ``following`` is the stated offset of the next directory.
    """
    return b"II*\x00" + struct.pack("<I", 8) + directory(entries, following) + body


def directory(entries: Sequence[tuple[int, int, int, int]], following: int) -> bytes:
    """One image file directory (TIFF 6.0, section 2)."""
    packed = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return struct.pack("<H", len(entries)) + packed + struct.pack("<I", following)


def tiff_page(width: int, height: int, offset: int, size: int, compression: int = 1) -> list[tuple[int, int, int, int]]:
    """The entries of a grey page in one strip."""
    return [(256, 4, 1, width), (257, 4, 1, height), (258, 3, 1, 8), (259, 3, 1, compression), (262, 3, 1, 1),
            (273, 4, 1, offset), (277, 3, 1, 1), (278, 4, 1, height), (279, 4, 1, size)]


def bmp(width: int, height: int, bits: int = 24, compression: int = 0, pixels: bytes = b"", colours: int = 0,
        header: int = 40, offset: int | None = None, palette: bytes = b"") -> bytes:
    """A bitmap with its file header; every number may be false."""
    info = struct.pack("<IiiHHIIiiII", header, width, height, 1, bits, compression, len(pixels), 0, 0, colours, 0)
    info += bytes(header - 40)
    start = 14 + len(info) + len(palette) if offset is None else offset
    return b"BM" + struct.pack("<IHHI", start + len(pixels), 0, 0, start) + info + palette + pixels


def gif(width: int, height: int, frames: Iterable[bytes], trailer: bytes = b";") -> bytes:
    """A GIF with a palette of two colours."""
    palette = b"\0\0\0\xff\xff\xff"
    return b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + palette + b"".join(frames) + trailer


def gif_frame(left: int, top: int, width: int, height: int, data: bytes = b"\x02\x02\x44\x01\x00") -> bytes:
    """One frame of a GIF; the data as written here is one white pixel."""
    return b"," + struct.pack("<HHHHB", left, top, width, height, 0) + data


def segment(marker: int, content: bytes) -> bytes:
    """One JPEG segment."""
    return bytes((0xFF, marker)) + struct.pack(">H", len(content) + 2) + content


def jpeg_with_size(jpeg: bytes, width: int, height: int) -> bytes:
    """The same JPEG with another size in its frame header (SOF0 or SOF2)."""
    place = max(jpeg.find(b"\xff\xc0"), jpeg.find(b"\xff\xc2"))
    return jpeg[:place + 5] + struct.pack(">HH", height, width) + jpeg[place + 9:]


def riff(*chunks: tuple[bytes, bytes]) -> bytes:
    """A WebP container."""
    body = b"WEBP" + b"".join(kind + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)
                              for kind, data in chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def three_bytes(number: int) -> bytes:
    """A 24-bit number as WebP writes it."""
    return struct.pack("<I", number)[:3]
