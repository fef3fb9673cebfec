"""Refuses packs that share rule ids: a record, a policy or a code that names a rule must mean one rule."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from guard.supply.builtin import BUILTIN_PACK, builtin_pack
from rules.definition import Pack
from rules.lint.ids import taken
from rules.pack.loading import load
from rules.schema.problem import Problem


def shared_ids(packs: Sequence[Pack]) -> tuple[Problem, ...]:
    """Return what is wrong with the ids of packs that are in force together, in the order of the packs.

    No pack may have an id of the built-in pack, in force or not, except for an edition of that pack in its place.
    """
    own = next((pack for pack in packs if pack.source == BUILTIN_PACK), None)
    builtin = own or load(builtin_pack(), BUILTIN_PACK)
    found = [problem for pack in packs if pack is not builtin
             for problem in taken(pack, builtin, together=own is not None)]
    for earlier, later in combinations([pack for pack in packs if pack is not builtin], 2):
        found += taken(later, earlier, together=True)
    return tuple(dict.fromkeys(found))
