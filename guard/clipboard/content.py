"""What copied targets amount to: text, pictures or files. Pure; the names are those of X11."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from guard.clipboard.compound_text import decode_compound_text
from guard.clipboard.file_lists import FILE_NAMES, PORTAL_NAMES, beyond, in_portal, listed
from guard.clipboard.html import HtmlError, read_html
from guard.model import Item, Kind, Reason, Target, Unreadable

TEXT_NAMES = ("UTF8_STRING", "text/plain;charset=utf-8", "text/plain;charset=UTF-8", "COMPOUND_TEXT", "STRING",
              "text/plain", "TEXT")
"""Targets that are plain text, the most faithful first."""

HTML_NAME = "text/html"
NOT_CONTENT = frozenset({
    "TARGETS", "MULTIPLE", "TIMESTAMP", "SAVE_TARGETS", "DELETE", "INSERT_SELECTION", "INSERT_PROPERTY",
    "PIXMAP", "BITMAP", "DRAWABLE", "COLORMAP",
})
"""Requests rather than content (ICCCM section 2.6.2), and server resources that cannot be handed on."""

_PICTURES_KEPT = ("image/png", "image/jpeg", "image/jpg", "image/bmp", "image/x-bmp", "image/x-MS-bmp", "image/gif",
                  "image/webp", "image/tiff", "image/svg+xml")
_LIBRE_OFFICE_NAMES = ("application/x-openoffice", "application/x-libreoffice")
_LIBRE_OFFICE_BITMAP = "application/x-openoffice-bitmap"
_TEXT_LABEL = "剪贴板文字"
_HTML_LABEL = "剪贴板网页内容"
_PICTURE_LABEL = "剪贴板图片"


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
    """Return the text targets that are left when the best one was refused."""
    tried = set(asked)
    return tuple(name for name in TEXT_NAMES if name in offered and name not in tried)


def picture_names(offered: Sequence[str]) -> tuple[str, ...]:
    """Return the picture targets, those that are read first in front."""
    known = tuple(name for name in _PICTURES_KEPT if name in offered)
    return known + tuple(name for name in offered if name.startswith("image/") and name not in known)


def is_picture(content: Content, offered: Sequence[str]) -> bool:
    """Say whether a copy is to be read as a picture: its HTML holds one, or it has no text beside one."""
    return bool(content.pictures) or (not content.texts and bool(picture_names(offered)))


def names_to_keep(offered: Sequence[str], *, has_text: bool) -> tuple[str, ...]:
    """Return the targets to fetch so that the original can be served.

    With text, no picture but PNG: each picture makes the source render it. Without, the usual formats: no program asks
    for a portable pixmap when it can have PNG. LibreOffice's own bitmap is its image/bmp under another name.
    """
    pictures = picture_names(offered)
    passed_over: tuple[str, ...] = ("image/",)
    if has_text:
        kept: tuple[str, ...] = tuple(name for name in pictures if name == "image/png")
        passed_over += (_LIBRE_OFFICE_BITMAP,) if kept else ()
    else:
        kept = tuple(name for name in pictures if name in _PICTURES_KEPT) or pictures
    return kept + tuple(name for name in dict.fromkeys(offered)
                        if name not in NOT_CONTENT and not name.startswith(passed_over))


def answers_as_owner_only(offered: Sequence[str]) -> bool:
    """Say whether the source gives nothing once it is told that another window owns its copy, not even to those who
    asked before: LibreOffice looks at each request.
    """
    return any(name.startswith(_LIBRE_OFFICE_NAMES) for name in offered)


def read_content(targets: Mapping[str, Target | None], files: tuple[Item, ...] = ()) -> Content:
    """Return what the fetched targets amount to; a target that the source refused is None. Never asks for more.

    ``files`` are those of lists that are not read here. A text beside files counts when it says more than their list.
    """
    files = files or _files(targets)
    texts_offered = (beyond(_text(targets.get(name)), files) for name in (*TEXT_NAMES, *FILE_NAMES))
    plain = next((text for text in texts_offered if text.strip()), "")
    seen, pictures, problem = _html(targets.get(HTML_NAME))
    seen = beyond(seen, files)
    texts: list[tuple[str, str]] = []
    if plain:
        texts.append((_TEXT_LABEL, plain))
    if _squeezed(seen) and _squeezed(seen) not in _squeezed(plain):
        texts.append((_HTML_LABEL, seen))
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


def decode_text(target: Target) -> str:
    """Return the text of a text target. Old programs put the locale's encoding where Latin-1 is due: it is tried."""
    data = target.untrusted_bytes
    if target.type == "COMPOUND_TEXT":
        return decode_compound_text(data)
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return data.decode("utf-16", "replace").replace("\0", "")
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding).replace("\0", "")
        except UnicodeDecodeError:
            continue
    fallback = "utf-8" if target.type == "UTF8_STRING" else "latin-1"
    return data.decode(fallback, "replace").replace("\0", "")


def _text(target: Target | None) -> str:
    return decode_text(target) if target is not None else ""


def _html(target: Target | None) -> tuple[str, tuple[bytes, ...], Unreadable | None]:
    if target is None:
        return "", (), None
    try:
        text, pictures = read_html(decode_text(target))
    except HtmlError:
        return "", (), Unreadable(Reason.TOO_LARGE, "网页内容")
    return text, pictures, None


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _files(targets: Mapping[str, Target | None]) -> tuple[Item, ...]:
    files = listed(_text(targets.get(name)) for name in FILE_NAMES)
    if not files and any(targets.get(name) is not None for name in PORTAL_NAMES):
        return (in_portal(),)
    return files
