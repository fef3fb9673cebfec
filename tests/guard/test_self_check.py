"""Tests that 发前自查 answers like a paste, stores nothing, and issues receipts that cannot be changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from guard.control.masked_copies import MaskedCopy
from guard.control.offered_requests import GiveReceipt, MaskOffered, Offered, ReceiptGiven, SelfCheck, SelfChecked
from guard.control.requests import Reply, Request
from guard.core.events import EventKind
from guard.core.model import Outcome
from guard.daemon.receipts import ReceiptError, verify
from guard.ipc.replies import Refused
from tests.support import ui_samples as samples
from tests.support.office_files import document
from tests.support.ui_guard import GuardHere

ROSTER = "排查返乡人员\n" + "\n".join(f"{name}，证件号 {number}" for name, number in zip(
    samples.ROSTER_SECRETS[:3], samples.ROSTER_SECRETS[3:], strict=True))
PHONES = ("13812345678", "15012345678", "17712345678")
MARKED = f"{samples.MARK}\n关于开展应急演练的通知（演示样例，非国家秘密）"


def ask(guard: GuardHere, request: Request) -> Reply:
    return guard.answer(request)


def checked(guard: GuardHere, offered: Offered) -> SelfChecked:
    reply = ask(guard, SelfCheck(offered))
    assert isinstance(reply, SelfChecked)
    return reply


def receipt(guard: GuardHere, check: str) -> bytes:
    reply = ask(guard, GiveReceipt(check))
    assert isinstance(reply, ReceiptGiven)
    return reply.receipt


@pytest.mark.parametrize(("text", "outcome"), [
    ("明天上午九点开会，请带好材料。", Outcome.ALLOW), (MARKED, Outcome.BLOCK), (ROSTER, Outcome.BLOCK),
    ("关于恢复公交线路的通告（讨论稿）", Outcome.WARN)])
def test_a_text_is_answered_as_a_paste_would_be(guard: GuardHere, text: str, outcome: Outcome) -> None:
    assert checked(guard, Offered(text)).outcome is outcome


def test_nothing_is_kept_and_nothing_is_recorded(guard: GuardHere) -> None:
    checked(guard, Offered(MARKED))
    ask(guard, MaskOffered(Offered(ROSTER)))
    assert guard.quarantine.summaries() == ()
    assert guard.record.events == []


def test_files_are_judged_by_name_and_content_and_several_at_once(guard: GuardHere, tmp_path: Path) -> None:
    named, marked, clean = (tmp_path / name for name in ("【机密】预案.txt", "通知.txt", "会议.txt"))
    named.write_text("见附件。", "utf-8")
    marked.write_text(MARKED, "utf-8")
    clean.write_text("明天上午九点开会。", "utf-8")
    reply = checked(guard, Offered(paths=(str(named), str(marked), str(clean), str(tmp_path / "没有.txt"))))
    assert reply.outcome is Outcome.BLOCK
    assert [(item.name, item.of_name, item.outcome) for item in reply.items] == [
        ("【机密】预案.txt", True, Outcome.BLOCK), ("【机密】预案.txt", False, Outcome.ALLOW),
        ("通知.txt", False, Outcome.BLOCK), ("会议.txt", False, Outcome.ALLOW),
        ("没有.txt", False, Outcome.UNREADABLE)]
    assert "已经不在了" in reply.items[-1].reason


def test_personal_data_can_be_masked_and_a_mark_cannot(guard: GuardHere) -> None:
    assert checked(guard, Offered(ROSTER)).maskable
    copy = ask(guard, MaskOffered(Offered(ROSTER)))
    assert isinstance(copy, MaskedCopy)
    assert not any(secret in copy.text for secret in samples.ROSTER_SECRETS)
    assert not checked(guard, Offered(MARKED)).maskable
    assert isinstance(ask(guard, MaskOffered(Offered(MARKED))), Refused)


def workbook(path: Path) -> Path:
    written = openpyxl.Workbook()
    for row in (["姓名", "身份证号", "联系电话"], *zip(samples.ROSTER_SECRETS[:3], samples.ROSTER_SECRETS[3:], PHONES,
                                               strict=True)):
        written.active.append(row)
    written.save(path)
    return path


@pytest.mark.parametrize("write", [lambda path: document(path, ROSTER), workbook], ids=["docx", "xlsx"])
def test_the_words_of_one_document_are_given_masked(guard: GuardHere, tmp_path: Path,
                                                    write: Callable[[Path], Path]) -> None:
    offered = Offered(paths=(str(write(tmp_path / "排查表")),))
    assert checked(guard, offered).maskable
    copy = ask(guard, MaskOffered(offered))
    assert isinstance(copy, MaskedCopy)
    assert copy.text
    assert not any(secret in copy.text for secret in samples.ROSTER_SECRETS)


def test_several_files_and_one_whose_name_is_stopped_are_not_given_masked(guard: GuardHere, tmp_path: Path) -> None:
    one = document(tmp_path / "排查表.docx", ROSTER)
    other = document(tmp_path / "【机密】排查表.docx", ROSTER)
    assert not checked(guard, Offered(paths=(str(one), str(other)))).maskable
    assert isinstance(ask(guard, MaskOffered(Offered(paths=(str(one), str(other))))), Refused)
    assert not checked(guard, Offered(paths=(str(other),))).maskable
    assert isinstance(ask(guard, MaskOffered(Offered(paths=(str(other),)))), Refused)


def test_a_receipt_says_when_what_and_how_and_has_no_content(guard: GuardHere) -> None:
    given = receipt(guard, checked(guard, Offered(ROSTER)).check)
    said = verify(given)
    assert said.outcome is Outcome.BLOCK
    assert said.is_of([ROSTER.encode()])
    assert not said.is_of([ROSTER.encode() + b" "])
    assert not any(secret in given.decode() for secret in samples.ROSTER_SECRETS)
    assert [(event.kind, event.outcome, event.reason) for event in guard.record.events] == [
        (EventKind.RECEIPT, "block", said.fingerprint)]


def test_the_same_content_has_another_fingerprint_each_time(guard: GuardHere) -> None:
    first, second = (verify(receipt(guard, checked(guard, Offered(ROSTER)).check)) for _ in range(2))
    assert first.fingerprint != second.fingerprint
    assert first.key == second.key


@pytest.mark.parametrize(("field", "value"), [("结论", "可发"), ("时间", "2026-11-24T08:00:00+08:00"), ("命中规则", []),
                                              ("内容指纹", "00" * 32)])
def test_a_changed_receipt_is_found_out(guard: GuardHere, field: str, value: object) -> None:
    fields = json.loads(receipt(guard, checked(guard, Offered(ROSTER)).check))
    with pytest.raises(ReceiptError, match="改动"):
        verify(json.dumps({**fields, field: value}).encode())


@pytest.mark.parametrize("untrusted_bytes", [
    b"", b"null", b"[]", b"{}", b"\xff", b"[" * 9000, b"x" * 20_000,
    '{"格式": "密哨尽责凭证 1", "签名": 5}'.encode(), '{"格式": "密哨尽责凭证 1", "签名": "zz"}'.encode()])
def test_what_is_no_receipt_is_refused_in_words(untrusted_bytes: bytes) -> None:
    with pytest.raises(ReceiptError, match="凭证"):
        verify(untrusted_bytes)


def test_a_check_of_long_ago_has_no_receipt_any_more(guard: GuardHere) -> None:
    first = checked(guard, Offered("甲")).check
    for number in range(20):
        checked(guard, Offered(str(number)))
    reply = ask(guard, GiveReceipt(first))
    assert isinstance(reply, Refused)
    assert "重新查一次" in reply.words


def test_files_checked_one_after_the_other_have_one_receipt_of_them_all(guard: GuardHere, tmp_path: Path) -> None:
    contents = ["明天上午九点开会。", MARKED, "请带好材料。"]
    check = ""
    for number, words in enumerate(contents):
        (tmp_path / f"{number}.txt").write_text(words, "utf-8")
        reply = ask(guard, SelfCheck(Offered(paths=(str(tmp_path / f"{number}.txt"),)), after=check))
        assert isinstance(reply, SelfChecked)
        check = reply.check
    given = verify(receipt(guard, check))
    assert given.outcome is Outcome.BLOCK
    assert given.rules
    assert given.is_of([words.encode() for words in contents])
    assert not given.is_of([contents[-1].encode()])


def test_what_continues_a_check_that_is_gone_has_no_receipt_because_it_would_be_of_a_part(guard: GuardHere) -> None:
    reply = ask(guard, SelfCheck(Offered("甲"), after="gone"))
    assert isinstance(reply, SelfChecked)
    assert isinstance(ask(guard, GiveReceipt(reply.check)), Refused)
