"""A policy of what differs from the built-in one (基于: 内置), which gets what later versions add to that."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from guard.core.pages import Pages
from guard.core.policy import Policy, Programs
from guard.core.sites import Sites
from rules.schema.record import Record, Row, entry, record, rows_of
from rules.schema.shapes import Line, Many, Text, Words

BASE = "基于"
"""The key by which a policy says that it is written over another one."""

_BUILTIN = "内置"
_NAMES = Many(Line(1))


@dataclass(frozen=True, slots=True)
class Dropped:
    """Programs, pages and sites of the built-in policy that are not in this one, by path, name, window class or host.
    Case does not count, nor does ``.exe``."""

    programs: tuple[str, ...] = entry("程序", _NAMES, default=())
    pages: tuple[str, ...] = entry("网页", _NAMES, default=())
    sites: tuple[str, ...] = entry("网站", _NAMES, default=())


OVERLAY: Record[dict[str, Any]] = Record(dict, (
    Row("策略", "name", Text(), must=True), Row("版本", "number", Text(), must=True),
    Row(BASE, "base", Words({_BUILTIN: _BUILTIN}), must=True), Row("去掉", "dropped", record(Dropped), must=False),
    *(replace(row, must=False) for row in rows_of(Policy)),
))
"""The shape of such a file; it is read into a dict that has only the fields that it says."""


def skeleton(name: str, number: str) -> bytes:
    """Return a policy over the built-in one that differs in nothing yet."""
    return (f"策略: {json.dumps(name, ensure_ascii=False)}\n版本: {json.dumps(number, ensure_ascii=False)}\n"
            f"{BASE}: {_BUILTIN}\n").encode()


def merged(base: Policy, said: Mapping[str, Any]) -> Policy:
    """Return ``base`` with what was said: programs, pages, sites and meeting programs are added, 放行 and 政务协同
    replaced by nature or rule, and everything else is replaced."""
    changes = dict(said)
    dropped: Dropped = changes.pop("dropped", Dropped())
    version = f"{changes.pop('name')} {changes.pop('number')}"
    del changes["base"]
    changes["programs"] = (*_programs(base.programs, _folded(dropped.programs)), *changes.get("programs", ()))
    changes["pages"] = (*_pages(base.pages, _folded(dropped.pages)), *changes.get("pages", ()))
    changes["meetings"] = (*changes.get("meetings", ()), *base.meetings)  # the first that names a program counts
    changes["sites"] = (*_sites(base.sites, _folded(dropped.sites)), *changes.get("sites", ()))
    released = {rule.nature: rule for rule in (*base.release, *changes.get("release", ()))}
    chats = {(one.nature, one.rule): one for one in (*base.government_chat, *changes.get("government_chat", ()))}
    changes |= {"release": tuple(released.values()), "government_chat": tuple(chats.values())}
    return replace(base, version=version, **changes)


def unknown_drops(base: Policy, said: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names in 去掉 that the built-in policy does not contain: those of another version, or mistyped."""
    dropped: Dropped = said.get("dropped", Dropped())
    programs = _folded(name for one in base.programs for name in (*one.paths, *one.names, *one.window_classes))
    pages = _folded(name for one in base.pages for name in one.names)
    sites = _folded(name for one in base.sites for name in one.names)
    return (*_kept(dropped.programs, programs), *_kept(dropped.pages, pages), *_kept(dropped.sites, sites))


def _folded(names: Iterable[str]) -> frozenset[str]:
    return frozenset(map(_fold, names))


def _fold(name: str) -> str:
    return name.casefold().removesuffix(".exe")


def _kept(names: tuple[str, ...], dropped: frozenset[str]) -> tuple[str, ...]:
    return tuple(name for name in names if _fold(name) not in dropped)


def _programs(base: tuple[Programs, ...], dropped: frozenset[str]) -> Iterator[Programs]:
    for one in base:
        left = Programs(one.kind, _kept(one.paths, dropped), _kept(one.names, dropped),
                        _kept(one.window_classes, dropped))
        if left.paths or left.names or left.window_classes:
            yield left


def _pages(base: tuple[Pages, ...], dropped: frozenset[str]) -> Iterator[Pages]:
    left = (replace(one, names=_kept(one.names, dropped)) for one in base)
    return (one for one in left if one.names)


def _sites(base: tuple[Sites, ...], dropped: frozenset[str]) -> Iterator[Sites]:
    left = (replace(one, names=_kept(one.names, dropped)) for one in base)
    return (one for one in left if one.names)
