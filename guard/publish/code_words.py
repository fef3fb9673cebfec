"""Looks in what people write for the code words that packs have as keyed digests (ADR 58): a release, an order, a call.

One search for all of them: what computers get, and what only the office reads.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from guard.config.errors import PolicyError
from guard.publish.errors import PublishError
from guard.publish.moves import held
from guard.publish.office import Office
from guard.publish.unit_key import key_in
from guard.sentences.catalogue import sentence
from guard.supply.bundle import Bundle, NamedPack, RuleRelease
from guard.supply.packs_and_policy import PackFile, SupplyError
from rules.definition import Pack
from rules.judge.plan import lookups
from rules.pack.hashing import spelled_out
from rules.pack.word_lists import HASHING
from rules.scan.hashed import length_of
from rules.scan.normalise import normalise
from rules.sentences.sentence import Sentence


def refuse_told(bundle: Bundle, key: bytes, label: str = "") -> None:
    """Raise PublishError where the release would tell a word in clear that is hashed with ``key`` in one of its packs:
    in another pack, the policy, a file's name, that of a table or of the release. Raises SupplyError, too.
    """
    packs = _loaded(bundle)
    spelled = ((source.name, "\n".join(word for _, word in spelled_out(pack)))
               for source, pack in zip(bundle.packs, packs, strict=True))
    for place, word in _told((("--label", label), *_written(bundle), *spelled), packs, key):
        raise PublishError(sentence("publish.word-told", place=place, word=word))


def refuse_said(office: Office, texts: Sequence[tuple[Sentence, str]], key: Path | None,
                after: Sequence[RuleRelease] = (), made: Sequence[Bundle] = (), *, urgent: bool = False) -> None:
    """Raise PublishError where one of the texts that are to be signed, each with its name for people, has a code word:
    whoever gets the rules reads the texts, too. Without the unit's ``key`` nothing is searched (``unsearched``).
    ``after``: the releases as they will be, where the signature changes which of them computers have; ``made``: bundles
    that no release has yet. ``urgent``: a pack that this version of the program refuses is passed over (``unread``).
    """
    for place, word in _said(office, texts, key, after, made, urgent=urgent):
        raise PublishError(sentence("publish.word-said", place=place, word=word))


def refuse_noted(folder: Path | None, texts: Sequence[tuple[Sentence, str]], key: Path | None) -> None:
    """Raise PublishError where one of the texts that an office writes down for itself has a code word of the releases
    in its publishing ``folder``. Without that or the unit's ``key`` nothing is searched.
    """
    if folder is not None:
        for place, word in _said(Office.at(folder, (), lambda _: ""), texts, key):
            raise PublishError(sentence("publish.word-noted", place=place, word=word))


def ring_texts(channel: str | None, groups: Sequence[str] | None) -> list[tuple[Sentence, str]]:
    """Return what a ring is called, which every computer gets, with names for people; None is not named."""
    return [(sentence("publish.the-channel"), channel or ""),
            *((sentence("publish.a-group"), group) for group in groups or ())]


def _said(office: Office, texts: Sequence[tuple[Sentence, str]], key: Path | None, after: Sequence[RuleRelease] = (),
          made: Sequence[Bundle] = (), *, urgent: bool = False) -> list[tuple[str, str]]:
    """Return each word that a pack which some computer may have, also ``after`` a change or one that was ``made``, has
    as a keyed digest and one of these texts in clear, after the name of that text. Raises PublishError.
    """
    if key is None:
        return []
    named, bare = [(str(place), words) for place, words in texts], key_in(key)
    try:
        return [found for bundle in (*_held(office, after), *made)
                for found in _told(named, _readable(bundle) if urgent else _loaded(bundle), bare)]
    except (PolicyError, SupplyError) as error:
        raise PublishError(error.words) from error


def unsearched(office: Office, key: Path | None) -> bool:
    """Tell whether texts could not be searched for code words: some are hashed and no ``key`` was named. Raises
    PublishError.
    """
    return key is None and any(_has_digests(pack) for bundle in _held(office) for pack in bundle.packs)


def unread(office: Office, after: Sequence[RuleRelease] = ()) -> tuple[str, ...]:
    """Return the names of the packs with hashed words that this version of the program refuses, so that it cannot
    search for them, of all that some computer may have, also ``after`` a change. Raises PublishError.
    """
    return tuple(dict.fromkeys(pack.name for bundle in _held(office, after) for pack in bundle.packs
                               if HASHING in pack.yaml and _read(pack) is None))


def _has_digests(pack: NamedPack) -> bool:
    read = _read(pack)
    return HASHING in pack.yaml if read is None else read.hashing is not None


def _held(office: Office, after: Sequence[RuleRelease] = ()) -> Iterator[Bundle]:
    """Yield the bundles that some computer may have, now or with the releases of ``after``."""
    releases = {one.target: one for one in (*held(office.repository.index().releases), *held(after))}
    return map(office.repository.bundle, releases.values())


def _loaded(bundle: Bundle) -> list[Pack]:
    return [PackFile(pack.name, pack.yaml.encode()).load() for pack in bundle.packs]


def _readable(bundle: Bundle) -> list[Pack]:
    return [read for pack in bundle.packs if (read := _read(pack)) is not None]


def _read(pack: NamedPack) -> Pack | None:
    """Return a pack, None where this version of the program refuses it."""
    try:
        return PackFile(pack.name, pack.yaml.encode()).load()
    except SupplyError:
        return None


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
