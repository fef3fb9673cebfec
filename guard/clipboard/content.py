"""Turns copied targets into content to judge: text, pictures or files. Pure; the names are those of X11."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from guard.clipboard import libre_office, picture_programs, rich_text
from guard.clipboard.concealed import HINT
from guard.clipboard.encodings import decode_text, readings
from guard.clipboard.file_lists import FILE_NAMES, PORTAL_NAMES, beyond, in_portal, listed, local_path
from guard.clipboard.html import HtmlError, read_html
from guard.core import item_names
from guard.core.model import Item, Kind, Reason, Target, Unreadable
from guard.sentences.catalogue import sentence
from rules.deadline import Deadline

TEXT_NAMES = ("UTF8_STRING", "text/plain;charset=utf-8", "text/plain;charset=UTF-8", "COMPOUND_TEXT", "STRING",
              "text/plain", "TEXT")
"""Targets that are plain text, the most faithful first."""

HTML_NAME = "text/html"
_PAGE_NAMES = (HTML_NAME, "application/xhtml+xml")
_DOCUMENT_NAMES = (*rich_text.NAMES, "application/xhtml+xml")
NOT_CONTENT = frozenset({
    "TARGETS", "MULTIPLE", "TIMESTAMP", "SAVE_TARGETS", "DELETE", "INSERT_SELECTION", "INSERT_PROPERTY",
    "PIXMAP", "BITMAP", "DRAWABLE", "COLORMAP",
})
"""Requests rather than content (ICCCM section 2.6.2), and server resources that cannot be passed on."""

_PICTURES_KEPT = ("image/png", "image/jpeg", "image/jpg", "image/bmp", "image/x-bmp", "image/x-MS-bmp", "image/gif",
                  "image/webp", "image/tiff", "image/svg+xml")
USUAL_NAMES = (*FILE_NAMES, *TEXT_NAMES, HTML_NAME, *_DOCUMENT_NAMES, HINT, *_PICTURES_KEPT)
"""Targets requested from a source that does not list what it has, or not soon enough."""

HTML_SECONDS = 5.0
"""Time for the HTML of one copy, in all encodings together: its verdict waits for it."""

_TEXT_LABEL = str(item_names.TEXT)
_HTML_LABEL = str(item_names.HTML)
_PICTURE_LABEL = str(item_names.PICTURE)
_DOCUMENT_LABEL = str(item_names.DOCUMENT)
_OTHERS_LIMIT = 8
_LINKED_LIMIT = 64
_NOTHING = b"\0 \t\r\n"


class _Page(NamedTuple):
    texts: tuple[str, ...]
    pictures: tuple[bytes, ...]
    linked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """What a person would paste. ``texts`` are (label, text) pairs; ``problem`` says that a part could not be read.

    ``linked`` are the paths of pictures that copied HTML names but does not contain. A document for the reader is a
    file with bytes.
    """

    texts: tuple[tuple[str, str], ...] = ()
    pictures: tuple[bytes, ...] = ()
    linked: tuple[str, ...] = ()
    files: tuple[Item, ...] = ()
    problem: Unreadable | None = None

    @property
    def kind(self) -> Kind:
        """Return the kind of the copy: files before pictures before text."""
        if self.files:
            return Kind.FILES
        return Kind.PICTURE if self.pictures or self.linked else Kind.TEXT

    @property
    def shows_pictures(self) -> bool:
        """True when the text contains pictures, or a document beside it that may contain some."""
        return bool(self.pictures or self.linked or any(item.untrusted_bytes for item in self.files))

    def items(self) -> tuple[Item, ...]:
        """Return everything to read, text first."""
        texts = tuple(Item(label, Kind.TEXT, untrusted_text=text) for label, text in self.texts)
        pictures = tuple(Item(_PICTURE_LABEL, Kind.PICTURE, untrusted_bytes=picture) for picture in self.pictures)
        linked = tuple(Item(_PICTURE_LABEL, Kind.PICTURE, path=path) for path in self.linked)
        problems = (Item(_TEXT_LABEL, Kind.TEXT, problem=self.problem),) if self.problem else ()
        return texts + pictures + linked + self.files + problems


def names_to_read(offered: Sequence[str], *, selected: bool = False) -> tuple[str, ...]:
    """Return the targets to judge a copy by: its file lists, its best text, its HTML and its RTF, and whether it is
    concealed; () when it has none.

    For a drawing that covers a text (Calc), LibreOffice says what it contains only in its own format. Of content that
    is merely ``selected`` neither that format nor RTF is read: only its text counts. A drawing is read as a picture.
    """
    text = next((name for name in TEXT_NAMES if name in offered), None)
    rich = next((name for name in rich_text.NAMES if name in offered and not selected), None)
    own = libre_office.precious(offered) if text and picture_names(offered) and not selected else ()
    pages = () if picture_programs.is_drawing(offered) else _PAGE_NAMES
    return (*(name for name in (HINT, *FILE_NAMES, *PORTAL_NAMES) if name in offered), *((text,) if text else ()),
            *(name for name in pages if name in offered), *((rich,) if rich else ()), *own)


def other_texts(offered: Sequence[str], asked: Iterable[str]) -> tuple[str, ...]:
    """Return what else may contain words when the best text gave nothing: any text, any document."""
    tried = {*asked, *FILE_NAMES, *picture_programs.NO_TEXT}
    if picture_programs.is_drawing(offered):
        return ()
    known = (name for name in TEXT_NAMES if name in offered)
    others = (name for name in offered if name in _DOCUMENT_NAMES or name.startswith("text/"))
    return tuple(name for name in dict.fromkeys((*known, *others)) if name not in tried)[:_OTHERS_LIMIT]


def picture_names(offered: Sequence[str]) -> tuple[str, ...]:
    """Return the picture targets, in the order in which to read them."""
    known = tuple(name for name in _PICTURES_KEPT if name in offered)
    return known + tuple(name for name in offered if name.startswith("image/") and name not in known)


def is_picture(content: Content, offered: Sequence[str]) -> bool:
    """Tell whether to read a copy as a picture: its HTML shows one, or it has one that is not merely its text rendered.
    """
    return bool(content.pictures or content.linked) or (
        bool(picture_names(offered)) and not draws_its_text(content, offered))


def draws_its_text(content: Content, offered: Sequence[str]) -> bool:
    """Tell whether the pictures offered beside a text are renderings of it.

    Office programs offer a picture of the same words that they offer as text, and of the pictures among them.
    """
    if libre_office.is_libre_office(offered):
        return bool(content.texts)  # it renders what its own format contains, and that is read
    return bool(content.texts) and not content.shows_pictures and any(name in rich_text.NAMES for name in offered)


def names_to_keep(offered: Sequence[str], *, has_text: bool, large: bool = False) -> tuple[str, ...]:
    """Return the targets to fetch so that the original can be served.

    With text, no picture but PNG: each picture makes the source render it. Without text, the usual formats (no program
    asks for a portable pixmap when it can have PNG) and the formats that its own program pastes. LibreOffice's own
    bitmap is its image/bmp under another name. Of a ``large`` text only the best plain form: GTK takes seconds to make
    each one, and delivers nothing meanwhile.
    """
    if picture_programs.is_drawing(offered):
        return tuple(name for name in (*picture_programs.DRAWING_KEPT, *FILE_NAMES, *TEXT_NAMES) if name in offered)
    pictures = picture_names(offered)
    passed_over: tuple[str, ...] = ("image/", libre_office.LINK)
    if has_text:
        kept: tuple[str, ...] = tuple(name for name in pictures if name == "image/png")
        passed_over += (libre_office.BITMAP,) if kept else ()
    else:
        kept = tuple(name for name in pictures if name in (*_PICTURES_KEPT, *picture_programs.OWN_NAMES)) or pictures
    best = next((name for name in TEXT_NAMES if name in offered), None)
    others = {name for name in offered if large and best and name != best
              and (name in TEXT_NAMES or name.startswith("text/plain"))}
    others.update(picture_programs.NO_TEXT)
    return kept + tuple(name for name in dict.fromkeys(offered)
                        if name not in NOT_CONTENT and name not in others and not name.startswith(passed_over))


def read_content(targets: Mapping[str, Target | None], files: tuple[Item, ...] = ()) -> Content:
    """Return the content of the fetched targets; a target that the source refused is None. Never requests more.

    ``files`` are those of lists that are not read here. A text beside files counts when it says more than their list.
    """
    files = files or _files(targets)
    others = (name for name in targets if name.startswith("text/")
              and name not in {*_DOCUMENT_NAMES, HTML_NAME, *picture_programs.NO_TEXT})
    names = dict.fromkeys((*TEXT_NAMES, *others, *FILE_NAMES))
    plain = next((found for name in names if (found := _beyond(_readings(targets.get(name)), files))), ())
    pages, problem = _pages(targets)
    texts = [(_TEXT_LABEL, text) for text in plain]
    _say_more(texts, _HTML_LABEL, _beyond((text for page in pages for text in page.texts), files))
    rich = _rich_text(targets)
    words = rich_text.words_of(rich) if rich and texts else None
    if words is not None:
        _say_more(texts, _DOCUMENT_LABEL, _beyond((words,), files))
    elif rich:
        files = (*files, Item(_DOCUMENT_LABEL, Kind.FILES, untrusted_bytes=rich))
    files = (*files, *_own_documents(targets))
    linked = _linked(pages, rich)
    if len(linked) > _LINKED_LIMIT:
        problem = problem or Unreadable(Reason.TOO_LARGE, sentence("clipboard.web-content"))
    pictures = tuple(dict.fromkeys(picture for page in pages for picture in page.pictures))
    return Content(tuple(texts), pictures, linked[:_LINKED_LIMIT], files, problem)


def plain_text(targets: Mapping[str, Target]) -> Content:
    """Return the plain text among these targets, and nothing else."""
    return read_content({name: target for name, target in targets.items() if name in TEXT_NAMES})


def with_picture(content: Content, targets: Mapping[str, Target | None], offered: Sequence[str]) -> Content:
    """Return the content with the copied picture itself in front, in the best format that was fetched."""
    for name in picture_names(offered):
        target = targets.get(name)
        if target is not None and target.untrusted_bytes:
            return replace(content, pictures=(target.untrusted_bytes, *content.pictures))
    if content.pictures or content.linked:
        return content
    return replace(content, problem=Unreadable(Reason.NO_ANSWER, sentence("clipboard.no-picture")))


def _readings(target: Target | None) -> tuple[str, ...]:
    return readings(target) if target is not None else ()


def _beyond(texts: Iterable[str], files: Sequence[Item]) -> tuple[str, ...]:
    """Return what these texts say beyond a list of the files, without empty ones."""
    return tuple(text for text in (beyond(text, files) for text in texts) if text.strip())


def _say_more(texts: list[tuple[str, str]], label: str, said: Iterable[str]) -> None:
    """Add each text that says more than one that is already known."""
    for text in said:
        if not any(_squeezed(text) in _squeezed(known) for _, known in texts):
            texts.append((label, text))


def _pages(targets: Mapping[str, Target | None]) -> tuple[list[_Page], Unreadable | None]:
    """Return what each HTML page shows: its text in each likely encoding, and the pictures in the likeliest one."""
    deadline = Deadline(HTML_SECONDS)
    pages: list[_Page] = []
    for target in (targets.get(name) for name in _PAGE_NAMES):
        try:
            shown = [read_html(markup, deadline) for markup in _readings(target)]
        except HtmlError:
            return pages, Unreadable(Reason.TOO_LARGE, sentence("clipboard.web-content"))
        if shown:
            pages.append(_Page(tuple(one.text for one in shown), shown[0].pictures, shown[0].linked))
    return pages, None


def _own_documents(targets: Mapping[str, Target | None]) -> tuple[Item, ...]:
    held = (targets.get(name) for name in libre_office.precious(tuple(targets)))
    return tuple(Item(_DOCUMENT_LABEL, Kind.FILES, untrusted_bytes=target.untrusted_bytes)
                 for target in held if target is not None and libre_office.draws(target.untrusted_bytes))


def _rich_text(targets: Mapping[str, Target | None]) -> bytes:
    return next((target.untrusted_bytes for name in rich_text.NAMES
                 if (target := targets.get(name)) is not None and target.untrusted_bytes.strip(_NOTHING)), b"")


def _linked(pages: Iterable[_Page], rich: bytes) -> tuple[str, ...]:
    """Return the paths of pictures that pages only name, unless RTF beside them has as many: then they are the same."""
    paths = tuple(dict.fromkeys(path for page in pages for address in page.linked if (path := local_path(address))))
    return paths if len(paths) > rich_text.pictures_in(rich) else ()


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _files(targets: Mapping[str, Target | None]) -> tuple[Item, ...]:
    lists = [target for name in FILE_NAMES if (target := targets.get(name)) is not None]
    files = listed(map(decode_text, lists)) if lists else ()
    if not files and any(targets.get(name) is not None for name in PORTAL_NAMES):
        return (in_portal(),)
    return files
