"""Notes pictures and objects of an OpenDocument body on the page that contains them."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from guard.core.model import Kind, Unreadable
from guard.reading import images, limits, text
from guard.reading.documents.errors import OverBudgetError
from guard.reading.documents.ooxml import office
from guard.reading.documents.package import Package, resolve
from guard.reading.documents.transcript import Transcript
from guard.sentences.catalogue import sentence
from guard.util.sizes import megabytes
from rules.model import Place


@dataclass(frozen=True, slots=True)
class Body:
    """A body inside this one, in a folder of the same package, and its position."""

    folder: str
    page: int | None
    place: Place


class Objects:
    """What one body references. ``seen`` collects the names of parts; a flat document has no ``package``."""

    def __init__(self, transcript: Transcript, seen: set[str], package: Package | None = None,
                 folder: str = "") -> None:
        self._transcript, self._seen, self._package, self._folder = transcript, seen, package, folder
        self.bodies: list[Body] = []

    def link(self, untrusted_reference: str, *, picture: bool) -> None:
        """Note what an element references, once; what is outside the package is ignored."""
        package = self._package
        name = resolve(self._folder, untrusted_reference)
        if package is None or not untrusted_reference or name in self._seen:
            return
        self._seen.add(name)
        if picture:
            office.pictures(package, self._transcript, (name,))
        elif f"{name}/content.xml" in package:
            self.bodies.append(Body(name, self._transcript.page, self._transcript.place))
        elif name in package:
            self._transcript.document(partial(package.bytes_of, name))

    def carried(self, untrusted_base64: str) -> None:
        """Note what a flat document contains itself."""
        if len(untrusted_base64) > limits.PART_BYTES:
            raise OverBudgetError(sentence("reading.part-over-mb", limit=megabytes(limits.PART_BYTES)))
        try:
            content = base64.b64decode(untrusted_base64)
        except (binascii.Error, ValueError):
            self._transcript.incomplete(sentence("reading.inner-file"))
            return
        self._transcript.budget.open_part()
        if text.sniff(content) is Kind.PICTURE:
            self._transcript.picture(partial(_frames, content))
        elif not _drawn(content):
            self._transcript.document(lambda: content)


def _drawn(untrusted_bytes: bytes) -> bool:
    """Tell whether these are drawing commands (EMF, WMF, SVM, SVG), which are not read."""
    return untrusted_bytes[40:44] == b" EMF" or untrusted_bytes.startswith((b"\xd7\xcd\xc6\x9a", b"VCLMTF", b"<?xml",
                                                                           b"<svg"))


def _frames(untrusted_bytes: bytes) -> Iterator[images.Frame | Unreadable]:
    return images.frames(untrusted_bytes)
