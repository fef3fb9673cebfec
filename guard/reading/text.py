"""Identifies bytes of unknown origin and, when they are text, decodes them."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from operator import itemgetter

from guard.core.model import Kind, Reading, Reason, Unreadable
from guard.markup import notation
from guard.reading import limits
from guard.sentences.catalogue import sentence
from guard.util.sizes import megabytes
from rules.text import Text

_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"BM", b"II*\x00", b"MM\x00*", b"II+\x00",
             b"MM\x00+", b"\x00\x00\x00\x0cjP  \r\n\x87\n", b"\xff\x4f\xff\x51", b"\x00\x00\x01\x00")
"""First bytes of picture formats: PNG, JPEG, GIF, BMP, TIFF, BigTIFF, JPEG 2000 (box and codestream), ICO."""

_PNM = re.compile(rb"P(?:[14]%(gap)b\d{1,6}%(gap)b\d{1,6}|[2356]%(gap)b\d{1,6}%(gap)b\d{1,6}%(gap)b\d{1,5})\s"
                  % {b"gap": rb"(?:\s|#[^\r\n]*+[\r\n])++"})
"""The whole beginning of a Netpbm picture: width, height, and all but those in black and white have a highest value."""

_BRANDS = (b"avif", b"avis", b"heic", b"heix", b"heif", b"hevc", b"mif1", b"msf1")
"""ISO base media brands (ISO/IEC 23008-12, annex B and the AV1 image format) that mean a picture."""

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
         (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"), (b"\x84\x31\x95\x33", "gb18030"))
"""Byte order marks and their codecs; the one of UTF-32 begins with the one of UTF-16 and comes first."""

_NOT_PLAIN = re.compile(
    rb"\s*(?:%PDF-|\{\\rtf|%!PS|begin 6|begin-base64 )"
    rb"|(?s:.{0,65536})\nContent-Transfer-Encoding:\s*(?:base64|quoted-printable)", re.IGNORECASE)
"""Formats that look like text and contain their words in another notation: taken as text they would pass unseen."""

_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x19\x1c-\x1f\x7f\ufffe\uffff]")
"""Control characters that plain text does not have. Tab, line ends, form feed, escape and Ctrl-Z are left out."""

_MARKUP = re.compile(r"\*{1,3}|_{2,3}|~~|`|\\(?=[^\w\s])")
"""Emphasis, code and escapes of Markdown (CommonMark 2.4, 6.1, 6.2)."""

_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})|&#(?:x([0-9a-fA-F]{2,5})|(\d{2,6}));")
"""Characters written by number, as in JSON (RFC 8259, section 7) and HTML."""

_LEVEL = re.compile("[绝机秘]密")

_WRONG = 500
"""In a damaged text one in this many characters may be wrong."""

_HEAD = 64 * 1024

_SAMPLE = 4000
"""Characters that are compared to distinguish two encodings; a page of text is enough."""


def sniff(untrusted_bytes: bytes) -> Kind | None:
    """Return by content whether these bytes are a picture or plain text; None means neither. The name does not count.
    """
    if _is_picture(untrusted_bytes):
        return Kind.PICTURE
    if _NOT_PLAIN.match(untrusted_bytes) or notation.is_notation(untrusted_bytes):
        return None
    return Kind.TEXT if _codec(untrusted_bytes) is not None else None


def decode(untrusted_bytes: bytes) -> Reading:
    """Return the text of a text file: by byte order mark, else UTF-8, UTF-16, GB 18030 or Big5, whichever is plausible.

    Bytes that are not plain text are Unreadable(UNSUPPORTED).
    """
    if len(untrusted_bytes) > limits.TEXT_BYTES:
        return Unreadable(Reason.TOO_LARGE, sentence("reading.text-over-mb", limit=megabytes(limits.TEXT_BYTES)))
    codec = None if _NOT_PLAIN.match(untrusted_bytes) else _codec(untrusted_bytes)
    if codec is None:
        return Unreadable(Reason.UNSUPPORTED, sentence("reading.not-a-text"))
    # Only GB 18030 keeps its byte order mark when it is decoded.
    return Text(_with_second_view(untrusted_bytes.decode(codec, "replace").removeprefix("\ufeff")))


def _with_second_view(text: str) -> str:
    """Return the text and, after it, a rendered view of lines with markup inside a mark, or with escapes."""
    shown = [plain for line in text.splitlines() if "密" in line and (plain := _MARKUP.sub("", line)) != line
             and _LEVEL.search(plain)]
    if _ESCAPED.search(text):
        shown += [_unescaped(line) for line in text.splitlines() if _ESCAPED.search(line)]
    return "\n".join([text, *shown])


def _unescaped(line: str) -> str:
    escaped = _ESCAPED.sub(lambda found: chr(int(found[1] or found[2], 16) if found[1] or found[2] else int(found[3])),
                           line)
    return escaped.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\\n", "\n")


def _is_picture(untrusted_bytes: bytes) -> bool:
    head = untrusted_bytes[:32]
    if head.startswith(b"BM"):
        # Two letters are not enough: a bitmap's header gives its own length at offset 14 (BITMAPINFOHEADER and others).
        return head[14:18] in {bytes((size, 0, 0, 0)) for size in (12, 16, 40, 52, 56, 64, 108, 124)}
    if head.startswith(_PICTURES):
        return True
    if head[:4] in {bytes((size, 0, 0, 0)) for size in (40, 52, 56, 108, 124)} and head[12:14] == b"\x01\x00":
        return True  # a bitmap in clipboard form, without the file's header (CF_DIB, CF_DIBV5)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return True
    if head[4:8] == b"ftyp" and head[8:12] in _BRANDS:
        return True
    return _PNM.match(untrusted_bytes, 0, _HEAD) is not None


def _codec(untrusted_bytes: bytes) -> str | None:
    """Return the codec that turns all of these bytes into plausible text, or None."""
    for mark, codec in _BOMS:
        if untrusted_bytes.startswith(mark):
            return codec if _plain(untrusted_bytes, codec) is not None else None
    if _plain(untrusted_bytes, "utf-8") is not None:
        return "utf-8"
    candidates = ("gb18030", "big5", "utf-16-le", "utf-16-be")
    likelihood, codec = max(((_likelihood(untrusted_bytes, codec), codec) for codec in candidates), key=itemgetter(0))
    return codec if likelihood > 0.5 else _damaged(untrusted_bytes)


def _damaged(untrusted_bytes: bytes) -> str | None:
    """Return the codec of a text with a few wrong bytes, or None: a truncated text, or one repaired by a program."""
    for codec in ("utf-8", "gb18030"):
        # What is not text shows that at its beginning, and some files are large.
        if all(_nearly_plain(part.decode(codec, "replace"), codec)
               for part in (untrusted_bytes[:_HEAD], untrusted_bytes)):
            return codec
    return None


def _nearly_plain(text: str, codec: str) -> bool:
    if text.count("\ufffd") > max(1, len(text) // _WRONG) or _CONTROLS.search(text):
        return False
    judged = [_everyday(character, codec) for character in _beyond_ascii(text.replace("\ufffd", ""))]
    return sum(judged) > 0.5 * len(judged) if judged else False


def _plain(untrusted_bytes: bytes, codec: str) -> str | None:
    """Decode strictly; None when that fails or when the result has control characters."""
    try:
        text = untrusted_bytes.decode(codec)
    except (UnicodeDecodeError, LookupError):
        return None
    return None if _CONTROLS.search(text) else text


def _likelihood(untrusted_bytes: bytes, codec: str) -> float:
    """Return the share of the characters beyond ASCII that people write every day, from 0 to 1."""
    text = _plain(untrusted_bytes, codec)
    if text is None:
        return 0.0
    if codec.startswith("utf-16") and text.isascii():
        return 1.0
    judged = [_everyday(character, codec) for character in _beyond_ascii(text)]
    return sum(judged) / len(judged) if judged else 0.0


def _beyond_ascii(text: str) -> Iterator[str]:
    """Yield the first characters of a text that are not ASCII."""
    yield from [character for character in text[: _SAMPLE * 10] if character > "\x7f"][:_SAMPLE]


def _everyday(character: str, codec: str) -> bool:
    """True for punctuation and for the frequent characters: level 1 of GB 2312 (0xB0–0xD7) or of Big5 (0xA4–0xC6)."""
    if "\u2010" <= character <= "\u2642" or "\u3000" <= character <= "\u303f" or "\uff01" <= character <= "\uffe5":
        return True
    home, first, last = ("big5", 0xA1, 0xC6) if codec == "big5" else ("gb2312", 0xA1, 0xD7)
    try:
        return first <= character.encode(home)[0] <= last
    except UnicodeEncodeError:
        return False
