"""Tests that chat records in pictures are recognised by the positions of their lines."""

from __future__ import annotations

import pytest

from rules.features.bubbles import Seen, bubbles
from rules.judge.judge import Judge
from rules.model import Action, Box
from rules.text import Piece, Text

WIDTH, MARGIN, HEIGHT = 1000, 40, 40
ORDERS = ("请各科室今晚报送排查台账", "务必核实到人", "名单不要外传", "收到请回复")
Line = tuple[str, int, int, int]
"""Words, left, top and width of a line."""


def _page(lines: list[Line], page: int = 1, start: int = 0) -> tuple[str, list[Piece]]:
    pieces, parts = [], []
    for words, left, top, width in lines:
        pieces.append(Piece(start, start + len(words), page, Box(left, top, width, HEIGHT)))
        parts.append(words)
        start += len(words) + 1
    return "\n".join(parts), pieces


def _chat(messages: list[tuple[str, str]], *, title: str = "工作群", named: bool = True) -> list[Line]:
    """Lay messages out as chat programs do; "我" is on the right."""
    lines = [(title, WIDTH // 2 - 60, 20, 120)]
    top = 110
    for sender, words in messages:
        width = 30 * len(words)
        if sender == "我":
            lines.append((words, WIDTH - MARGIN - width, top, width))
        else:
            if named:
                lines.append((sender, 90, top, 30 * len(sender)))
                top += 50
            lines.append((words, 110, top, width))
        top += 120
    return lines


def _seen(lines: list[Line]) -> Seen:
    return bubbles(*_page(lines))


def test_names_above_bubbles_make_a_group_chat_and_say_who_speaks() -> None:
    seen = _seen(_chat([("张主任", ORDERS[0]), ("我", "收到"), ("李四", "好的"), ("张主任", ORDERS[1])]))
    assert seen.score >= 65
    assert [name for _, _, name in seen.speakers] == ["张主任", "我", "李四", "张主任"]


def test_one_who_sends_message_after_message_is_a_chat_too() -> None:
    seen = _seen(_chat([("张主任", words) for words in ORDERS]))
    assert seen.score >= 65
    assert {name for _, _, name in seen.speakers} == {"张主任"}


def test_ones_own_messages_on_the_right_are_a_chat() -> None:
    seen = _seen(_chat([("我", words) for words in ORDERS]))
    assert seen.score >= 65
    assert [name for _, _, name in seen.speakers] == ["我"] * 4


def test_two_who_talk_without_names_are_a_chat() -> None:
    messages = [("乙", ORDERS[0]), ("我", "收到"), ("乙", ORDERS[1]), ("我", "马上办")]
    seen = _seen(_chat(messages, named=False))
    assert seen.score >= 65
    assert [name for _, _, name in seen.speakers] == ["对方", "我", "对方", "我"]


@pytest.mark.parametrize("scale", [0.4, 1, 3])
def test_the_size_of_the_screen_does_not_matter(scale: float) -> None:
    text, pieces = _page(_chat([("张主任", ORDERS[0]), ("我", "收到"), ("李四", "好的"), ("王芳", ORDERS[1])]))
    scaled = [
        Piece(piece.start, piece.end, 1, Box(*(round(scale * side) for side in (
            piece.box.x, piece.box.y, piece.box.width, piece.box.height))))
        for piece in pieces if piece.box
    ]
    assert bubbles(text, scaled).score >= 65


def test_lines_of_one_bubble_belong_together() -> None:
    lines = [("工作群", 440, 20, 120)]
    for number, name in enumerate(("张主任", "李四")):
        top = 110 + 300 * number
        lines += [(name, 90, top, 90), ("请各科室今晚八点前报送返乡人员", 110, top + 50, 600),
                  ("排查台账，务必核实", 110, top + 100, 400), ("到人", 110, top + 150, 60)]
    seen = _seen(lines)
    assert [name for _, _, name in seen.speakers] == ["张主任", "李四"]


def _document(*paragraphs: tuple[str, int, int]) -> list[Line]:
    """Lay (words, left, width) out below each other like print."""
    return [(words, left, 60 + 60 * number, width) for number, (words, left, width) in enumerate(paragraphs)]


DOCUMENTS = {
    "notice": _document(("某某县人民政府办公室", 300, 400), ("关于做好值班工作的通知", 290, 420), ("各科室:", 60, 160),
                        ("请各单位务必落实值班制度,按时报送情况", 140, 800),
                        ("台账,不得漏报,逾期的通报批评。", 60, 640), ("某某县人民政府办公室", 560, 380),
                        ("2020年1月26日", 640, 300)),
    "headings": _document(("总体要求", 60, 160), ("坚持预防为主,压实责任", 140, 480), ("工作任务", 60, 160),
                          ("排查隐患,建立台账", 140, 420), ("保障措施", 60, 160), ("加强领导,落实经费", 140, 420)),
    "list": _document(*((f"{number}.落实值班制度", 60, 300) for number in range(1, 9))),
    "poem": _document(("静夜思", 440, 120), ("床前明月光", 400, 200), ("疑是地上霜", 400, 200),
                      ("举头望明月", 400, 200), ("低头思故乡", 400, 200)),
    "sums on the right": _document(("1,280", 840, 100), ("96", 880, 60), ("12,345,678", 720, 220), ("3", 910, 30)),
    "letter": _document(("张三:", 60, 90), ("你好,来信收到。", 140, 300), ("此致", 140, 90), ("敬礼", 60, 90),
                        ("李四", 800, 90), ("1月26日", 760, 140)),
    "table": [(words, 60 + 300 * column, 60 + 60 * row, 90) for row in range(6)
              for column, words in enumerate(("张三", "办公室", "值班"))],
    "nothing": [],
    "one line": _document(("收到", 60, 60)),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_print_is_no_chat(name: str) -> None:
    assert _seen(DOCUMENTS[name]) == Seen()


def test_each_page_is_looked_at_alone() -> None:
    first, pieces = _page(DOCUMENTS["notice"])
    second, more = _page(_chat([("张主任", words) for words in ORDERS]), 2, len(first) + 1)
    seen = bubbles(f"{first}\n{second}", [*pieces, *more])
    assert seen.score >= 65
    assert all(start > len(first) for start, _, _ in seen.speakers)


def test_lines_without_boxes_say_nothing() -> None:
    text, pieces = _page(_chat([("张主任", words) for words in ORDERS]))
    assert bubbles(text, [Piece(piece.start, piece.end) for piece in pieces]) == Seen()


def test_a_picture_of_orders_in_a_work_group_is_judged_as_a_chat_and_shown_in_place(judge: Judge) -> None:
    messages = [("张主任", "请各科室今晚八点前报送排查台账"), ("李四", "收到"),
                ("张主任", "务必落实到人，名单不要外传"), ("王芳", "我镇马上摸排上报")]
    text, pieces = _page(_chat(messages))
    verdict = judge.judge(Text(text, tuple(pieces), from_picture=True))
    assert verdict.action is Action.BLOCK
    assert any(match.rule == "BC-04" and match.boxes for match in verdict.matches)
    assert not any(match.boxes for match in judge.judge(Text(text)).matches)
