"""Files that contain other files: archives, mails, pages. One file per format, chosen by content, not by name.

A format yields its members as items, in order; guard/reading/items.py reads each as a file of its own.
"""

from __future__ import annotations

from collections.abc import Generator
from importlib import import_module

from guard.core.model import Reading
from guard.markup import notation
from guard.reading import known
from guard.reading.containers.reading import Inside, ReadItem
from guard.reading.containers.reading import views as _views
from guard.reading.documents.formats import Format
from rules.text import Text

CONTAINERS = (
    Format("zip", known.zip_archive, "zip"),
    Format("7z", known.seven_zip, "seven_zip"),
    Format("rar", known.rar, "rar"),
    Format("tar", known.tar, "tar"),
    Format("gz, bz2, xz", known.compressed, "compressed"),
    Format("msg", known.outlook_message, "outlook"),
    Format("rtf", notation.rtf, "rtf"),
    Format("eml", notation.mail, "mail"),
    Format("mbox", notation.mailbox, "mailbox"),
    Format("html", notation.html, "html"),
    Format("svg", notation.svg, "html"),
    Format("xml", notation.xml, "xml"),
    Format("text with files in it", notation.carries_files, "data_uris"),
    Format("left by a file manager", known.left_by_file_manager, "leftovers"),
    Format("archive behind something", known.has_archive_behind, "behind"),
)
"""Every supported format. A new one is one file and one line here."""


def sniff(untrusted_bytes: bytes) -> Format | None:
    """Return by content which container these bytes are; None when they are none. The name does not count."""
    return next((candidate for candidate in CONTAINERS if candidate.is_it(untrusted_bytes)), None)


def views(untrusted_bytes: bytes, container: Format, read_item: ReadItem,
          inside: Inside) -> Generator[Text, None, Reading]:
    """Yield the text of all members as it grows, each time with a trait PARTIAL; return the final reading.

    The names of members are part of the text. Members that could not be read, or were beyond the budget of ``inside``,
    leave a trait PARTIAL that names them; a container of which nothing is known, not even a name, is Unreadable.
    """
    read = import_module(f"{__name__}.{container.module}").read
    return (yield from _views(untrusted_bytes, read, read_item, inside))
