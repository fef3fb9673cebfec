"""Signs and publishes (签名并发布) without a window: finds which passphrases are needed, plans, and signs."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from tuf.api.metadata import Targets

from guard.publish.contents import Contents
from guard.publish.errors import ChangedMeanwhileError, PublishError
from guard.publish.office import Office
from guard.publish.planning import Plan, plan_release, sign_release
from guard.publish.rings import Ring
from guard.supply.builtin import BUILTIN_NAME
from guard.util.os_errors import why
from ui.i18n.say import say
from ui.kit.display_text import one_line, visible
from ui.kit.sentences import told
from ui.workshop.unfinished import draft_of

_FILE_LIMIT = 40


@dataclass(frozen=True, slots=True)
class Signing:
    """What to sign: what its ring has now with this pack, without the program's own rules if ``drops_builtin``, for
    whom, with which keys. ``policy`` None is the one that the ring has; ``key`` is the file with the unit's key, for
    words that are to be hashed; ``tables`` are indexes of tables of the unit."""

    pack: Path | None
    folder: Path
    sticks: tuple[Path, ...] = ()
    drops_builtin: bool = False
    ring: Ring = field(default_factory=Ring)
    policy: Path | None = None
    key: Path | None = None
    tables: tuple[Path, ...] = ()

    def contents(self) -> Contents:
        """Return what is named for the release."""
        return Contents((str(self.pack),) if self.pack is not None else (), self.policy, None,
                        (BUILTIN_NAME,) if self.drops_builtin else (), self.tables, self.key)


@dataclass(frozen=True, slots=True)
class Answer:
    """The result, in words."""

    done: bool
    words: str
    keys: tuple[str, ...] = ()
    """Names of the keys whose passphrases are needed."""
    plan: Plan | None = None
    """What would be signed, and what it changes for whom."""


def keys_needed(folder: Path, sticks: Sequence[Path]) -> Answer:
    """Return which available sealed keys sign rules, as many as the office requires."""
    try:
        office = Office.at(folder, sticks, lambda _: "")
        role = office.repository.root().signed.roles[Targets.type]
        names = office.keys.sealed(role.keyids)[:role.threshold]
    except PublishError as error:
        return Answer(False, told(error.words))
    except OSError as error:
        return Answer(False, say("{name} 不能读取：{why}。", name=_file(error, folder), why=told(why(error))))
    if len(names) < role.threshold:
        return Answer(False, say("要 {need} 把规则密钥，只找到 {found} 把。请插上保管人的 U 盘，选它的目录。",
                                 need=role.threshold, found=len(names)))
    return Answer(True, "", tuple(names))


def planned(asked: Signing) -> Answer:
    """Prove what would be signed and compare it with what its computers have; no key is needed."""
    try:
        office = Office.at(asked.folder, asked.sticks, lambda _: "")
        return Answer(True, _left_out(asked), plan=plan_release(office, asked.contents(), asked.ring))
    except (PublishError, OSError) as error:
        return _refused(error, asked.folder)


def _left_out(asked: Signing) -> str:
    """Return which unfinished work is not in what is named, "" when there is none."""
    if asked.policy is None or not draft_of(asked.policy).exists():
        return ""
    return say("{name} 还有没保存的草稿，不在这次签名里。", name=one_line(asked.policy.name, _FILE_LIMIT))


def sign(asked: Signing, plan: Plan, passphrases: Mapping[str, str]) -> Answer:
    """Sign and publish what was planned; after a refusal that leaves it valid, its answer has the plan again."""
    try:
        office = Office.at(asked.folder, asked.sticks, lambda name: passphrases.get(name, ""))
        made = sign_release(office, plan)
    except ChangedMeanwhileError as error:
        return _refused(error, asked.folder)
    except (PublishError, OSError) as error:
        return replace(_refused(error, asked.folder), plan=plan)
    when = time.strftime("%H:%M", time.localtime(made.signed_at))
    return Answer(True, say("已签名发布第 {number} 号，{when}。请把 {folder} 同步到服务器或 U 盘。",
                            number=made.number, when=when, folder=visible(str(asked.folder / "repository"))))


def _refused(error: PublishError | OSError, folder: Path) -> Answer:
    if isinstance(error, PublishError):
        return Answer(False, told(error.words))
    return Answer(False, say("没有发布：{name} {why}。", name=_file(error, folder), why=told(why(error))))


def _file(error: OSError, folder: Path) -> str:
    return visible(str(error.filename or folder))
