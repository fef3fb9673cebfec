"""Tests PDF and OFD through the real reader process."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from guard.core.model import Reading, Reason, Unreadable
from rules.text import Text
from tests.support.fixed_layout_files import ofd, pdf
from tests.support.office_files import PICTURE
from tests.support.pictures import render_document
from tests.support.texts import page, whole

Read = Callable[[bytes], Text]


def test_pages_of_a_pdf_are_read_with_their_numbers(text: Read) -> None:
    found = text(pdf(["关于开展专项检查的通知\n机密★5年", "联系人王小明\n电话 13800138000"], title="标题标记"))
    assert [page(found, words) for words in ("标题标记", "机密★5年", "13800138000")] == [None, 1, 2]
    assert "机密★5年" in found.original.splitlines()
    assert whole(found)
    assert not found.from_picture


def test_page_of_a_pdf_that_is_a_picture_is_recognised(text: Read) -> None:
    scan = render_document("各县（区）人民政府\n机密★5年\n请认真贯彻执行", width=1240)
    found = text(pdf(["第一页有字" * 60, scan]))
    assert page(found, "机密★5年") == 2
    assert page(found, "第一页有字") == 1
    assert found.from_picture
    assert whole(found)


def test_picture_with_a_line_of_text_over_it_is_recognised(text: Read) -> None:
    scan = render_document("机密★5年\n各县（区）人民政府", width=1240).crop((0, 0, 1240, 900))
    found = text(pdf([scan], field="010-55550123"))
    assert "机密★5年" in found.original
    assert "010-55550123" in found.original


def test_small_picture_on_a_page_of_text_is_recognised_once(text: Read) -> None:
    stamp = render_document("机密★5年", width=400)
    found = text(pdf(["第一页有字" * 60, "第二页有字" * 60], corner=stamp))
    assert found.original.count("机密★5年") == 1
    assert page(found, "机密★5年") == 1
    assert found.original.count("第二页有字") == 60


def test_pdf_with_a_password_is_encrypted(reading: Callable[[bytes], Reading]) -> None:
    found = reading(pdf(["机密★5年"], password="fictional"))
    assert isinstance(found, Unreadable)
    assert found.reason is Reason.ENCRYPTED


@pytest.mark.parametrize("untrusted_bytes", [b"%PDF-1.7\n", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n", pdf(["a"])[:400]])
def test_damaged_pdf_is_damaged(reading: Callable[[bytes], Reading], untrusted_bytes: bytes) -> None:
    found = reading(untrusted_bytes)
    assert isinstance(found, Unreadable)
    assert found.reason is Reason.DAMAGED


def test_words_of_an_ofd_come_in_reading_order_whatever_their_order_in_the_file(text: Read) -> None:
    found = text(ofd([[(20, 60, "电话"), (20, 20, "机密"), (30, 20, "★5年"), (100, 60, "13800138000")],
                      [(20, 20, "第二页标记")]]))
    assert found.original.splitlines() == ["明电标记", "机密★5年", "电话\t13800138000", "第二页标记"]
    assert [page(found, words) for words in ("明电标记", "机密★5年", "第二页标记")] == [None, 1, 2]
    assert whole(found)


def test_picture_in_an_ofd_is_recognised(text: Read) -> None:
    found = text(ofd([[(20, 20, "第一页")], []], PICTURE))
    assert page(found, "图片里的机密★10年") == 2
    assert found.from_picture
