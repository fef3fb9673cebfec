"""Makes what the worker of the soak copies and captures. Everybody in it is invented; the canaries are nowhere else.

``Material`` is seeded, and every marked piece has a number of its own: no two copies have the same content.
"""

from __future__ import annotations

import base64
import random
from collections.abc import Iterator
from functools import cached_property

import docx

from rules.model import Action
from rules.text import Text
from tests.support.built_in import built_in
from tests.support.corpus import clerk_day
from tests.support.office_files import saved
from tests.support.pictures import encode, identity_number, render_chat, render_document
from tests.support.real_text import news

NAMES = ("尉迟青萍", "闾丘雪樵")
NUMBERS = (identity_number("51172219880229731"), identity_number("51172219790813642"))
MARK = "绝密★至2037年8月"
CANARIES = (*NAMES, *NUMBERS, MARK)
"""Contained in every piece that must not leave the vault."""

_JUDGING_SECONDS = 10.0
_CLEAN_TEXTS = 400


class Material:
    """An endless supply. ``word`` is what the unit's own rules block at the moment."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._number = 0

    @cached_property
    def _clean(self) -> list[str]:
        found = [entry["text"] for entry in clerk_day()] + self._random.sample(news(), _CLEAN_TEXTS)
        verdicts = built_in().judge.judge_many([Text(text) for text in found], _JUDGING_SECONDS)
        return [text for text, verdict in zip(found, verdicts, strict=True)
                if verdict.action.severity < Action.WARN.severity]

    def clean(self) -> str:
        """Return a harmless text."""
        return f"{self._random.choice(self._clean).strip()}\n（第{self._next()}次复制）"

    def secret(self) -> str:
        """Return a text with a mark of 国家秘密 and everything that is searched for afterwards."""
        return (f"{MARK}\n演示县人民政府办公室文件\n演政办密〔2026〕{self._next()}号\n联系人{NAMES[0]}，"
                f"身份证号{NUMBERS[0]}；{NAMES[1]}，身份证号{NUMBERS[1]}。")

    def draft(self) -> str:
        """Return a draft: an approver may release it."""
        return (f"《关于恢复部分公交线路的通告（讨论稿）》\n经研究，拟自下周一起恢复{self._next()}路，"
                f"联系人{NAMES[0]}，身份证号{NUMBERS[0]}。")

    def roster(self) -> str:
        """Return personal data: a masked copy of it may be sent."""
        rows = "\n".join(f"{name}，身份证号 {number}" for name, number in zip(NAMES, NUMBERS, strict=True))
        return f"值班人员信息第{self._next()}版\n{rows}\n钱演示，身份证号 510104198507126321"

    def clean_picture(self) -> bytes:
        """Return a screenshot of a chat about nothing, as a PNG."""
        lines = [("王姐", f"第{self._next()}次提醒，周五下午植树"), ("我", "收到，谢谢"), ("小陈", "食堂门口集合")]
        return encode(render_chat(lines, width=900))

    def secret_picture(self) -> bytes:
        """Return a picture of a marked page, as a PNG."""
        return encode(render_document(f"第{self._next()}页\n{self.secret()}", width=1000, size=30))

    def clean_document(self) -> bytes:
        """Return a harmless docx."""
        return _docx(self.clean())

    def secret_document(self) -> bytes:
        """Return a docx of a marked page."""
        return _docx(self.secret())

    def unit_word(self) -> str:
        """Return a code name for the unit's next release."""
        return f"青松{self._random.choice('甲乙丙丁戊己庚辛')}{self._next()}号"

    def _next(self) -> int:
        self._number += 1
        return self._number


def _docx(text: str) -> bytes:
    document = docx.Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    return saved(document)


def needles(words: str) -> Iterator[tuple[str, bytes]]:
    """Yield the forms in which these words may be in a file: encodings, each also in base64 at any offset."""
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gbk"):
        plain = words.encode(encoding)
        yield encoding, plain
        for shift in range(3):
            row = base64.b64encode(bytes(shift) + plain)
            # The characters at both ends also contain bits of what is beside the words.
            yield f"{encoding} in base64", row[(0, 2, 3)[shift]:(shift + len(plain)) * 8 // 6]
    yield "escapes of JSON", words.encode("ascii", "backslashreplace")
