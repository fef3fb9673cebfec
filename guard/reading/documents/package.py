"""A document that is a ZIP of parts (ISO/IEC 29500-2, GB/T 33190 clause 6): names, bytes, relations. In memory only."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from guard.reading import limits
from guard.reading.documents import xml
from guard.reading.documents.budget import Budget
from guard.reading.documents.errors import DamagedError, EncryptedError, OverBudgetError
from guard.sentences.catalogue import sentence
from guard.util.sizes import megabytes
from guard.util.unreadable_zips import UNREADABLE_ZIP

_CHUNK = 1 << 16
_HEAD = 4096
_ENCRYPTED = 0x1
_END = b"PK\x05\x06"
_INDEX_BYTES = 400
"""Average bytes per entry of the index at most; a name is seldom longer than 100."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation from one part to another: ``kind`` is the last word of the relation's type, ``target`` a part's name.
    """

    kind: str
    target: str


def index_fits(untrusted_bytes: bytes) -> bool:
    """Tell whether the index of a ZIP is small enough to be read at all (APPNOTE 4.3.16, size of central directory)."""
    end = untrusted_bytes.rfind(_END, max(0, len(untrusted_bytes) - 0x10000 - 22))
    size = int.from_bytes(untrusted_bytes[end + 12:end + 16], "little") if end >= 0 else 0
    return size <= limits.DOCUMENT_MEMBERS * _INDEX_BYTES


class Package:
    """The parts of a document by their names. Raises DamagedError when these bytes are not a ZIP."""

    def __init__(self, untrusted_bytes: bytes, budget: Budget) -> None:
        if not index_fits(untrusted_bytes):
            raise OverBudgetError(sentence("reading.over-parts", limit=limits.DOCUMENT_MEMBERS))
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(untrusted_bytes))
        except UNREADABLE_ZIP as error:
            raise DamagedError(sentence("reading.file-incomplete")) from error
        self._parts = {info.filename.replace("\\", "/").lstrip("/"): info for info in self._zip.infolist()}
        self._budget = budget
        self._taken: set[str] = set()
        self._unpacked = 0
        self._expected = sum(info.file_size for name, info in self._parts.items() if name.endswith(".xml"))

    def past_half(self) -> bool:
        """Tell whether more than half of the XML was unpacked, according to the sizes in the index."""
        return 2 * self._unpacked > self._expected

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all parts, in the order of the file."""
        return tuple(self._parts)

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def take(self, name: str) -> None:
        """Mark a part as read; a part whose bytes were requested counts as read too."""
        self._taken.add(name)

    def waits(self, name: str) -> bool:
        """Tell whether there is such a part and no reader has taken it so far."""
        return name in self._parts and name not in self._taken

    @property
    def untaken(self) -> tuple[str, ...]:
        """The names of the parts that no reader has taken so far, in the order of the file."""
        return tuple(name for name in self._parts if name not in self._taken)

    def head(self, name: str) -> bytes:
        """Return the first bytes of a part, enough to identify it; raises as ``chunks`` does."""
        info = self._info(name)
        self._budget.check_time()
        with self._zip.open(info) as part:
            return part.read(_HEAD)

    def _info(self, name: str) -> zipfile.ZipInfo:
        info = self._parts.get(name)
        if info is None:
            raise DamagedError(sentence("reading.part-missing"))
        if info.flag_bits & _ENCRYPTED:
            raise EncryptedError(sentence("reading.encrypted"))
        return info

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield the bytes of a part; raises DamagedError, EncryptedError or OverBudgetError."""
        info = self._info(name)
        self._taken.add(name)
        self._budget.open_part()
        unpacked = 0
        with self._zip.open(info) as part:
            while chunk := part.read(_CHUNK):
                unpacked += len(chunk)
                self._unpacked += len(chunk)
                self._budget.unpack(len(chunk), unpacked, info.compress_size)
                yield chunk

    def bytes_of(self, name: str) -> bytes:
        """Return a part as a whole; raises OverBudgetError when it has more than PART_BYTES."""
        whole = bytearray()
        for chunk in self.chunks(name):
            whole += chunk
            if len(whole) > limits.PART_BYTES:
                raise OverBudgetError(sentence("reading.part-over-mb", limit=megabytes(limits.PART_BYTES)))
        return bytes(whole)

    def events(self, name: str, wanted: frozenset[str] | None = None) -> Iterator[xml.Event]:
        """Yield the events of an XML part (see xml.events)."""
        return xml.events(self.chunks(name), wanted)

    def main(self) -> str:
        """Return the part that the package itself names as the document; "" when it names none."""
        return next((relation.target for relation in self.relations("").values()
                     if relation.kind == "officeDocument" and relation.target in self), "")

    def relations(self, name: str) -> Mapping[str, Relation]:
        """Return the relations of a part by their ids, without those that lead out of the package."""
        folder, base = posixpath.split(name)
        relations = posixpath.join(folder, "_rels", f"{base}.rels")
        found: dict[str, Relation] = {}
        if relations not in self:
            return found
        for event in self.events(relations):
            if event.kind is xml.Kind.START and event.name == "Relationship" \
                    and event.attributes.get("TargetMode") != "External":
                target = resolve(folder, event.attributes.get("Target", ""))
                found[event.attributes.get("Id", "")] = Relation(event.attributes.get("Type", "").rpartition("/")[2],
                                                                target)
        return found


def resolve(folder: str, untrusted_target: str) -> str:
    """Return the name of the part that ``untrusted_target`` means, relative to ``folder``."""
    target = unquote(untrusted_target).replace("\\", "/")
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
