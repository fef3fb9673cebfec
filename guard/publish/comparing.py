"""Compares two bundles in words for people: policy, packs, rules, weights; marks what loosens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from guard.core.policy import Policy
from guard.publish.contents import WEIGHTS_NAME
from guard.publish.policy_changes import PolicyChange, policy_changes
from guard.sentences.catalogue import sentence
from guard.supply.builtin import BUILTIN_NAME, BUILTIN_PACK, OPTIONAL_PACKS, builtin_pack, optional_pack
from guard.supply.bundle import Bundle
from guard.supply.packs_and_policy import PackFile, issued_policy
from rules.definition import Pack
from rules.pack.diff import Change, How, changes
from rules.sentences.sentence import Sentence

_SHOWN = 12
"""Items of one key that are named in one line; more are counted."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference: the name of its part (a key of the policy, a rule, a pack), its words, whether it loosens.

    ``pack`` is the name of the pack that the part is in, "" for other parts.
    """

    part: str
    words: Sentence
    loosens: bool = False
    pack: str = ""

    def named_by(self, names: Iterable[str]) -> bool:
        """Tell whether one of these names is that of the part or of its pack."""
        return bool({self.part, self.pack or self.part} & set(names))


def differences(before: Bundle, after: Bundle) -> tuple[Difference, ...]:
    """Return what ``after`` changes. Raises PolicyError and SupplyError for a bundle that cannot be read."""
    return (*policy_differences(issued_policy(before), issued_policy(after)), *_packs(before, after),
            *_weights(before, after), *_tables(before, after))


def policy_differences(before: Policy, after: Policy) -> tuple[Difference, ...]:
    """Return what the policy ``after`` changes."""
    return tuple(_policy(before, after))


def _policy(before: Policy, after: Policy) -> Iterator[Difference]:
    for (key, _, loosens, one_by_one), group in groupby(policy_changes(before, after), _alike):
        each = list(group)
        if one_by_one:
            yield from (Difference(key, _valued(change), loosens) for change in each)
        else:
            yield Difference(key, _listed(key, each), loosens)


def _alike(change: PolicyChange) -> tuple[str, bool, bool, bool]:
    """Return what the changes of one line have in common; there is one line per change with a value."""
    return change.key, change.now is None, change.loosens, bool(change.was or change.now)


def _valued(change: PolicyChange) -> Sentence:
    key = change.key if not change.item else sentence("release-diff.item", key=change.key, item=change.item)
    if change.was is None or change.now is None:
        return sentence("release-diff.added-value" if change.was is None else "release-diff.removed-value", key=key,
                        value=change.now or change.was or "")
    return sentence("release-diff.value", key=key, was=change.was or sentence("release-diff.empty"),
                    now=change.now or sentence("release-diff.empty"))


def _listed(key: str, group: Sequence[PolicyChange]) -> Sentence:
    items = tuple(change.item for change in group[:_SHOWN])
    more = len(group) - len(items)
    return sentence("release-diff.removed" if group[0].now is None else "release-diff.added", key=key,
                    items=sentence("release-diff.and-more", items=items, more=more) if more else items)


def _packs(before: Bundle, after: Bundle) -> Iterator[Difference]:
    old, new = _loaded(before), _loaded(after)
    by_title = {pack.name: name for name, pack in old.items() if name not in new}
    for name, pack in new.items():
        was = old.pop(name, None) or old.pop(by_title.get(pack.name, ""), None)
        if was is None:
            yield Difference(name, sentence("release-diff.pack-added", name=name, count=len(pack.rules)), pack=name)
            yield from (_changed(name, one) for one in changes(_empty(pack), pack) if one.loosens)
        else:
            yield from (_changed(name, one) for one in changes(was, pack))
            if was.version != pack.version:
                yield Difference(name, sentence("release-diff.version", name=name, was=was.version, now=pack.version),
                                 pack=name)
    for name, pack in old.items():
        yield Difference(name, sentence("release-diff.pack-removed", name=name, count=len(pack.rules)), True, name)
        yield from (_changed(name, one) for one in changes(pack, _empty(pack)) if one.loosens)


def _empty(pack: Pack) -> Pack:
    return Pack(pack.name, pack.version, (), (), (), ())


def _loaded(bundle: Bundle) -> dict[str, Pack]:
    """Return the packs of a bundle by the names under which people add and drop them."""
    found = {BUILTIN_NAME: PackFile(BUILTIN_PACK, builtin_pack()).load()} if bundle.builtin else {}
    found |= {name: PackFile(OPTIONAL_PACKS[name], optional_pack(name)).load() for name in bundle.optional}
    return found | {pack.name: PackFile(pack.name, pack.yaml.encode(), signed=True).load() for pack in bundle.packs}


def _changed(pack: str, change: Change) -> Difference:
    """Return the change of a rule, a list or an entry; lists and entries are named by their own name."""
    own = isinstance(change.id, Sentence)
    title = sentence("release-diff.of-pack", what=f"{change.id} {change.name}", pack=pack)
    if change.how is How.CHANGED:
        words = sentence("release-diff.rule-changed", what=title,
                         lines=change.lines or (sentence("release-diff.other"),))
    else:
        words = sentence("release-diff.rule-added" if change.how is How.ADDED else "release-diff.rule-removed",
                         what=title)
    return Difference(change.name if own else change.id, words, change.loosens, pack)


def _tables(before: Bundle, after: Bundle) -> Iterator[Difference]:
    """Yield other indexes of tables: one that is replaced may know fewer rows."""
    old, new = ({table.name: table for table in bundle.exact} for bundle in (before, after))
    for name, table in new.items():
        if name not in old:
            yield Difference(name, sentence("release-diff.table-added", name=name))
        elif old[name].sha256 != table.sha256:
            yield Difference(name, sentence("release-diff.table-replaced", name=name), loosens=True)
    yield from (Difference(name, sentence("release-diff.table-removed", name=name), loosens=True)
                for name in old if name not in new)


def _weights(before: Bundle, after: Bundle) -> Iterator[Difference]:
    """Yield other weights, which may stop less of anything."""
    if before.weights != after.weights:
        yield Difference(WEIGHTS_NAME, sentence("release-diff.weights", name=WEIGHTS_NAME), loosens=True)
