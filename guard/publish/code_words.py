"""Looks in what is signed for the code words that a pack has as keyed digests (ADR 58): a release, an order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from guard.publish.errors import PublishError
from guard.sentences.catalogue import sentence
from guard.supply.bundle import Bundle
from guard.supply.packs_and_policy import PackFile
from rules.definition import Pack
from rules.judge.plan import lookups
from rules.pack.hashing import spelled_out
from rules.scan.hashed import length_of
from rules.scan.normalise import normalise


def refuse_told(bundle: Bundle, key: bytes, label: str = "") -> None:
    """Raise PublishError where the release would tell a word in clear that is hashed with ``key`` in one of its packs:
    in another pack, the policy, a file's name, that of a table or of the release. Raises SupplyError, too.
    """
    packs = _loaded(bundle)
    spelled = ((source.name, "\n".join(word for _, word in spelled_out(pack)))
               for source, pack in zip(bundle.packs, packs, strict=True))
    for place, word in _told((("--label", label), *_written(bundle), *spelled), packs, key):
        raise PublishError(sentence("publish.word-told", place=place, word=word))


def refuse_said(texts: Sequence[tuple[str, str]], bundles: Iterable[Bundle], key: bytes) -> None:
    """Raise PublishError where one of these texts, each with its name for people, has a word in clear that is hashed
    with ``key`` in a pack of these releases: whoever gets the rules reads the texts, too. Raises SupplyError, too.
    """
    for bundle in bundles:
        for place, word in _told(texts, _loaded(bundle), key):
            raise PublishError(sentence("publish.word-said", place=place, word=word))


def has_hashed(bundle: Bundle) -> bool:
    """Tell whether a pack of a release has words as keyed digests. Raises SupplyError."""
    return any(pack.hashing is not None for pack in _loaded(bundle))


def _loaded(bundle: Bundle) -> list[Pack]:
    return [PackFile(pack.name, pack.yaml.encode()).load() for pack in bundle.packs]


def _told(texts: Sequence[tuple[str, str]], packs: Sequence[Pack], key: bytes) -> Iterator[tuple[str, str]]:
    """Yield each hashed word of these packs that a text has in clear, after the name of that text."""
    for lookup in lookups(packs, key):
        for place, text in texts:
            plain = normalise(text).text
            for word, begin in lookup(plain):
                yield place, plain[begin:begin + length_of(word)]


def _written(bundle: Bundle) -> Iterator[tuple[str, str]]:
    for pack in bundle.packs:
        yield pack.name, f"{pack.name}\n{pack.yaml}"
    yield from ((table.name, table.name) for table in bundle.exact)
    yield "策略", bundle.policy
