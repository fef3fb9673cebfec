"""Signs and publishes (签名并发布) without a window: finds which passphrases are needed, and signs."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tuf.api.metadata import Targets

from guard.publish.errors import PublishError
from guard.publish.office import Office
from guard.publish.releasing import BUILTIN_NAME, Ring, bundle_of, release
from guard.util.os_errors import why
from ui.i18n.say import say
from ui.kit.sentences import told


@dataclass(frozen=True, slots=True)
class Signing:
    """What to sign: a pack, beside the program's own rules or instead of them, for whom, with which keys. ``policy``
    None is the built-in one."""

    pack: Path
    folder: Path
    sticks: tuple[Path, ...] = ()
    with_builtin: bool = True
    ring: Ring = field(default_factory=Ring)
    policy: Path | None = None
    passphrases: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """The result, in words."""

    done: bool
    words: str
    keys: tuple[str, ...] = ()
    """Names of the keys whose passphrases are needed."""


def keys_needed(folder: Path, sticks: Sequence[Path]) -> Answer:
    """Return which available sealed keys sign rules, as many as the office requires."""
    try:
        office = Office.at(folder, sticks, lambda _: "")
        role = office.repository.root().signed.roles[Targets.type]
        names = office.keys.sealed(role.keyids)[:role.threshold]
    except PublishError as error:
        return Answer(False, told(error.words))
    except OSError as error:
        return Answer(False, say("{name} 不能读取：{why}。", name=error.filename or folder, why=told(why(error))))
    if len(names) < role.threshold:
        return Answer(False, say("要 {need} 把规则密钥，只找到 {found} 把。请插上保管人的 U 盘，选它的目录。",
                                 need=role.threshold, found=len(names)))
    return Answer(True, "", tuple(names))


def sign(asked: Signing) -> Answer:
    """Prove, sign and publish."""
    try:
        office = Office.at(asked.folder, asked.sticks, lambda name: asked.passphrases.get(name, ""))
        packs = [*([BUILTIN_NAME] if asked.with_builtin else []), str(asked.pack)]
        made = release(office, bundle_of(packs, asked.policy), asked.ring)
    except PublishError as error:
        return Answer(False, told(error.words))
    except OSError as error:
        return Answer(False, say("没有发布：{name} {why}。", name=error.filename or asked.folder,
                                 why=told(why(error))))
    when = time.strftime("%H:%M", time.localtime(made.signed_at))
    return Answer(True, say("已签名发布第 {number} 号，{when}。请把 {folder} 同步到服务器或 U 盘。",
                            number=made.number, when=when, folder=asked.folder / "repository"))
