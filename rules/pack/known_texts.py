"""Checks 已发布清单, 紧急布控 and 误报豁免 of a pack, and makes entries from texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rules.definition import Alert, Exempted, Published, Wording
from rules.model import ALERTS, EXEMPTED, PUBLISHED, Nature
from rules.pack.schema import FingerprintDocument, PackDocument
from rules.pack.words import PARTS
from rules.scan.fingerprints import Fingerprint, FingerprintError, fingerprint, read_fingerprint
from rules.sentences.catalogue import sentence
from rules.sentences.sentence import Sentence

_Path = tuple[int | str, ...]


class KnownTexts:
    """Reads the three lists of a document; ``problem`` receives a path and the fault found there."""

    def __init__(self, document: PackDocument, problem: Callable[[_Path, Sentence], None]) -> None:
        self._document = document
        self._problem = problem
        self._seen: dict[str, Sentence] = {}
        self._ids = {rule.id for rule in document.rules}
        if not (document.rules or document.published or document.alerts or document.exempted):
            problem((), sentence("pack.no-rules", published=PUBLISHED, alerts=ALERTS, exempted=EXEMPTED))

    def published(self) -> Iterator[Published]:
        """Yield the valid entries of 已发布清单."""
        for number, entry in enumerate(self._document.published):
            found = self._fingerprint((PUBLISHED, number), entry.fingerprint)
            if found is not None:
                yield Published(entry.name, found)

    def alerts(self) -> Iterator[Alert]:
        """Yield the valid entries of 紧急布控; call it after ``published``."""
        for number, entry in enumerate(self._document.alerts):
            if entry.id in self._ids:
                self._problem((ALERTS, number, "编号"), sentence("pack.id-used", id=entry.id))
            self._ids.add(entry.id)
            found = self._fingerprint((ALERTS, number), entry.fingerprint)
            if found is not None:
                wording = Wording(entry.wording.title, entry.wording.sentence, entry.wording.advice)
                destinations = tuple(word.value for word in entry.destinations)
                yield Alert(entry.id, entry.name, entry.nature, entry.legal_basis, destinations, wording, found)

    def exempted(self) -> Iterator[Exempted]:
        """Yield the entries of 误报豁免."""
        for number, entry in enumerate(self._document.exempted):
            self._once((EXEMPTED, number), ("内容",), entry.content)
            yield Exempted(entry.name, entry.reason, entry.approver, entry.until, entry.content)

    def _once(self, path: _Path, inside: _Path, digest: str) -> None:
        place = sentence("pack.part-entry", which=PARTS[str(path[0])], number=int(path[1]) + 1)
        earlier = self._seen.setdefault(digest, place)
        if earlier != place:
            self._problem((*path, *inside), sentence("pack.same-fingerprint", earlier=earlier))

    def _fingerprint(self, path: _Path, document: FingerprintDocument) -> Fingerprint | None:
        self._once(path, ("指纹", "全文"), document.whole)
        try:
            return read_fingerprint(document.length, document.whole, document.parts)
        except FingerprintError as error:
            self._problem((*path, "指纹", "片段"), error.words)
            return None


def published_entry(name: str, original: str) -> dict[str, object]:
    """Return an entry of 已发布清单 for a text the unit has published. Raises FingerprintError."""
    return {"名称": name, "指纹": _written(fingerprint(original))}


def alert_entry(
    number: str, name: str, legal_basis: str, original: str, nature: Nature = Nature.WORK_SECRET,
) -> dict[str, object]:
    """Return an entry of 紧急布控 for a document that must not leave. Raises FingerprintError.

    ``number`` is the 编号. The wording names no document: its reader must not learn which one is searched for.
    """
    return {
        "编号": number,
        "名称": name,
        "性质": nature.value,
        "依据": legal_basis,
        "提示语": {
            "标题": "先别发，这份文件正在布控",
            "说明": "内容和一份不得外传的文件相同，刚才没有粘贴出去。",
            "办法": "请不要转发，也不要自行删除，联系保密办。",
        },
        "指纹": _written(fingerprint(original)),
    }


def _written(entry: Fingerprint) -> dict[str, object]:
    return {"字数": entry.length, "全文": entry.whole, "片段": entry.written()}
