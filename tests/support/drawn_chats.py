"""A text as a chat shows it: each message a bubble when it is a record of several, one bubble when it is not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from random import Random

from PIL import Image

from tests.support.drawn_words import broken, shown
from tests.support.pictures import font, render_chat
from tests.support.writers import WrittenText

Message = tuple[str, str]
"""Who sends it, as the chat says it, "我" for one's own, and the words."""

_TIME = r"(?:(?:20\d\d[-/年.])?\d{1,2}[-/月.]\d{1,2}日?\s+)?\d{1,2}[:：]\d{2}(?:[:：]\d{2})?"
_TIMED = (
    re.compile(rf"(?P<label>(?P<name>[^\n:：]{{1,24}}?)\s+{_TIME})\s*()$"),  # 张三 2020/1/26 10:31
    re.compile(rf"(?P<label>{_TIME}\s+(?P<name>[^\n:：]{{1,24}}))()$"),  # 2020/1/26 10:31 张三
    re.compile(rf"(?P<label>[\[【]?{_TIME}[\]】]?\s*(?P<name>[^\n:：]{{1,12}}))[:：]\s*(.*)$"),  # 10:31 张三：内容
    re.compile(rf"(?P<label>(?P<name>\S{{1,12}})\s+{_TIME})\s+(.+)$"),  # 张三 10:31 内容
)
_UNTIMED = (re.compile(r"(?P<label>(?P<name>[^\s:：，。；！？、,;!?]{1,12}))[:：]\s*(.+)$"),)  # 张三：内容
"""How records of chats head a message: what stands above the bubble, who it is, and the words on the same line."""
_TITLES = ("文件传输助手", "小周", "阿芳", "一家人(7)", "老同学(28)", "三楼的(12)")
"""Of chats of any kind: what is above a text must not say whether it may go out."""
_SCREENS = ((1080, 42), (1080, 36), (720, 28), (760, 16), (900, 20))
"""Width of the window and size of the letters, in pixels: telephones and desktops."""
_BUBBLE = 0.62
"""Part of the window that the words of a bubble may be wide (tests.support.pictures.render_chat)."""
_FEWEST = 2
_LONGEST_TITLE = 20


def messages(text: str) -> list[Message]:
    """Return the messages of a record of a chat, those lines that nobody sent first; none when it is no record."""
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
    """Return the chat in which a text is seen; RGB."""
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
