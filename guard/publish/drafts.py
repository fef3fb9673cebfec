"""Lists the files of a folder that a release may take: packs, policies, indexes of tables, weights. Nothing else there.

A page names such a file by its name alone, so that no path leads out of the folder.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from guard.publish.contents import Contents
from guard.publish.errors import PublishError
from guard.sentences.catalogue import sentence
from guard.util.os_errors import why


class DraftKind(StrEnum):
    """What a file is to a release, in the words of people."""

    PACK = "规则包"
    POLICY = "策略"
    TABLE = "名单索引"
    WEIGHTS = "权重"


@dataclass(frozen=True, slots=True)
class Draft:
    """One file that a release may take."""

    path: Path
    kind: DraftKind

    @property
    def name(self) -> str:
        """The name by which it is chosen."""
        return self.path.name


_KINDS = {".yaml": DraftKind.PACK, ".yml": DraftKind.PACK, ".edm": DraftKind.TABLE, ".bin": DraftKind.WEIGHTS}
_POLICY = re.compile("[\"']?策略[\"']?\\s*:".encode())
"""The first line of a policy: its name."""

_HEAD_BYTES = 64 * 1024


def drafts(folder: Path) -> tuple[Draft, ...]:
    """Return the regular files of a folder that a release may take, the newest first; links and hidden files are left
    out. Raises PublishError.
    """
    found: list[tuple[float, Draft]] = []
    try:
        for path in folder.iterdir():
            kind, about = _KINDS.get(path.suffix.lower()), path.lstat()
            if kind is None or path.name.startswith(".") or not stat.S_ISREG(about.st_mode):
                continue
            if kind is DraftKind.PACK and _POLICY.match(_head(path)):
                kind = DraftKind.POLICY
            found.append((about.st_mtime, Draft(path, kind)))
    except OSError as error:
        raise PublishError(sentence("publish.file-not-readable", name=error.filename, why=why(error))) from error
    return tuple(draft for _, draft in sorted(found, key=lambda one: (-one[0], one[1].name)))


def contents_of(known: Iterable[Draft], names: Iterable[str], dropped: Iterable[str], key: Path | None,
                label: str) -> Contents:
    """Return what a release is given when these files are chosen by name. Raises PublishError for a name that is none
    of them, and for two of a kind of which a release has one.
    """
    by_name = {draft.name: draft for draft in known}
    chosen: dict[DraftKind, list[Path]] = {kind: [] for kind in DraftKind}
    for name in dict.fromkeys(names):
        if name not in by_name:
            raise PublishError(sentence("publish.no-such-draft", name=name))
        chosen[by_name[name].kind].append(by_name[name].path)
    for kind in (DraftKind.POLICY, DraftKind.WEIGHTS):
        if len(chosen[kind]) > 1:
            raise PublishError(sentence("publish.one-of-a-kind", kind=kind.value))
    policy, weights = (next(iter(chosen[kind]), None) for kind in (DraftKind.POLICY, DraftKind.WEIGHTS))
    return Contents(tuple(map(str, chosen[DraftKind.PACK])), policy, weights, tuple(dropped),
                    tuple(chosen[DraftKind.TABLE]), key, label)


def _head(path: Path) -> bytes:
    with path.open("rb") as stream:
        lines = stream.read(_HEAD_BYTES).removeprefix(b"\xef\xbb\xbf").splitlines()
    return next((line for line in lines if line.strip() and not line.lstrip().startswith((b"#", b"---"))), b"")
