"""Finds the kind of page that the title of a browser's window names. Pure: titles and the policy's table → a page.

Anybody can choose a title. So it can only make treatment stricter: a page that is held is treated as chat, and one that
the policy calls 普通网页 as any page of a browser, never as an office program.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from rules.schema.record import entry
from rules.schema.shapes import Many, Text, choice

ANY = "*"
"""At the beginning or the end of a name, matches whatever else the segment contains there."""


class PageKind(StrEnum):
    """What people do on a page; the values are the words of the policy file."""

    CHAT = "聊天"
    MAIL = "互联网邮箱"
    SOCIAL = "社交"
    ASSISTANT = "AI 助手"
    FORM = "网上表单"
    CONVERSION = "在线转换"
    TRANSLATION = "在线翻译"
    DRIVE = "网盘"
    DOCUMENTS = "在线文档"
    ORDINARY = "普通网页"


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a table: ``name`` is the table's own word, never the title or address that was seen. ``site``: it was
    known by its address, and ``name`` is that of a host.
    """

    kind: PageKind
    name: str
    site: bool = False

    @property
    def held(self) -> bool:
        """True for every kind that is treated as chat."""
        return self.kind is not PageKind.ORDINARY


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of one kind. A name is a whole segment of a title, or with ANY the beginning, end or part of one; a
    name with separators in it is a whole title.
    """

    kind: PageKind = entry("种类", choice(PageKind))
    names: tuple[str, ...] = entry("名称", Many(Text(), alone=(str,)))


@dataclass(frozen=True, slots=True)
class OpenPage:
    """A window of a browser. Its title is shown on this computer only, and never stored."""

    untrusted_title: str
    browser: str


def page_of(title: str, table: tuple[Pages, ...]) -> Page | None:
    """Return the table's page for a window title, None for a page that is not in the table.

    A title is split as sites write it (「首页 - 知乎」, 「Inbox | a@b.c | Proton Mail」). The site is usually at its
    end, so the first segment from the end that the table knows decides; in one segment a whole name wins over one with
    ANY, and of equal ones 普通网页 over every other kind.
    """
    names = _sorted(table)
    segments = segments_of(title)
    whole = names.whole.get(tuple(segments))
    if whole is not None:
        return whole
    for number, segment in enumerate(reversed(segments)):
        if number == 0 or len(segment) > 1:  # one letter is a site only at the end: 「主页 / X」
            found = names.whole.get((segment,)) or _by_part(segment, names.parts)
            if found is not None:
                return found
    return _by_part("".join(segments), names.parts)


def held_page(titles: Iterable[str], table: tuple[Pages, ...]) -> Page | None:
    """Return the first page among these titles that is treated as chat, None for none."""
    found = (page_of(title, table) for title in titles)
    return next((page for page in found if page is not None and page.held), None)


# ------------------------------------------------------------------ titles
_SEPARATORS = re.compile(
    r" [-‐·•/:~»>]+ "  # these occur inside words, too: 「8/X」, 「e-mail」
    r"| ?(?:[|_‒–—―•]|--)+ ?"
    r"|·"
    # 「微博-随时随地发现新鲜事」, not 「X-光检查」
    r"|(?<=\w\w)-(?=[\u3400-\u9fff])|(?<=[\u3400-\u9fff])-(?=\w\w)")
_SAID_OF_NEWS = r"\d|未读|新|消息|私信|通知|提醒|@"
_WITHIN = r"[^()\[\]【】「」{}]"
_IN_BRACKETS = rf"[(\[【「{{](?={_WITHIN}{{0,24}}(?:{_SAID_OF_NEWS})){_WITHIN}{{1,24}}[)\]】」}}]"
_COUNT = r"\d{1,5}\+?\s?(?:条|封|个|则)?\s?(?:未读|新)*(?:消息|邮件|通知|私信|提醒|信息)"
_NEWS = r"(?:有人@(?:我|你|您)|@(?:我|你|您)|(?:您有|你有)?(?:新消息|新邮件|未读消息|未读邮件|未读))"
_BEFORE = re.compile(rf"(?:[^\w(\[【「{{]+|{_IN_BRACKETS}|{_COUNT}|{_NEWS}|\d{{1,5}}\+)")
_BEHIND = re.compile(rf"(?:{_IN_BRACKETS}|{_COUNT}|{_NEWS})[^\w]*$")
_OTHER_TABS = re.compile(r" ?(?:和另外 ?\d+ ?个页面|and \d+ more pages?)$", re.IGNORECASE)
_BROWSERS = re.compile(
    r"(?:google chrome|chromium|mozilla firefox|firefox(?: esr)?|(?:microsoft )?edge|opera|vivaldi|brave|safari"
    r"|[\w ]{0,16}浏览器[\w. ]{0,12}|[\w ]{0,16}browser)"
    r"(?: ?[(\[]?(?:无痕模式|隐私浏览|隐身|inprivate|incognito|private)[\w ]{0,10}[)\]]?)?", re.IGNORECASE)
_UNSEEN = ("Cf", "Mn")
_WITH_PROFILE = ("google chrome", "chromium")
"""Browsers that put the name of their profile after their own."""

_PROFILE = re.compile(r"个人|工作|personal|work|inprivate|profile \d+|用户配置 \d+", re.IGNORECASE)
"""What Edge puts before its own name."""


def segments_of(title: str) -> tuple[str, ...]:
    """Return the segments of a title in the form in which they are compared: without case, width, spaces, invisible
    characters, counts of unread messages and the name of the browser.
    """
    return tuple(filter(None, (_compared(name) for name in names_in(title))))


def names_in(title: str) -> tuple[str, ...]:
    """Return the segments of a title as people would write them into the policy."""
    parts = [part for part in (part.strip() for part in _SEPARATORS.split(_without_news(_visible(title)))) if part]
    return tuple(_without_news(_OTHER_TABS.sub("", part)) for part in _without_browser(parts))


def _visible(text: str) -> str:
    """Return the text with one width, single spaces, and no invisible characters: Edge has one in its own name."""
    plain = unicodedata.normalize("NFKC", text)
    return " ".join("".join(character for character in plain if unicodedata.category(character) not in _UNSEEN).split())


def _without_news(text: str) -> str:
    """Cut off counts of unread news before and after a name, and symbols before it."""
    rest = text
    while (match := _BEFORE.match(rest)) is not None and match.end() < len(rest):
        rest = rest[match.end():].lstrip()
    match = _BEHIND.search(rest)
    return rest[:match.start()].rstrip() if match is not None and match.start() else rest


def _without_browser(parts: Sequence[str]) -> Sequence[str]:
    if len(parts) > 2 and parts[-2].casefold() in _WITH_PROFILE:
        return parts[:-2]
    if len(parts) < 2 or _BROWSERS.fullmatch(parts[-1]) is None:
        return parts
    edge = "edge" in parts[-1].casefold()
    parts = parts[:-1]
    return parts[:-1] if edge and len(parts) > 1 and _PROFILE.fullmatch(parts[-1]) else parts


def _compared(name: str) -> str:
    return "".join(name.casefold().split()).strip("-·:,.!。、*•●")


# ------------------------------------------------------------------ the table
@dataclass(frozen=True, slots=True)
class _Part:
    """A name with ANY: ``words`` at the beginning, at the end or, with both open, anywhere in a segment."""

    words: str
    open_before: bool
    open_behind: bool
    page: Page

    def fits(self, segment: str) -> bool:
        if self.open_before and self.open_behind:
            return self.words in segment
        return segment.endswith(self.words) if self.open_before else segment.startswith(self.words)


@dataclass(frozen=True, slots=True)
class _Names:
    whole: Mapping[tuple[str, ...], Page]
    parts: tuple[_Part, ...]


@lru_cache(4)
def _sorted(table: tuple[Pages, ...]) -> _Names:
    """Return the names of a table as they are looked up, 普通网页 before all other kinds."""
    ordered = sorted(table, key=lambda pages: pages.kind is not PageKind.ORDINARY)
    whole: dict[tuple[str, ...], Page] = {}
    parts: list[_Part] = []
    for page, name in ((Page(pages.kind, name.strip(ANY)), name) for pages in ordered for name in pages.names):
        segments = segments_of(page.name)
        if not segments:
            continue
        if ANY in (name[0], name[-1]):
            parts.append(_Part("".join(segments), name[0] == ANY, name[-1] == ANY, page))
        else:
            whole.setdefault(segments, page)
    return _Names(whole, tuple(parts))


def _by_part(segment: str, parts: Iterable[_Part]) -> Page | None:
    return next(iter(_fitting(segment, parts)), None)


def _fitting(segment: str, parts: Iterable[_Part]) -> Iterator[Page]:
    return (part.page for part in parts if part.fits(segment))
