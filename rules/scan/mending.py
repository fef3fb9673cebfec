"""Joins words separated by a line end, a blank or punctuation, so that rules see them: 送审 稿, “青松”计划.

Lines that a printer or a window broke end where there was no more room, in the middle of a sentence; a recognised
line has blanks where the page has none. Only words that a rule looks for are joined: between other words everything
stays, and with it every line on which a mark may be alone. Paragraphs, list numbers and the cells of tables keep
words apart.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple, TypeAlias

import numpy as np

from rules.scan.normalise import Normalised
from rules.validators import identity_number, mobile_number

Literals: TypeAlias = Callable[[str], Iterable[tuple[int, int, int]]]
"""Returns (literal, start, end) of everything that rules look for in a text, in bytes of its UTF-8."""

_HAN = "\u3400-\u9fff"
_PUNCTUATION = "\"“”‘’「」『』《》()\\[\\]【】·_-"
_BREAK = re.compile(
    rf"[ \n{_PUNCTUATION}](?<=[{_HAN}].)(?:(?<= )\n|(?<=[{_PUNCTUATION}])[{_PUNCTUATION}])?(?=[{_HAN}])", re.DOTALL)
_MAY_BREAK = re.compile(
    rf"[{_HAN}\uf900-\ufaff,，、][^{_HAN}\uf900-\ufaff0-9A-Za-z，。、；：！？,.;:!?]{{1,4}}[{_HAN}\uf900-\ufaff《“(（★]"
    r"|\d[^\S\n]*[\n\v\f\x1c-\x1e\x85\u2028\u2029]\s*\d")
_NUMBERED = re.compile("[一二三四五六七八九十]{1,3}[、.)]|第[一二三四五六七八九十]{1,3}[条章节款项]|附[:件]|备?注:")
_HEADER = re.compile(r"[^\n:]{1,12}:|[^\n]{0,40}\d:\d\d")
"""A header on a line of its own: a speaker, or a time."""
_OPEN_END, _BEGINS = re.compile(f"[{_HAN},、]$"), re.compile(f"[{_HAN}《“(]")
_SENTENCE_ENDS = "。;!?…)”》."
_ROW = re.compile(rf"\d{{7}}|[{_HAN}][ \t|][{_HAN}]|[{_HAN}],[^ ,]{{1,12}},[{_HAN}]")
"""Content of list rows, which may all have the same length: numbers, cells."""
_CELLS = re.compile(r"\t|\||  ")
_NARROW = bytes(byte for byte in range(128) if chr(byte).isalnum() or byte == 32)
_NARROWEST, _HANGING = 20, 5
"""Columns: a page is no narrower, and a full line may end this much before one with two characters more."""
_LAST_DIGITS, _FIRST_DIGITS = re.compile(r"\d{1,18}$"), re.compile(r"\d{1,18}[Xx]?(?![\dA-Za-z])")
_PARTED = re.compile(r"(?<![0-9A-Za-z])(\d{2,16})\n(\d{2,16}[Xx]?)(?![0-9A-Za-z])")
_PHONE_LABEL = re.compile(r"(?:电话|手机|联系方式)(?:号码?)?[:是 ]{0,2}\Z")
_LONGEST_LABEL = 8
_MARK_ALONE = re.compile(rf"^\(([{_HAN}]{{1,6}}(?:[ \n][{_HAN}]{{1,6}}){{1,4}})\)$", re.MULTILINE)
"""A mark in brackets on a line of its own, in pieces."""
_SINGLE = re.compile(rf"^[{_HAN}](?=\n[{_HAN}★])", re.MULTILINE)
"""A line of one character: words written vertically."""
_IDENTITY = 18
_WHOLE_NUMBERS = frozenset({11, 16, 17, _IDENTITY, 19})
"""Digits of phones, identity numbers and cards."""
_SHORT = 0.5
_SHORTEST_LINE = 8
_FULL = 0.8
"""Least length of a broken line, as a share of the next one."""
_REACH = 12
"""Characters looked at to either side: hardly a word is longer."""
_CHARACTER_BYTES = 3
_LEAST = {"\n": 2, " ": 3}
_LEAST_OF_PUNCTUATION = 4
"""Least characters of a word that is joined over a line end, a blank, another character."""


class _Join(NamedTuple):
    """A place that separates two characters; ``least`` is how many characters a word over it must have, 0 where no
    word is needed."""

    start: int
    end: int
    least: int


def may_be_broken(original: str) -> bool:
    """Return whether a text, not yet normalised, may contain a separated word or number: most short texts cannot."""
    return _MAY_BREAK.search(original) is not None


def mended(normalised: Normalised, literals: Literals, words: frozenset[int]) -> Normalised:
    """Return a text in which no word that a rule looks for is separated; ``words`` are the literals that are whole
    words.

    Removed characters are accounted for in ``offsets``, as all that normalising deletes.
    """
    if normalised.text.isascii():
        return normalised
    joins = _joins(normalised.text)
    spanned = _spanned(normalised.text, joins, literals, words)
    needless = [join for join, used in zip(joins, spanned, strict=True) if used]
    if not needless:
        return normalised
    keep = np.ones(len(normalised.text), bool)
    parts, behind = [], 0
    for join in needless:
        parts.append(normalised.text[behind:join.start])
        keep[join.start:join.end] = False
        behind = join.end
    parts.append(normalised.text[behind:])
    kept = np.flatnonzero(keep)
    return Normalised("".join(parts), kept if normalised.offsets is None else normalised.offsets[kept])


def _joins(text: str) -> list[_Join]:
    full = _full_lines(text) | _within_numbers(text)
    marks = [place for match in _MARK_ALONE.finditer(text) for place in range(*match.span(1)) if text[place] in " \n"]
    joins = [_Join(place, place + 1, 0) for place in {*full, *marks}]
    joins += [_Join(match.end(), match.end() + 1, _LEAST["\n"]) for match in _SINGLE.finditer(text)
              if match.end() not in full]
    for match in _BREAK.finditer(text):
        character = match.group()[-1]
        if character != "\n":
            joins.append(_Join(*match.span(), _LEAST.get(character, _LEAST_OF_PUNCTUATION)))
        elif match.end() - 1 not in full and _is_soft(text, match.start(), match.end()):
            joins.append(_Join(*match.span(), _LEAST[character]))
    return sorted(joins)


def _within_numbers(text: str) -> frozenset[int]:
    """Return the line ends inside one number: an identity number is known by its check character, a phone number by
    its label."""
    found = []
    for match in _PARTED.finditer(text):
        number = match[1] + match[2]
        before = text[max(0, match.start() - _LONGEST_LABEL):match.start()]
        if identity_number(number) or (mobile_number(number) and _PHONE_LABEL.search(before)):
            found.append(match.end(1))
    return frozenset(found)


def _full_lines(text: str) -> frozenset[int]:
    """Return the line ends of a text whose lines were broken at a page's width, where a sentence goes on behind them.

    At least two lines are as long as the longest, and the last one of a paragraph ends with its sentence: a short
    line that ends otherwise is a heading, a mark or a name.
    """
    lines = text.split("\n")
    if len(lines) < 3:
        return frozenset()
    widths = [2 * len(line) - _narrow(line) for line in lines]
    least = max(_NARROWEST, max(widths) - _HANGING)
    ends = list(accumulate((len(line) + 1 for line in lines), initial=-1))[1:]
    found = frozenset(
        end for line, following, width, after, end in zip(lines, lines[1:], widths, widths[1:], ends, strict=False)
        if width >= least and (_goes_on(line, following, after >= _SHORT * least) or _parts_number(line, following))
    )
    if len(found) < 2 or 3 * sum(_ROW.search(line) is not None for line in lines) >= 2 * len(lines):
        return frozenset()
    return found


def _narrow(line: str) -> int:
    data = line.encode()
    return len(data) - len(data.translate(None, _NARROW))


def _goes_on(line: str, following: str, long: bool) -> bool:
    """Return whether a sentence goes on from a line to the next."""
    return (
        _OPEN_END.search(line) is not None
        and _BEGINS.match(following) is not None
        and not _NUMBERED.match(following)
        and not _HEADER.match(following)
        and not _CELLS.search(line)
        and (long or following[-1] in _SENTENCE_ENDS)
    )


def _parts_number(line: str, following: str) -> bool:
    """Return whether a line end separates a number that is whole only with both parts: of a phone, of a card."""
    first, last = _LAST_DIGITS.search(line), _FIRST_DIGITS.match(following)
    if first is None or last is None or _CELLS.search(line):
        return False
    whole = any(mobile_number(part) or len(part) == _IDENTITY for part in (first.group(), last.group()))
    return not whole and len(first.group()) + len(last.group()) in _WHOLE_NUMBERS


def _is_soft(text: str, end: int, behind: int) -> bool:
    """Return whether a line ends for want of room: it is as long as the next one, which continues its sentence."""
    length = end - text.rfind("\n", 0, end) - 1
    if length < _SHORTEST_LINE or _NUMBERED.match(text, behind):
        return False
    following = text.find("\n", behind)
    return length >= _FULL * ((len(text) if following < 0 else following) - behind)


def _spanned(text: str, joins: Sequence[_Join], literals: Literals, words: frozenset[int]) -> list[bool]:
    """Return for each place whether a word spans it once it is removed."""
    used = [not join.least for join in joins]
    parts: list[str] = []
    places: list[int] = []
    size = behind = 0
    for number, join in enumerate(joins):
        if number == 0 or join.start - _REACH > behind:
            behind = max(behind, join.start - _REACH)
            parts.append("\0")
            size += 1
        part = text[behind:join.start]
        parts.append(part)
        size += len(part.encode())
        places.append(size)
        behind = join.end
        if number + 1 == len(joins) or joins[number + 1].start - _REACH > join.end + _REACH:
            part = text[behind:behind + _REACH]
            parts.append(part)
            size += len(part.encode())
            behind += _REACH
    if not places:
        return used
    for literal, start, end in literals("".join(parts)):
        number = bisect_right(places, start)
        while number < len(places) and places[number] < end:
            least = joins[number].least
            if end - start >= least * _CHARACTER_BYTES and (least < _LEAST_OF_PUNCTUATION or literal in words):
                used[number] = True
            number += 1
    return used
