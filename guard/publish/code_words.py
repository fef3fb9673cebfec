"""Looks in all that a release carries for the code words that one of its packs has as keyed digests (ADR 58)."""

from __future__ import annotations

from collections.abc import Iterator

from guard.publish.errors import PublishError
from guard.sentences.catalogue import sentence
from guard.supply.bundle import Bundle
from guard.supply.packs_and_policy import PackFile
from rules.judge.plan import lookups
from rules.pack.hashing import spelled_out
from rules.scan.hashed import length_of
from rules.scan.normalise import normalise


def refuse_told(bundle: Bundle, key: bytes, label: str = "") -> None:
    """Raise PublishError where the release would tell a word in clear that is hashed with ``key`` in one of its packs:
    in another pack, the policy, a file's name, that of a table or of the release. Raises SupplyError, too.
    """
    packs = [PackFile(pack.name, pack.yaml.encode()).load() for pack in bundle.packs]
    texts = [("--label", label), *_written(bundle), *((source.name, "\n".join(word for _, word in spelled_out(pack)))
                                  for source, pack in zip(bundle.packs, packs, strict=True))]
    for lookup in lookups(packs, key):
        for place, text in texts:
            plain = normalise(text).text
            for word, begin in lookup(plain):
                raise PublishError(sentence("publish.word-told", place=place,
                                            word=plain[begin:begin + length_of(word)]))


def _written(bundle: Bundle) -> Iterator[tuple[str, str]]:
    for pack in bundle.packs:
        yield pack.name, f"{pack.name}\n{pack.yaml}"
    yield from ((table.name, table.name) for table in bundle.exact)
    yield "策略", bundle.policy
