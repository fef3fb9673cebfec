"""Names a copied item that has no name of its own."""

from __future__ import annotations

from guard.sentences.catalogue import sentence
from rules.sentences.sentence import Sentence

TEXT = sentence("clipboard.text")
HTML = sentence("clipboard.html")
PICTURE = sentence("clipboard.picture")
DOCUMENT = sentence("clipboard.document")
CONTENT = sentence("clipboard.content")

_OURS = {str(name): name for name in (TEXT, HTML, PICTURE, DOCUMENT, CONTENT)}


def name_of(untrusted_name: str, *, is_file: bool) -> Sentence:
    """Return an item's name for display: a file's own name, otherwise one of ours, even if a file has the same name."""
    return Sentence(untrusted_name) if is_file else _OURS.get(untrusted_name, Sentence(untrusted_name))
