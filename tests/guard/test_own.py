"""Tests 我的信息 as a table: what is left out of a verdict, and everything that must not be."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest

from guard.config.builtin_policy import builtin_policy
from guard.config.policy_file import load
from guard.core.decide import decide
from guard.core.model import Judged, Outcome
from guard.core.own_numbers import MOST, NOBODY, Own, OwnKind, digest, number_of, without_own
from guard.core.policy import Policy
from guard.own_numbers.book import OwnBook, OwnRefusedError
from guard.vault import FileKey
from rules.model import MOST_MATCHES, Action, Confidence, Explanation, Match, Nature, Verdict
from rules.text import PARTIAL, Text, Trait
from tests.support.built_in import built_in
from tests.support.thorough import thorough_but

ME, CARD = "510104199003074518", "6217000010001234567"
PHONE, OTHER, OTHER_PHONE = "13812345678", "510104198507126321", "15012345678"
KEY = b"k" * 32
MINE = Own(KEY, tuple(digest(KEY, number) for number in (ME, PHONE, CARD)))


@pytest.fixture(scope="module")
def policy() -> Policy:
    return replace(load(builtin_policy(), "policy.yaml"), own=MINE)


def judged(text: str, found: str, nature: Nature = Nature.PERSONAL, action: Action = Action.WARN) -> Judged:
    start = text.index(found)
    match = Match("R-1", "名称", action, Confidence.HIGH, found[:80], start, start + len(found))
    explanation = Explanation("R-1", "名称", "类别", nature, "依据", (), (), "题", "句", "办")
    return Judged("x", text=Text(text), verdict=Verdict(action, (match,), (explanation,)))


@pytest.mark.parametrize(("text", "found"), [
    (f"开户用：张样例 {ME}", f"张样例 {ME}"),
    (f"身份证 {ME[:6]} {ME[6:14]} {ME[14:]}", ME[14:]),
    (f"身份证 {ME.translate(str.maketrans('0123456789', '０１２３４５６７８９'))}", "身份证 "
     + ME.translate(str.maketrans("0123456789", "０１２３４５６７８９"))),
    (f"张样例 {PHONE} {ME}", ME),
    (f"{ME} {CARD[:4]} {CARD[4:8]} {CARD[8:12]} {CARD[12:16]} {CARD[16:]}", ME),
    (f"2026-11-24 预约，{PHONE}，第 12 号窗口", PHONE),
    (f"20261124 {PHONE}", PHONE),
    (f"转 3000 元到 {CARD}", CARD),
])
def test_what_is_about_ones_own_numbers_alone_is_not_asked_about(text: str, found: str, policy: Policy) -> None:
    assert decide((judged(text, found),), policy).outcome is Outcome.ALLOW
    assert decide((judged(text, found),), replace(policy, own=NOBODY)).outcome is Outcome.WARN


@pytest.mark.parametrize(("text", "found"), [
    (f"张样例 {ME}\n钱演示 {OTHER}", ME),
    (f"张样例 {ME}\n钱演示 {OTHER_PHONE}", ME),
    (f"{ME} {OTHER}", ME),
    (f"{OTHER_PHONE} {ME}", ME),
    (f"{ME} 6222 0212 3456 7890", ME),
    (f"{ME}，护照 E12345678", ME),
    (f"{ME}，座机 0371-6598-1234", ME),
    (f"1{PHONE}", PHONE),
    (f"{PHONE}9", PHONE),
    ("李桂花 胃癌，住院中", "李桂花 胃癌"),
    (f"李桂花 胃癌，住院中。回电 {PHONE}", "李桂花 胃癌"),
    (f"张样例 {ME[:-1]}0", ME[:-1]),
])
def test_another_number_or_a_match_without_an_own_one_is_asked_about_all_the_same(
        text: str, found: str, policy: Policy) -> None:
    assert decide((judged(text, found),), policy) == decide((judged(text, found),), replace(policy, own=NOBODY))


@pytest.mark.parametrize("nature", [nature for nature in Nature if nature is not Nature.PERSONAL])
def test_only_personal_data_is_ever_left_out(nature: Nature, policy: Policy) -> None:
    item = judged(f"本人 {ME}", ME, nature, Action.BLOCK)
    assert decide((item,), policy).outcome is Outcome.BLOCK


def test_a_mark_beside_ones_own_number_still_decides(policy: Policy) -> None:
    item = built_in().judge.judge(Text(f"机密\u26055年\n本人身份证 {ME}"))
    decision = decide((Judged("x", text=Text(f"机密\u26055年\n本人身份证 {ME}"), verdict=item),), policy)
    assert decision.outcome is Outcome.BLOCK
    assert decision.nature is Nature.STATE_SECRET


def test_the_built_in_rules_ask_about_a_single_identity_number_unless_it_is_ones_own(policy: Policy) -> None:
    for number, outcome in ((ME, Outcome.ALLOW), (OTHER, Outcome.WARN)):
        text = Text(f"张样例 身份证号 {number}")
        assert decide((Judged("x", text=text, verdict=built_in().judge.judge(text)),), policy).outcome is outcome


def test_nothing_is_left_out_of_what_is_not_whole() -> None:
    item = judged(f"本人 {ME}", ME)
    assert item.text is not None
    assert item.verdict is not None
    assert without_own(item, MINE) != item
    many = replace(item.verdict, matches=item.verdict.matches * MOST_MATCHES)
    for part in (replace(item, text=replace(item.text, traits=(Trait(PARTIAL, 1),))),
                 replace(item, verdict=replace(item.verdict, gaps=("R-2",))),
                 replace(item, verdict=many), replace(item, verdict=None), replace(item, text=None)):
        assert without_own(part, MINE) == part


def test_each_item_of_a_capture_is_decided_on_its_own(policy: Policy) -> None:
    mine, others = judged(f"本人 {ME}", ME), judged(f"钱演示 {OTHER}", OTHER)
    assert decide((mine, mine), policy).outcome is Outcome.ALLOW
    assert decide((mine, others), policy).outcome is Outcome.WARN


@pytest.mark.parametrize("filling", thorough_but(["138 1234 5678 "], [
    "1 ", "13812345678 ", "138 1234 5678 ", "20261124 ", "1-"]))
def test_a_million_digits_take_no_time_worth_mentioning(filling: str, policy: Policy) -> None:
    text = filling * (1_000_000 // len(filling))
    started = time.thread_time()
    decide((judged(text, filling),), policy)
    assert time.thread_time() - started < 5


@pytest.mark.parametrize(("kind", "typed", "number"), [
    (OwnKind.IDENTITY, f" {ME[:6]} {ME[6:]} ", ME), (OwnKind.IDENTITY, ME[:-1] + "1", None),
    (OwnKind.PHONE, "138-1234-5678", PHONE), (OwnKind.PHONE, "12345678901", None),
    (OwnKind.CARD, "６２１７ 0000 1000 1234 567", None), (OwnKind.IDENTITY, "", None), (OwnKind.PHONE, ME, None),
])
def test_only_a_valid_number_is_taken(kind: OwnKind, typed: str, number: str | None) -> None:
    assert number_of(kind, typed) == number


@pytest.fixture
def book(tmp_path: Path) -> OwnBook:
    key = FileKey(tmp_path / "vault.key")
    key.create()
    return OwnBook(tmp_path / "own.numbers", key)


def test_the_book_keeps_hashes_under_a_key_of_its_own_and_no_number(book: OwnBook) -> None:
    book.add(OwnKind.IDENTITY, ME)
    book.add(OwnKind.PHONE, f"{PHONE[:3]} {PHONE[3:]}")
    kept = book.path.read_bytes()
    assert ME.encode() not in kept
    assert PHONE.encode() not in kept
    assert book.path.stat().st_mode & 0o077 == 0
    own = book.own()
    assert own.holds(ME)
    assert own.holds(PHONE)
    assert not own.holds(OTHER)
    assert own.key != book.keys.load()
    book.remove(book.entries()[0].digest)
    assert not book.own().holds(ME)


def test_the_book_refuses_what_is_invalid_known_or_too_many(book: OwnBook) -> None:
    book.add(OwnKind.IDENTITY, ME)
    for kind, number, why in ((OwnKind.IDENTITY, ME, "已经登记"), (OwnKind.IDENTITY, OTHER, "最多"),
                              (OwnKind.PHONE, "12345", "有效")):
        with pytest.raises(OwnRefusedError, match=why):
            book.add(kind, number)
    assert len(book.entries()) == MOST[OwnKind.IDENTITY] == 1


@pytest.mark.parametrize("content", [b"", b"\xff" * 20, b"\x91\x93\xa3abc"])
def test_a_damaged_book_exempts_nobody(content: bytes, book: OwnBook) -> None:
    book.path.write_bytes(content)
    assert book.own() == NOBODY


def test_another_key_knows_none_of_the_numbers(book: OwnBook, tmp_path: Path) -> None:
    book.add(OwnKind.PHONE, PHONE)
    other = FileKey(tmp_path / "other.key")
    other.create()
    assert not OwnBook(book.path, other).own().holds(PHONE)
    assert OwnBook(book.path, FileKey(tmp_path / "none.key")).own() == NOBODY
