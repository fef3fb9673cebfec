"""Recognises 误报豁免: contents that the 保密办 declared false alarms of 国家秘密, by their exact words.

A content is all its visible characters as the rules compare them, in order. Layout does not matter: the same words
copied from a window and read from a file differ in nothing else. One character more, less or different is another
content.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from hashlib import blake2b

from rules.definition import Pack
from rules.scan.fingerprints import FEWEST_CHARACTERS, FingerprintError
from rules.scan.normalise import Normalised, normalise
from rules.sentences.catalogue import sentence

MARK_BYTES = 16
"""Length in bytes of the digest of a content."""


def content_mark(original: str) -> str:
    """Return the digest of a content, in hexadecimal digits. Raises FingerprintError for one with too few characters.
    """
    mark = _mark(normalise(original))
    if mark is None:
        raise FingerprintError(sentence("fingerprint.too-short-to-exempt", least=FEWEST_CHARACTERS))
    return mark


def exempted_entry(name: str, reason: str, approver: str, until: date, mark: str) -> dict[str, object]:
    """Return an entry of 误报豁免 for the content with this mark."""
    return {"名称": name, "原因": reason, "批准人": approver, "截止": until.isoformat(), "内容": mark}


class Exemptions:
    """The entries of some packs, looked up together. Immutable after construction."""

    def __init__(self, packs: Sequence[Pack], today: Callable[[], date]) -> None:
        self._today = today
        self._until: dict[str, date] = {}
        for entry in (entry for pack in packs for entry in pack.exempted):
            self._until[entry.content] = max(entry.until, self._until.get(entry.content, entry.until))

    def cover(self, original: str) -> bool:
        """Return whether exactly this content is exempted today, whatever words any pack has."""
        if not self._until:
            return False
        until = self._until.get(_mark(normalise(original)) or "")
        return until is not None and self._today() <= until


def _mark(normalised: Normalised) -> str | None:
    visible = "".join(normalised.text.split())
    if len(visible) < FEWEST_CHARACTERS:
        return None
    return blake2b(visible.encode("utf-8", "surrogatepass"), digest_size=MARK_BYTES).hexdigest()
