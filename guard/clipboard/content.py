"""What copied targets amount to: text, pictures or files. Pure; the names are those of X11."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from guard.clipboard import libre_office
from guard.clipboard.encodings import decode_text, readings
from guard.clipboard.file_lists import FILE_NAMES, PORTAL_NAMES, beyond, in_portal, listed
from guard.clipboard.html import HtmlError, read_html
from guard.model import Item, Kind, Reason, Target, Unreadable
from rules.deadline import Deadline

TEXT_NAMES = ("UTF8_STRING", "text/plain;charset=utf-8", "text/plain;charset=UTF-8", "COMPOUND_TEXT", "STRING",
              "text/plain", "TEXT")
"""Targets that are plain text, the most faithful first."""

HTML_NAME = "text/html"
_RICH_NAMES = ("text/rtf", "text/richtext", "application/rtf", "application/x-rtf", "Rich Text Format")
"""What office programs offer beside their text: the text with its formats."""

_DOCUMENT_NAMES = (*_RICH_NAMES, "application/xhtml+xml")
NOT_CONTENT = frozenset({
    "TARGETS", "MULTIPLE", "TIMESTAMP", "SAVE_TARGETS", "DELETE", "INSERT_SELECTION", "INSERT_PROPERTY",
    "PIXMAP", "BITMAP", "DRAWABLE", "COLORMAP",
})
"""Requests rather than content (ICCCM section 2.6.2), and server resources that cannot be handed on."""

_PICTURES_KEPT = ("image/png", "image/jpeg", "image/jpg", "image/bmp", "image/x-bmp", "image/x-MS-bmp", "image/gif",
                  "image/webp", "image/tiff", "image/svg+xml")
USUAL_NAMES = (*FILE_NAMES, *TEXT_NAMES, HTML_NAME, *_DOCUMENT_NAMES, *_PICTURES_KEPT)
"""What is asked of a source that does not say what it has, or not soon enough."""

HTML_SECONDS = 5.0
"""Time for the HTML of one copy, all ways to read it together: its verdict waits for it."""

_TEXT_LABEL = "剪贴板文字"
_HTML_LABEL = "剪贴板网页内容"
_PICTURE_LABEL = "剪贴板图片"
_DOCUMENT_LABEL = "剪贴板文档"
_OTHERS_LIMIT = 8


@dataclass(frozen=True, slots=True)
class Content:
    """What a person would paste. ``texts`` are (label, text) pairs; ``problem`` says that a part could not be read."""

    texts: tuple[tuple[str, str], ...] = ()
    pictures: tuple[bytes, ...] = ()
    files: tuple[Item, ...] = ()
    problem: Unreadable | None = None

    @property
    def kind(self) -> Kind:
        """Return what the copy counts as: files before pictures before text."""
        if self.files:
            return Kind.FILES
        return Kind.PICTURE if self.pictures else Kind.TEXT

    def items(self) -> tuple[Item, ...]:
        """Return everything to read, text first."""
        texts = tuple(Item(label, Kind.TEXT, untrusted_text=text) for label, text in self.texts)
        pictures = tuple(Item(_PICTURE_LABEL, Kind.PICTURE, untrusted_bytes=picture) for picture in self.pictures)
        problems = (Item(_TEXT_LABEL, Kind.TEXT, problem=self.problem),) if self.problem else ()
        return texts + pictures + self.files + problems


def names_to_read(offered: Sequence[str]) -> tuple[str, ...]:
    """Return the targets to judge a copy by: its file lists, its best text and its HTML; () without any."""
    text = next((name for name in TEXT_NAMES if name in offered), None)
    return (*(name for name in (*FILE_NAMES, *PORTAL_NAMES) if name in offered), *((text,) if text else ()),
            *((HTML_NAME,) if HTML_NAME in offered else ()))


def other_texts(offered: Sequence[str], asked: Iterable[str]) -> tuple[str, ...]:
    """Return what else may hold words when nothing was to be had from the best text: any text, any document."""
    tried = {*asked, *FILE_NAMES}
    known = (name for name in TEXT_NAMES if name in offered)
    others = (name for name in offered if name in _DOCUMENT_NAMES or name.startswith("text/"))
    return tuple(name for name in dict.fromkeys((*known, *others)) if name not in tried)[:_OTHERS_LIMIT]


def picture_names(offered: Sequence[str]) -> tuple[str, ...]:
    """Return the picture targets, those that are read first in front."""
    known = tuple(name for name in _PICTURES_KEPT if name in offered)
    return known + tuple(name for name in offered if name.startswith("image/") and name not in known)


def is_picture(content: Content, offered: Sequence[str]) -> bool:
    """Say whether a copy is to be read as a picture: its HTML holds one, or it has one that is not just its text drawn.

    Office programs offer a picture of the very words that they offer as text.
    """
    drawn = content.texts and draws_its_text(offered)
    return bool(content.pictures) or (not drawn and bool(picture_names(offered)))


def draws_its_text(offered: Sequence[str]) -> bool:
    """Say whether the pictures offered beside a text are renderings of it."""
    return any(name in _RICH_NAMES or name.startswith(libre_office.NAMES) for name in offered)


def names_to_keep(offered: Sequence[str], *, has_text: bool, large: bool = False) -> tuple[str, ...]:
    """Return the targets to fetch so that the original can be served.

    With text, no picture but PNG: each picture makes the source render it. Without, the usual formats: no program asks
    for a portable pixmap when it can have PNG. LibreOffice's own bitmap is its image/bmp under another name. Of a
    ``large`` text no other plain form than the best: GTK takes seconds to make one, and gives nothing meanwhile.
    """
    pictures = picture_names(offered)
    passed_over: tuple[str, ...] = ("image/",)
    if has_text:
        kept: tuple[str, ...] = tuple(name for name in pictures if name == "image/png")
        passed_over += (libre_office.BITMAP,) if kept else ()
    else:
        kept = tuple(name for name in pictures if name in _PICTURES_KEPT) or pictures
    best = next((name for name in TEXT_NAMES if name in offered), None)
    others = {name for name in offered if large and best and name != best
              and (name in TEXT_NAMES or name.startswith("text/plain"))}
    return kept + tuple(name for name in dict.fromkeys(offered)
                        if name not in NOT_CONTENT and name not in others and not name.startswith(passed_over))


def read_content(targets: Mapping[str, Target | None], files: tuple[Item, ...] = ()) -> Content:
    """Return what the fetched targets amount to; a target that the source refused is None. Never asks for more.

    ``files`` are those of lists that are not read here. A text beside files counts when it says more than their list.
    """
    files = (*(files or _files(targets)), *_documents(targets))
    others = (name for name in targets if name.startswith("text/") and name not in {*_DOCUMENT_NAMES, HTML_NAME})
    names = dict.fromkeys((*TEXT_NAMES, *others, *FILE_NAMES))
    plain = next((found for name in names if (found := _beyond(_readings(targets.get(name)), files))), ())
    seen, pictures, problem = _html(targets.get(HTML_NAME))
    texts = [(_TEXT_LABEL, text) for text in plain]
    for text in _beyond(seen, files):
        if not any(_squeezed(text) in _squeezed(known) for _, known in texts):
            texts.append((_HTML_LABEL, text))
    return Content(tuple(texts), pictures, files, problem)


def with_picture(content: Content, targets: Mapping[str, Target | None], offered: Sequence[str]) -> Content:
    """Return the content with the copied picture itself in front, in the best format that was fetched."""
    for name in picture_names(offered):
        target = targets.get(name)
        if target is not None and target.untrusted_bytes:
            return replace(content, pictures=(target.untrusted_bytes, *content.pictures))
    if content.pictures:
        return content
    return replace(content, problem=Unreadable(Reason.NO_ANSWER, "图片没有取到"))


def _readings(target: Target | None) -> tuple[str, ...]:
    return readings(target) if target is not None else ()


def _beyond(texts: Iterable[str], files: Sequence[Item]) -> tuple[str, ...]:
    """Return what these texts say beyond a list of the files, without those that say nothing."""
    return tuple(text for text in (beyond(text, files) for text in texts) if text.strip())


def _html(target: Target | None) -> tuple[tuple[str, ...], tuple[bytes, ...], Unreadable | None]:
    """Return the visible text for each way to read the markup, and the pictures in the likeliest one."""
    if target is None:
        return (), (), None
    deadline = Deadline(HTML_SECONDS)
    try:
        read = [read_html(markup, deadline) for markup in readings(target)]
    except HtmlError:
        return (), (), Unreadable(Reason.TOO_LARGE, "网页内容")
    return tuple(text for text, _ in read), read[0][1], None


def _documents(targets: Mapping[str, Target | None]) -> tuple[Item, ...]:
    """Return what only the reader can read, when it was asked for: there is no plain text then."""
    if any(targets.get(name) is not None for name in TEXT_NAMES):
        return ()
    held = (target for name in _DOCUMENT_NAMES if (target := targets.get(name)) is not None)
    return tuple(Item(_DOCUMENT_LABEL, Kind.FILES, untrusted_bytes=target.untrusted_bytes)
                 for target in held if target.untrusted_bytes)[:1]


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _files(targets: Mapping[str, Target | None]) -> tuple[Item, ...]:
    lists = [target for name in FILE_NAMES if (target := targets.get(name)) is not None]
    files = listed(map(decode_text, lists)) if lists else ()
    if not files and any(targets.get(name) is not None for name in PORTAL_NAMES):
        return (in_portal(),)
    return files
