"""Checks that a pack whose content changed has a version that no release had: reports know a pack by its version."""

from __future__ import annotations

import re
from collections.abc import Iterable

from guard.publish.errors import PublishError
from guard.sentences.catalogue import sentence
from guard.supply.bundle import Bundle, NamedPack
from guard.supply.packs_and_policy import PackFile
from rules.definition import Pack

_NUMBERS = re.compile(r"\d+")


def check_versions(bundle: Bundle, released: Iterable[Bundle]) -> None:
    """Raise PublishError for a pack of new content whose version a release of it had, or one with higher numbers.

    Releases of a pack are those of its file name, and those of its 规则包. Content that was released stays as it was.
    """
    known = dict.fromkeys(pack for one in released for pack in one.packs)
    yaml = {pack.yaml for pack in known}
    for new in bundle.packs:
        if new.yaml in yaml:
            continue
        loaded = _loaded(new)
        versions = [was.version for pack in known for was in (_loaded(pack),)
                    if pack.name == new.name or was.name == loaded.name]
        if loaded.version in versions:
            raise PublishError(sentence("publish.version-not-raised", name=new.name, version=loaded.version))
        highest = max(versions, key=_numbers, default="")
        if _numbers(highest) > _numbers(loaded.version):
            raise PublishError(sentence("publish.version-lower", name=new.name, version=loaded.version, known=highest))


def _loaded(pack: NamedPack) -> Pack:
    return PackFile(pack.name, pack.yaml.encode()).load()


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, _NUMBERS.findall(version)))
