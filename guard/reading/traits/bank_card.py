"""Finds bank cards: the number alone on its line, on a coloured background, among words that are only on cards."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from guard.reading.model import Line
from guard.reading.traits.view import Found, View
from rules.model import Box
from rules.text import BANK_CARD, Trait
from rules.validators import bank_card as valid_number

_NUMBER = re.compile(r"[\d ]{16,24}")

_WORDS = (re.compile(r"银行|信用社|BANK", re.IGNORECASE), re.compile(r"UnionPay|银联|VISA|Mastercard", re.IGNORECASE),
          re.compile(r"借记|储蓄|信用卡|贷记|DEBIT|CREDIT", re.IGNORECASE),
          re.compile(r"VALID|THRU|GOOD|\b(0[1-9]|1[0-2])/\d\d\b|有效期", re.IGNORECASE))
"""What is on cards beside the number: issuer, network, kind, validity."""

_LONGEST = 24
"""Characters of the longest line on a card: prose that names a bank is longer."""

_PALE = 30
"""Difference between the strongest and the weakest colour (0–255) below which the background may be paper."""


def find(view: View) -> Found:
    """Return the bank cards of a window; confidence grows with the words that were read on them."""
    return Found(tuple(_cards(view)))


def _cards(view: View) -> Iterator[Trait]:
    for line in view.lines:
        digits = line.text.replace(" ", "")
        if not _NUMBER.fullmatch(line.text) or not 16 <= len(digits) <= 19 or not valid_number(digits):
            continue
        card = _around(line)
        inside = [other for other in view.lines if other is not line and len(other.text) <= _LONGEST
                  and _holds(card, other)]
        kinds = sum(any(word.search(other.text) for other in inside) for word in _WORDS)
        if kinds >= 3 or (kinds == 2 and _coloured(view, line)):
            factor = view.factor
            box = view.box(card.x / factor, card.y / factor, card.width / factor, card.height / factor)
            yield Trait(BANK_CARD, box=box, confidence=round(0.55 + 0.1 * kinds, 2))


def _around(number: Line) -> Box:
    """Return where the card must be around its number, whose line covers about two thirds of the card's width."""
    width = number.box.width
    middle = number.box.y + number.box.height // 2
    return Box(number.box.x - width // 5, middle - round(0.62 * width), round(1.5 * width), round(1.1 * width))


def _holds(card: Box, line: Line) -> bool:
    x, y = line.box.x + line.box.width / 2, line.box.y + line.box.height / 2
    return card.x <= x <= card.x + card.width and card.y <= y <= card.y + card.height


def _coloured(view: View, number: Line) -> bool:
    """Tell whether the background above and below the number is coloured or dark, unlike paper and chat windows."""
    box, height = number.box, number.box.height
    strips = [view.reduced(Box(box.x, box.y + offset, box.width, height // 2))
              for offset in (-round(0.9 * height), round(1.4 * height))]
    grounds = [np.median(view.small[top:bottom, left:right].reshape(-1, 3), axis=0)
               for left, top, right, bottom in strips]
    return all(float(ground.max() - ground.min()) > _PALE or float(ground.max()) < 110 for ground in grounds)
