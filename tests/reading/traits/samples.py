"""Makes the set for measuring the finders: seeded, half of it with something to find, half only resembling it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

import numpy as np
import zxingcpp
from PIL import Image

from rules.text import BANK_CARD, HANDWRITING, IDENTITY_CARD, MEDICAL_RECORD, QR_CODE, RED_HEADING, SEAL
from tests.reading.traits import cards, documents, photo, records, screens, strokes

SEED = 20260312


@dataclass(frozen=True)
class Sample:
    """A picture and the kinds of traits that are on it."""

    name: str
    picture: Image.Image
    kinds: frozenset[str]


def code(words: str, random: Random, kind: zxingcpp.BarcodeFormat | None = None, module: int = 0) -> Image.Image:
    """Render words as a code; ``module`` is the pixels of one square, at random when 0."""
    made = zxingcpp.create_barcode(words, kind or zxingcpp.BarcodeFormat.QRCode)
    picture = Image.fromarray(np.array(zxingcpp.write_barcode_to_image(made, scale=1)))
    scale = module or random.randint(3, 9)
    return picture.resize((picture.width * scale, picture.height * scale), Image.Resampling.NEAREST).convert("RGB")


def _sealed(random: Random) -> tuple[Image.Image, set[str]]:
    red_head = random.random() < 0.5
    page = documents.sealed_page(random, red_head=red_head)
    return photo.worn(page, random), {SEAL, RED_HEADING} if red_head else {SEAL}


def _headed(random: Random) -> tuple[Image.Image, set[str]]:
    return photo.worn(documents.page_of(random, red_head=True), random), {RED_HEADING}


def _identity(random: Random) -> tuple[Image.Image, set[str]]:
    side = random.choice([cards.identity_front, cards.identity_back])
    way = random.randrange(4)
    if way == 0:
        both = cards.copied([cards.identity_back(random), cards.identity_front(random)], random)
        return photo.scan(both, random), {IDENTITY_CARD}
    if way == 1:
        return photo.scan(cards.copied([side(random)], random), random), {IDENTITY_CARD}
    held = cards.in_hand(side(random), random)
    return photo.jpeg(held, 70) if way == 2 else photo.photo(held, random, degrees=5), {IDENTITY_CARD}


def _bank(random: Random) -> tuple[Image.Image, set[str]]:
    held = cards.in_hand(cards.bank_card(random), random)
    return photo.jpeg(held, 80) if random.random() < 0.5 else photo.photo(held, random, degrees=5), {BANK_CARD}


def _record(random: Random) -> tuple[Image.Image, set[str]]:
    page = random.choice([records.report, records.admission, records.orders])(random)
    return photo.worn(page, random), {MEDICAL_RECORD}


def _coded(random: Random) -> tuple[Image.Image, set[str]]:
    words = random.choice(["https://example.org/a?b=1", "机密★5年 演示样例", "青河县人民政府办公室 内部事项 注意保管",
                           "WIFI:S:office;T:WPA;P:x1y2z3;;"])
    base = random.choice([screens.letter, screens.news, screens.chat, screens.spreadsheet])(random)
    kind = random.choice([None, None, None, zxingcpp.BarcodeFormat.DataMatrix, zxingcpp.BarcodeFormat.PDF417])
    square = code(words, random, kind)
    x, y = random.randint(0, max(1, base.width - square.width)), random.randint(0, max(1, base.height - square.height))
    base.paste(square, (x, y))
    return (base if random.random() < 0.6 else photo.jpeg(base, 60)), {QR_CODE}


def _written(random: Random) -> tuple[Image.Image, set[str]]:
    page = strokes.instructed(documents.page_of(random, red_head=False), random)
    return photo.worn(page, random), {HANDWRITING}


def _plain(make: Callable[[Random], Image.Image]) -> Callable[[Random], tuple[Image.Image, set[str]]]:
    return lambda random: (make(random), set())


def _plain_page(random: Random) -> Image.Image:
    return photo.worn(documents.page_of(random, red_head=False), random)


POSITIVE = (("sealed", _sealed, 36), ("headed", _headed, 18), ("identity", _identity, 24), ("bank", _bank, 12),
            ("record", _record, 18), ("coded", _coded, 24), ("written", _written, 14))
NEGATIVE = tuple((name, _plain(make), count) for name, make, count in (
    ("chat", screens.chat, 20), ("shop", screens.shop, 12), ("news", screens.news, 14), ("flag", screens.flag, 8),
    ("annotated", screens.annotated, 16), ("signs", screens.signs, 10), ("form", screens.form, 12),
    ("letter", screens.letter, 12), ("spreadsheet", screens.spreadsheet, 8), ("poster", screens.poster, 8),
    ("dashboard", screens.dashboard, 8), ("profile", screens.profile, 6), ("page", _plain_page, 14)))


def samples(seed: int = SEED, part: float = 1.0) -> Iterator[Sample]:
    """Yield the set, or a part of it, in a fixed order."""
    for name, make, count in (*POSITIVE, *NEGATIVE):
        for number in range(max(1, round(count * part))):
            picture, kinds = make(Random(f"{seed} {name} {number}"))
            yield Sample(f"{name} {number}", picture, frozenset(kinds))
