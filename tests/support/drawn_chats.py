"""Draws a text as a chat: each message of a record of several as a bubble, any other text as one bubble."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from random import Random

from PIL import Image

from tests.support.drawn_words import broken, shown
from tests.support.pictures import font, render_chat
from tests.support.writers import WrittenText

Message = tuple[str, str]
"""The sender's name in the chat, "我" for the user's own messages, and the words."""

_TIME = r"(?:(?:20\d\d[-/年.])?\d{1,2}[-/月.]\d{1,2}日?\s+)?\d{1,2}[:：]\d{2}(?:[:：]\d{2})?"
_TIMED = (
    re.compile(rf"(?P<label>(?P<name>[^\n:：]{{1,24}}?)\s+{_TIME})\s*()$"),  # 张三 2020/1/26 10:31
    re.compile(rf"(?P<label>{_TIME}\s+(?P<name>[^\n:：]{{1,24}}))()$"),  # 2020/1/26 10:31 张三
    re.compile(rf"(?P<label>[\[【]?{_TIME}[\]】]?\s*(?P<name>[^\n:：]{{1,12}}))[:：]\s*(.*)$"),  # 10:31 张三：内容
    re.compile(rf"(?P<label>(?P<name>\S{{1,12}})\s+{_TIME})\s+(.+)$"),  # 张三 10:31 内容
)
_UNTIMED = (re.compile(r"(?P<label>(?P<name>[^\s:：，。；！？、,;!?]{1,12}))[:：]\s*(.+)$"),)  # 张三：内容
"""How chat records head a message: what is above the bubble, the sender, and the words on the same line."""
_TITLES = ("文件传输助手", "小周", "阿芳", "一家人(7)", "老同学(28)", "三楼的(12)")
"""Headings for chats of any kind: they must not reveal whether a text may be sent."""
_SCREENS = ((1080, 42), (1080, 36), (720, 28), (760, 16), (900, 20))
"""Width of the window and font size, in pixels: telephones and desktops."""
_BUBBLE = 0.62
"""Largest width of a bubble's words, as a part of the window (tests.support.pictures.render_chat)."""
_FEWEST = 2
_LONGEST_TITLE = 20


def messages(text: str) -> list[Message]:
    """Return the messages of a chat record, lines without a sender first; none when it is no record."""
    return next((said for heads in (_TIMED, _UNTIMED) if len(said := _messages(text, heads)) > _FEWEST), [])


def _messages(text: str, heads: Sequence[re.Pattern[str]]) -> list[Message]:
    found: list[Message] = [("", "")]
    for line in text.split("\n"):
        head = next((match for pattern in heads if (match := pattern.match(line))), None)
        if head is None:
            sender, words = found.pop()
            found.append((sender, f"{words}\n{line}"))
        else:
            name = head["name"].strip()
            found.append(("我" if name == "我" else head["label"].strip(), head[head.lastindex or 0]))
    return [(sender, words.strip("\n")) for sender, words in found]


def draw_chat(written: WrittenText, random: Random, *, dark: bool) -> Image.Image:
    """Return a chat window with the text; RGB."""
    title, (width, size) = random.choice(_TITLES), random.choice(_SCREENS)
    text = shown(written.text).replace("\t", "    ")
    alone = (random.choice(("我", "")), text)
    nobodys, *said = (messages(text) if written.kind == "chat" else []) or [("", ""), alone]
    if nobodys[1] and "\n" not in nobodys[1] and len(nobodys[1]) <= _LONGEST_TITLE:
        title = nobodys[1]
    elif nobodys[1]:
        said = [nobodys, *said]
    return render_chat(list(_wrapped(said, width, size)), width=width, size=size, title=title, dark=dark)


def _wrapped(said: Sequence[Message], width: int, size: int) -> Iterator[Message]:
    for sender, words in said:
        yield sender, broken(words, font(size), width * _BUBBLE)
