"""Tests what a guard says of a masked copy, and that nobody waits for somebody else's."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from guard.control.masked_copies import MaskedCopy
from guard.core.decide import decide
from guard.core.model import Case, Item, Judged, Kind, Origin
from guard.daemon.copy_files import CopyFiles
from guard.daemon.masking import Masking, masked_copy, targets_of
from guard.pipeline.pipeline import Rules
from guard.reading.client import ReaderClient
from guard.redact.mask_kinds import KIND_WORDS, MaskKind
from guard.redact.nearby import suspected_near
from guard.redact.text import LONGEST_TEXT
from guard.sentences.catalogue import sentence
from guard.supply.tag_weights import Tagging
from rules.tagging.tagger import Tagger
from rules.text import Text

IDENTITY = "430102199003077230"


class NoWeights(Tagging):
    """Tagging of a program without valid weights."""

    def tagger(self) -> Tagger | None:
        return None


def judged(rules: Rules, original: str) -> Judged:
    return Judged("", text=Text(original), verdict=rules.judge.judge(Text(original)))


def copy_of(rules: Rules, original: str, reader: ReaderClient, tagging: Tagging) -> Any:
    return masked_copy("1", Item("", Kind.TEXT), judged(rules, original), rules, reader, tagging)


def case_of(number: str, item: Judged, rules: Rules) -> Case:
    return Case(number, Origin.CLIPBOARD, Kind.TEXT, 0.0, sentence("mask.name"), decide((item,), rules.policy), (item,))


def test_a_value_that_occurs_again_is_counted_once(rules: Rules, reader: ReaderClient) -> None:
    copy = copy_of(rules, f"患者李建国，身份证{IDENTITY}。\n李建国的电话13812345678，138-1234-5678。李建国今天复查。",
                   reader, Tagging())
    kinds = dict(copy.kinds)
    assert (kinds[KIND_WORDS[MaskKind.NAME]], kinds[KIND_WORDS[MaskKind.ID_NUMBER]],
            kinds[KIND_WORDS[MaskKind.PHONE]]) == (1, 1, 1)


@pytest.mark.parametrize(("tagging", "by_rules"), [(Tagging(), False), (NoWeights(), True)])
def test_a_copy_says_whether_rules_alone_made_it(rules: Rules, reader: ReaderClient, tagging: Tagging,
                                                 by_rules: bool) -> None:
    copy = copy_of(rules, f"患者李建国，身份证{IDENTITY}，请查收", reader, tagging)
    assert isinstance(copy, MaskedCopy)
    assert copy.by_rules is by_rules


@pytest.mark.parametrize("tagging", [Tagging(), NoWeights()])
def test_a_long_text_is_refused_with_and_without_the_tagger(rules: Rules, reader: ReaderClient,
                                                            tagging: Tagging) -> None:
    copy = copy_of(rules, f"患者李建国，身份证{IDENTITY}。" + "字" * LONGEST_TEXT, reader, tagging)
    assert copy.words == sentence("mask.too-long")


def test_half_a_character_does_not_keep_a_copy_from_the_clipboard() -> None:
    targets = targets_of(MaskedCopy("1", (), text="\ud800李**"))
    assert {target.untrusted_bytes for target in targets} == {"?李**".encode()}


class Slow(Tagging):
    """Tagging that goes on with the copy of its first thread when told to."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.go_on = threading.Event(), threading.Event()

    def tagger(self) -> Tagger | None:
        if not self.begun.is_set():
            self.begun.set()
            self.go_on.wait(30)
        return super().tagger()


@pytest.fixture
def slow() -> Iterator[Slow]:
    tagging = Slow()
    yield tagging
    tagging.go_on.set()


def test_a_copy_does_not_wait_for_that_of_another_item(rules: Rules, reader: ReaderClient, slow: Slow) -> None:
    nowhere = CopyFiles(Path("/nowhere"))
    masking = Masking(lambda: rules, None, reader, slow, nowhere)  # type: ignore[arg-type]
    item = judged(rules, f"患者李建国，身份证{IDENTITY}，请查收")
    first = threading.Thread(target=lambda: masking.copy_of(case_of("1", item, rules)))
    first.start()
    assert slow.begun.wait(30)
    second = threading.Thread(target=lambda: masking.copy_of(case_of("2", replace(item), rules)))
    second.start()
    second.join(30)
    assert not second.is_alive()
    assert masking.remembers(case_of("2", item, rules), ())
    assert not masking.remembers(case_of("1", item, rules), ())
    slow.go_on.set()
    first.join(30)
    assert masking.remembers(case_of("1", item, rules), ())


def test_a_warning_hides_what_rules_suspect_before_there_is_a_copy() -> None:
    text = f"患者佘建国{IDENTITY}，诊断：尖锐湿疣，卡号6222021234567890128，微信she_jianguo88，住枫林路12号3单元402。"
    hidden = {place for start, end in suspected_near(text, 0, 2) for place in range(start, end)}
    legible = "".join(character for place, character in enumerate(text) if place not in hidden)
    assert not [words for words in ("建国", IDENTITY[6:], "湿疣", "62220", "jianguo", "402") if words in legible]


def test_what_a_warning_hides_is_where_it_is_in_a_long_text() -> None:
    before = "无关。\n" * 400
    text = f"{before}患者佘建国，诊断：尖锐湿疣。\n\n{before}"
    parts = [text[start:end] for start, end in suspected_near(text, text.index("患者"), text.index("患者") + 2)]
    assert parts == ["佘建国", "尖锐湿疣"]
