"""Checks that a pack whose content changed has a version that no release had: reports know a pack by its version."""

from __future__ import annotations

import re
from collections.abc import Mapping

from guard.publish.errors import PublishError
from guard.sentences.catalogue import sentence
from guard.supply.bundle import Bundle, NamedPack
from guard.supply.packs_and_policy import PackFile, SupplyError
from rules.pack.yaml_tree import TreeError, read_tree

_NUMBERS = re.compile(r"\d+")


def check_versions(bundle: Bundle, released: Mapping[int, Bundle]) -> None:
    """Raise PublishError for a pack of new content whose version a release of it had, or one with higher numbers;
    ``released`` are those by their numbers.

    Releases of a pack are those of its file name, and those of its 规则包. Content that was released stays as it was.
    """
    known = {pack: number for number, one in released.items() for pack in one.packs}
    yaml = {pack.yaml for pack in known}
    for new in bundle.packs:
        if new.yaml in yaml:
            continue
        name, version = _called(new, 0)
        versions = [had for pack, number in known.items() for called, had in (_called(pack, number),)
                    if pack.name == new.name or called == name]
        if version in versions:
            raise PublishError(sentence("publish.version-not-raised", name=new.name, version=version))
        highest = max(versions, key=_numbers, default="")
        if _numbers(highest) > _numbers(version):
            raise PublishError(sentence("publish.version-lower", name=new.name, version=version, known=highest))


def _called(pack: NamedPack, number: int) -> tuple[str, str]:
    """Return 规则包 and 版本 of a pack of this release, also of one that this version of the program refuses: it stays
    in the index, and would keep every other from being signed. Raises PublishError for what is no YAML.
    """
    try:
        loaded = PackFile(pack.name, pack.yaml.encode()).load()
    except SupplyError as error:
        try:
            written = read_tree(pack.yaml.encode()).content
        except TreeError:
            raise PublishError(sentence("publish.release-not-readable", number=number, why=error.words)) from error
        found = written if isinstance(written, dict) else {}
        return str(found.get("规则包", "")), str(found.get("版本", ""))
    return loaded.name, loaded.version


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, _NUMBERS.findall(version)))
