"""What copied targets amount to: text, pictures or files. Pure; the names are those of X11."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from guard.clipboard.compound_text import decode_compound_text
from guard.clipboard.html import HtmlError, read_html
from guard.file_names import path_text
from guard.model import Item, Kind, Reason, Target, Unreadable

TEXT_NAMES = ("UTF8_STRING", "text/plain;charset=utf-8", "text/plain;charset=UTF-8", "COMPOUND_TEXT", "STRING",
              "text/plain", "TEXT")
"""Targets that are plain text, the most faithful first."""

FILE_NAMES = ("x-special/gnome-copied-files", "text/uri-list")
HTML_NAME = "text/html"
NOT_CONTENT = frozenset({
    "TARGETS", "MULTIPLE", "TIMESTAMP", "SAVE_TARGETS", "DELETE", "INSERT_SELECTION", "INSERT_PROPERTY",
    "PIXMAP", "BITMAP", "DRAWABLE", "COLORMAP",
})
"""Requests rather than content (ICCCM section 2.6.2), and server resources that cannot be handed on."""

FILES_LIMIT = 2000
"""Files of one copy that are looked at one by one."""

_PICTURES_KEPT = ("image/png", "image/jpeg", "image/jpg", "image/bmp", "image/x-bmp", "image/x-MS-bmp", "image/gif",
                  "image/webp", "image/tiff", "image/svg+xml")
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
    """Return the targets to judge a copy by: its file list, its best text and its HTML; () when it has none of them."""
    text = next((name for name in TEXT_NAMES if name in offered), None)
    return (*(name for name in FILE_NAMES if name in offered), *((text,) if text else ()),
            *((HTML_NAME,) if HTML_NAME in offered else ()))


def other_texts(offered: Sequence[str], asked: Iterable[str]) -> tuple[str, ...]:
    """Return the text targets that are left when the best one was refused."""
    tried = set(asked)
    return tuple(name for name in TEXT_NAMES if name in offered and name not in tried)


def picture_names(offered: Sequence[str]) -> tuple[str, ...]:
    """Return the picture targets, those that are read first in front."""
    known = tuple(name for name in _PICTURES_KEPT if name in offered)
    return known + tuple(name for name in offered if name.startswith("image/") and name not in known)


def names_to_keep(offered: Sequence[str], *, has_text: bool) -> tuple[str, ...]:
    """Return the targets to fetch so that the original can be served.

    With text, no picture but PNG: each picture makes the source render it. Without, the usual formats: no program asks
    for a portable pixmap when it can have PNG.
    """
    pictures = picture_names(offered)
    if has_text:
        kept: tuple[str, ...] = tuple(name for name in pictures if name == "image/png")
    else:
        kept = tuple(name for name in pictures if name in _PICTURES_KEPT) or pictures
    return kept + tuple(name for name in dict.fromkeys(offered)
                        if name not in NOT_CONTENT and not name.startswith("image/"))


def read_content(targets: Mapping[str, Target | None]) -> Content:
    """Return what the fetched targets amount to; a target that the source refused is None. Never asks for more."""
    files = _files(targets)
    if files:
        return Content(files=files)
    plain = next((text for name in (*TEXT_NAMES, "text/uri-list") if (text := _text(targets.get(name))).strip()), "")
    seen, pictures, problem = _html(targets.get(HTML_NAME))
    texts: list[tuple[str, str]] = []
    if plain:
        texts.append((_TEXT_LABEL, plain))
    if _squeezed(seen) and _squeezed(seen) not in _squeezed(plain):
        texts.append((_HTML_LABEL, seen))
    return Content(tuple(texts), pictures, problem=problem)


def with_picture(content: Content, targets: Mapping[str, Target | None], offered: Sequence[str]) -> Content:
    """Return the content with the copied picture itself in front, in the best format that was fetched."""
    for name in picture_names(offered):
        target = targets.get(name)
        if target is not None and target.untrusted_bytes:
            return Content(content.texts, (target.untrusted_bytes, *content.pictures), problem=content.problem)
    if content.pictures:
        return content
    return Content(content.texts, problem=Unreadable(Reason.NO_ANSWER, "图片没有取到"))


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
    for name in FILE_NAMES:
        target = targets.get(name)
        if target is None:
            continue
        addresses = [line.strip() for line in decode_text(target).splitlines() if "://" in line]
        found = [address for address in addresses if not address.lower().startswith(("http://", "https://", "ftp://"))]
        if found:
            return _file_items(found)
    return ()


def _file_items(addresses: Sequence[str]) -> tuple[Item, ...]:
    items = tuple(_file_item(address) for address in addresses[:FILES_LIMIT])
    if len(addresses) <= FILES_LIMIT:
        return items
    rest = Unreadable(Reason.TOO_LARGE, f"一次复制了 {len(addresses)} 个文件，只看了前 {FILES_LIMIT} 个")
    return (*items, Item("其余文件", Kind.FILES, problem=rest))


def _file_item(address: str) -> Item:
    try:
        parts = urlsplit(address)
    except ValueError:
        return Item("文件", Kind.FILES, problem=Unreadable(Reason.MALFORMED, "文件地址不合格式"))
    path = path_text(Path(unquote(parts.path, errors="surrogateescape"))) if parts.path else ""
    name = path.rstrip("/").rpartition("/")[2] or "文件"
    if "\0" in path or not path.startswith("/"):
        return Item("文件", Kind.FILES, problem=Unreadable(Reason.MALFORMED, "文件地址不合格式"))
    if parts.scheme.lower() != "file":
        return Item(name, Kind.FILES, problem=Unreadable(Reason.UNSUPPORTED, "文件不在这台电脑上"))
    return Item(path, Kind.FILES)
