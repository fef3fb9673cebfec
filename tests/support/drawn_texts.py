"""Draws texts as pictures: what people photograph and cut out of their screens, each text in one of five looks."""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from random import Random

from PIL import Image

from tests.support.drawn_chats import draw_chat
from tests.support.drawn_pages import draw_photo, draw_web_page, draw_word_processor
from tests.support.drawn_words import shown
from tests.support.pictures import encode
from tests.support.writers import WrittenText

_PHOTO = "phone photo"
LOOKS: Mapping[str, Callable[[WrittenText, Random], Image.Image]] = {
    "chat light": partial(draw_chat, dark=False),
    "chat dark": partial(draw_chat, dark=True),
    "word processor": draw_word_processor,
    "web page": draw_web_page,
    _PHOTO: draw_photo,
}
"""Name of a look → its drawing function."""


def look_of(written: WrittenText) -> str:
    """Return the look of a text: chosen by its id, independent of its words."""
    return [*LOOKS][_digest(written)[-1] % len(LOOKS)]


def draw(written: WrittenText, look: str) -> bytes:
    """Return a picture file of a text, JPEG for a photo and otherwise PNG: the same each time."""
    picture = LOOKS[look](written, Random(written.id))
    return encode(picture, "JPEG", quality=90) if look == _PHOTO else encode(picture)


def share(texts: Sequence[WrittenText], every: int) -> tuple[WrittenText, ...]:
    """Return one text in ``every``, in the order of the texts: half of them to be stopped where there are as many.

    They are chosen by the hashes of their ids.
    """
    wanted = max(1, len(texts) // every)
    by_hash = sorted(texts, key=_digest)
    stopped = [text for text in by_hash if text.action is not None]
    others = [text for text in by_hash if text.action is None]
    half = max(min((wanted + 1) // 2, len(stopped)), wanted - len(others))
    chosen = {text.id for text in (*stopped[:half], *others[:wanted - half])}
    return tuple(text for text in texts if text.id in chosen)


def part_read(written: str, read: str) -> float:
    """Return the share of a text's letters that were read, wherever they are and however wide, from 0 to 1."""
    there, found = (Counter("".join(unicodedata.normalize("NFKC", text).split())) for text in (shown(written), read))
    return (there & found).total() / there.total()


def _digest(written: WrittenText) -> bytes:
    return hashlib.sha256(written.id.encode()).digest()
