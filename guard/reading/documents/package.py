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

_CHUNK = 1 << 16
_HEAD = 4096
_ENCRYPTED = 0x1
_END = b"PK\x05\x06"
_INDEX_BYTES = 400
"""Bytes that one entry of the index may have on average; a name is seldom longer than 100."""


@dataclass(frozen=True, slots=True)
class Relation:
    """What one part says about another: ``kind`` is the last word of the relation's type, ``target`` a part's name."""

    kind: str
    target: str


def index_fits(untrusted_bytes: bytes) -> bool:
    """Say whether the index of a ZIP is small enough to be read at all (APPNOTE 4.3.16, size of central directory)."""
    end = untrusted_bytes.rfind(_END, max(0, len(untrusted_bytes) - 0x10000 - 22))
    size = int.from_bytes(untrusted_bytes[end + 12:end + 16], "little") if end >= 0 else 0
    return size <= limits.DOCUMENT_MEMBERS * _INDEX_BYTES


class Package:
    """The parts of a document by their names. Raises DamagedError when these bytes are no ZIP."""

    def __init__(self, untrusted_bytes: bytes, budget: Budget) -> None:
        if not index_fits(untrusted_bytes):
            raise OverBudgetError(sentence("reading.over-parts", limit=limits.DOCUMENT_MEMBERS))
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(untrusted_bytes))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise DamagedError(sentence("reading.file-incomplete")) from error
        self._parts = {info.filename.replace("\\", "/").lstrip("/"): info for info in self._zip.infolist()}
        self._budget = budget
        self._taken: set[str] = set()
        self._unpacked = 0
        self._expected = sum(info.file_size for name, info in self._parts.items() if name.endswith(".xml"))

    def past_half(self) -> bool:
        """Say whether more than half of the XML was unpacked, by what the index says of its size."""
        return 2 * self._unpacked > self._expected

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all parts, in the order of the file."""
        return tuple(self._parts)

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def take(self, name: str) -> None:
        """Say that a reader has this part; one whose bytes were asked for counts as taken too."""
        self._taken.add(name)

    def waits(self, name: str) -> bool:
        """Say whether there is such a part and no reader has taken it so far."""
        return name in self._parts and name not in self._taken

    @property
    def untaken(self) -> tuple[str, ...]:
        """The names of the parts that no reader has taken so far, in the order of the file."""
        return tuple(name for name in self._parts if name not in self._taken)

    def head(self, name: str) -> bytes:
        """Return the first bytes of a part, enough to say what it is; raises as ``chunks`` does."""
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
                raise OverBudgetError(sentence("reading.part-over-mb", limit=limits.PART_BYTES // 2 ** 20))
        return bytes(whole)

    def events(self, name: str, wanted: frozenset[str] | None = None) -> Iterator[xml.Event]:
        """Yield what an XML part says (see xml.events)."""
        return xml.events(self.chunks(name), wanted)

    def main(self) -> str:
        """Return the part that the package itself names as the document; empty when it names none."""
        return next((relation.target for relation in self.relations("").values()
                     if relation.kind == "officeDocument" and relation.target in self), "")

    def relations(self, name: str) -> Mapping[str, Relation]:
        """Return the relations of a part by their ids; those that lead out of the package are left out."""
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
    """Return the name of the part that ``untrusted_target`` means, seen from ``folder``."""
    target = unquote(untrusted_target).replace("\\", "/")
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
