"""What a release contains: what the ring has, with what somebody named; only packs whose examples pass."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec

from guard.config.errors import POLICY_LIMIT, PolicyError
from guard.config.policy_file import load
from guard.core.policy import Policy
from guard.publish.code_words import refuse_told
from guard.publish.errors import PublishError
from guard.publish.unit_key import key_in
from guard.sentences.catalogue import sentence
from guard.supply import approval, unit_rules
from guard.supply.builtin import BUILTIN_NAME, OPTIONAL_PACKS, optional_pack
from guard.supply.bundle import EXACT_LIMIT, Bundle, NamedIndex, NamedPack
from guard.supply.packs_and_policy import PackFile, Supply, SupplyError, issued_packs, issued_policy, proven_packs
from guard.supply.unit_pack import UnitPackError, read_unit_pack
from guard.util.os_errors import why
from rules.definition import Pack
from rules.exact.index import INDEX_LIMIT, ExactError, refuse_damaged
from rules.learnt.weights import WEIGHTS_LIMIT, WeightsError, parse
from rules.model import EXEMPTED
from rules.pack.hashing import HashingError, hashed_pack

POLICY_NAME = "策略"
WEIGHTS_NAME = "权重"
"""How people name a policy and the weights."""

OWN = Bundle(builtin=True)
"""What a computer has to which nothing was released."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What somebody named for a release: packs to add or replace (内置, names of the program's optional packs, files),
    a policy, weights of the learnt judge (rules.learnt.weights), what is dropped, indexes of tables, the file with the
    unit's key, with which the words of packs are hashed that are not to be readable (发布时散列), and the name of the
    release for people.
    """

    packs: Sequence[str] = ()
    policy: Path | None = None
    weights: Path | None = None
    dropped: Sequence[str] = ()
    tables: Sequence[Path] = ()
    key: Path | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """An index of a table of the unit as a release names it, and its bytes."""

    named: NamedIndex
    content: bytes


def bundle_of(packs: Sequence[str], policy: Path | None, weights: Path | None = None) -> Bundle:
    """Return the bundle of exactly these packs, a policy and weights; None for those of the program.

    Raises PublishError as ``bundle_on`` does.
    """
    return bundle_on(Bundle(), Contents(packs, policy, weights))


def tables_in(named: Contents) -> tuple[Table, ...]:
    """Return the indexes that were named, of valid form. Raises PublishError."""
    return tuple(map(_table_in, named.tables))


def bundle_on(base: Bundle, named: Contents, tables: Sequence[Table] = ()) -> Bundle:
    """Return ``base`` with what was named. A pack replaces the one of the same file name, else of the same 规则包; an
    index of a table that of the same name.

    Every example of every pack is run: a pack with a failing example is not signed. Raises PublishError.
    """
    try:
        bundle = _with_tables(_with(_without(base, named.dropped), named), tables)
        _prove(bundle)
        if named.key is not None:
            refuse_told(bundle, key_in(named.key), named.label)
    except (UnitPackError, PolicyError, SupplyError, WeightsError, HashingError) as error:
        raise PublishError(sentence("publish.not-signed", why=error.words)) from error
    except UnicodeDecodeError as error:
        raise PublishError(sentence("publish.not-utf-8")) from error
    except OSError as error:
        raise PublishError(sentence("publish.file-not-readable", name=error.filename, why=why(error))) from error
    return bundle


def packs_named(names: Sequence[str], policy: Policy) -> tuple[Pack, ...]:
    """Return these packs with the optional ones of a policy, as far as there are such. Their examples are not run.

    Raises UnitPackError and SupplyError.
    """
    bundle = _with(Bundle(), Contents(names))
    optional = dict.fromkeys((*bundle.optional, *(name for name in policy.optional_packs if name in OPTIONAL_PACKS)))
    found = (*issued_packs(bundle), *(PackFile(OPTIONAL_PACKS[name], optional_pack(name)) for name in optional))
    return tuple(file.load() for file in found)


def pack_names(bundle: Bundle) -> tuple[str, ...]:
    """Return the names of the packs of a bundle, as people drop them."""
    return (*([BUILTIN_NAME] if bundle.builtin else ()), *bundle.optional, *(pack.name for pack in bundle.packs))


def _without(base: Bundle, dropped: Sequence[str]) -> Bundle:
    """Return a bundle without what was dropped by name. Raises PublishError for what it does not contain."""
    names = (*pack_names(base), *([POLICY_NAME] if base.policy else ()), *([WEIGHTS_NAME] if base.weights else ()),
             *(table.name for table in base.exact))
    if unknown := [name for name in dropped if name not in names]:
        raise PublishError(sentence("publish.nothing-to-drop", name=unknown[0], known="、".join(names)))
    return Bundle(tuple(pack for pack in base.packs if pack.name not in dropped),
                  base.builtin and BUILTIN_NAME not in dropped,
                  tuple(name for name in base.optional if name not in dropped),
                  "" if POLICY_NAME in dropped else base.policy, b"" if WEIGHTS_NAME in dropped else base.weights,
                  tuple(table for table in base.exact if table.name not in dropped))


def _with(base: Bundle, named: Contents) -> Bundle:
    packs = base.packs
    for name in named.packs:
        if name not in (BUILTIN_NAME, *OPTIONAL_PACKS):
            written = _published_form(Path(name), named.key)
            packs = _replaced(packs, NamedPack(Path(name).name, written.decode("utf-8-sig")))
    optional = (*base.optional, *(name for name in named.packs if name in OPTIONAL_PACKS))
    return Bundle(packs, base.builtin or BUILTIN_NAME in named.packs, tuple(dict.fromkeys(optional)),
                  base.policy if named.policy is None else _policy_text(named.policy),
                  base.weights if named.weights is None else _weights_in(named.weights), base.exact)


def _published_form(pack: Path, key: Path | None) -> bytes:
    """Return a pack as it is published, with words hashed where that is asked for and a key was named. Raises
    UnitPackError, SupplyError and HashingError."""
    written = read_unit_pack(pack)
    if key is None or not PackFile(pack.name, written).as_written().to_hash:
        return written
    return hashed_pack(written, pack.name, key_in(key))


def _with_tables(bundle: Bundle, tables: Sequence[Table]) -> Bundle:
    new = {table.named.name: table.named for table in tables}
    if len(new) < len({table.named.sha256 for table in tables}):
        raise PublishError(sentence("publish.tables-alike"))
    exact = (*(table for table in bundle.exact if table.name not in new), *new.values())
    if len(exact) > EXACT_LIMIT:
        raise PublishError(sentence("publish.too-many-tables", most=EXACT_LIMIT))
    taken = (*pack_names(bundle), POLICY_NAME, WEIGHTS_NAME)
    if twice := [table.name for table in exact if table.name in taken]:
        raise PublishError(sentence("publish.table-name-taken", name=twice[0]))
    return msgspec.structs.replace(bundle, exact=exact)


def _replaced(packs: tuple[NamedPack, ...], new: NamedPack) -> tuple[NamedPack, ...]:
    """Return the packs with a new one in the place of the one it is a later version of, else after all others."""
    place = next((place for place, pack in enumerate(packs) if pack.name == new.name), None)
    if place is None:
        title = _title(new)
        place = next((place for place, pack in enumerate(packs) if _title(pack) == title), len(packs))
    return (*packs[:place], new, *packs[place + 1:])


def _title(pack: NamedPack) -> str:
    return PackFile(pack.name, pack.yaml.encode()).load().name


def _policy_text(path: Path) -> str:
    """Return a policy of valid form. Raises PolicyError, which names the file, UnicodeDecodeError and OSError."""
    text = path.read_bytes()[:POLICY_LIMIT + 1].decode("utf-8-sig")
    load(text.encode(), str(path))
    return text


def _weights_in(path: Path) -> bytes:
    """Return a valid file of weights. Raises WeightsError, which names the file, and OSError."""
    with path.open("rb") as stream:
        content = stream.read(WEIGHTS_LIMIT + 1)
    try:
        parse(content)
    except WeightsError as error:
        raise WeightsError(sentence("joined.of", what=path, why=error.words)) from error
    return content


def _table_in(path: Path) -> Table:
    """Return an index of valid form. Its key stays with the office and is not asked for. Raises PublishError."""
    try:
        size = path.stat().st_size
        if size > INDEX_LIMIT:
            too_large = sentence("exact.too-large", size=size, limit=INDEX_LIMIT)
            raise PublishError(sentence("joined.of", what=path, why=too_large))
        with path.open("rb") as stream:
            content = stream.read(INDEX_LIMIT + 1)
        name = refuse_damaged(content).name
    except OSError as error:
        raise PublishError(sentence("publish.file-not-readable", name=error.filename, why=why(error))) from error
    except ExactError as error:
        raise PublishError(sentence("joined.of", what=path, why=error.words)) from error
    return Table(NamedIndex(name, hashlib.sha256(content).hexdigest(), len(content)), content)


def _prove(bundle: Bundle) -> None:
    policy = issued_policy(bundle)
    named = dict.fromkeys((*bundle.optional, *policy.optional_packs))
    if unknown := [name for name in named if name not in OPTIONAL_PACKS]:
        raise PublishError(sentence("publish.no-such-pack", name=unknown[0]))
    packs = (*issued_packs(bundle), *(PackFile(OPTIONAL_PACKS[name], optional_pack(name)) for name in named))
    if not packs:
        raise PublishError(sentence("publish.no-pack"))
    for one in packs:
        if readable := one.as_written().to_hash:
            raise PublishError(sentence("publish.words-not-hashed", source=one.source, name=readable[0]))
    today = datetime.now().astimezone().date()
    proven = proven_packs(Supply(packs, policy))
    if why := unit_rules.objection(proven, policy.unit_rules, today):
        raise PublishError(sentence("publish.not-signed-for", why=why))
    for pack in proven:
        for entry in pack.exempted:
            if why := approval.objection(entry.until, today):
                raise PublishError(sentence("publish.exemption-not-signed", source=pack.source, part=EXEMPTED,
                                            name=entry.name, why=why))
