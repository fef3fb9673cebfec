"""Carries out `mishao console add|remove|verify`: the console's people, and the log of what they looked at and did."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from guard.administration.people import add_person, enter, remove_person
from guard.administration.roles import Role
from guard.administration.signed_log import FILE_NAME, Doer, LogError, SignedLog
from guard.publish.errors import PublishError
from guard.publish.keys import Keys
from guard.sentences.catalogue import sentence
from guard.util import exit_codes
from ui.console.passphrases import ask_new_passphrase, ask_passphrase
from ui.terminal import complain, json_line, people, printable


@dataclass(frozen=True, slots=True)
class Sources:
    """What the console shows: the database of `fleet report --store` and `cases`, the publishing folder with further
    folders of its keys, the folder of `authorise`, the unit's list of computers. ``exact_key``: the file with the
    unit's key, by which what is signed is searched for code words. ``drafts``: the folder from which new releases take
    files.
    """

    store: Path | None = None
    office: Path | None = None
    authorise: Path | None = None
    roster: Path | None = None
    quiet_days: float = 3.0
    sticks: Sequence[Path] = ()
    exact_key: Path | None = None
    drafts: Path | None = None


@dataclass(frozen=True, slots=True)
class Chamber:
    """The folder with the console's log, and the folders with its people's keys."""

    folder: Path
    sticks: Sequence[Path] = ()
    as_json: bool = False

    @property
    def keys(self) -> Keys:
        """The keys that are here."""
        return Keys((*self.sticks, self.folder / "keys"), ask_passphrase, ask_new=ask_new_passphrase)

    def opened(self, new: bool = False) -> SignedLog:
        """Open the log, which must be there unless it is ``new``. Raises LogError."""
        if not new and not (self.folder / FILE_NAME).exists():
            raise LogError(sentence("console.no-log", folder=self.folder))
        return SignedLog(self.folder)


@dataclass(frozen=True, slots=True)
class ConsoleAsked:
    """Arguments of `console open`: where, as whom, and what is shown."""

    chamber: Chamber
    name: str
    sources: Sources


def add(chamber: Chamber, name: str, role: Role, by: str, to: Path | None) -> int:
    """Make somebody's key and enter them into the log."""
    def do(log: SignedLog) -> None:
        doer = _doer(chamber, log, by) if by else None
        added, file = add_person(log, chamber.keys, (name, role), doer, time.time(), to or chamber.folder / "keys")
        _say(chamber, {"name": added.name, "role": added.role.value, "file": str(file)},
             f"{added.name}：{added.role}。钥匙：{file}，请交给本人放在 U 盘上，口令只有本人知道。")

    return _exit_code(chamber, do, new=not by)


def remove(chamber: Chamber, name: str, reason: str, by: str) -> int:
    """Let somebody in no more."""
    def do(log: SignedLog) -> None:
        remove_person(log, name, reason, _doer(chamber, log, by), time.time())
        _say(chamber, {"name": name, "removed": True}, f"{name} 已停用，请销毁钥匙和备份。")

    return _exit_code(chamber, do)


def verify(chamber: Chamber, checkpoint: str | None) -> int:
    """Prove the log, also against a checkpoint that was kept elsewhere, and print the checkpoint of now; 1 when
    something is wrong."""
    wrong = []

    def do(log: SignedLog) -> None:
        problem, follows = log.problem(), checkpoint is None or log.follows(checkpoint)
        now = log.checkpoint()
        persons = [{"name": one.name, "role": one.role.value, "active": one.active} for one in log.people().values()]
        _say(chamber, {"whole": not problem, "words": problem, "follows": follows, "checkpoint": now,
                       "people": persons},
             f"▲ {problem}" if problem else "操作记录是完整的，每一条都由本人签过", f"现在的校验点：{now or '没有'}",
             *(f"{one['name']}：{one['role']}{'' if one['active'] else '，已停用'}" for one in persons),
             *([] if follows else ["▲ 和给的校验点对不上：是旧的一份，或者末尾被截掉了。"]))
        wrong.append(bool(problem) or not follows)

    return _exit_code(chamber, do) or (exit_codes.NO if any(wrong) else exit_codes.OK)


def _doer(chamber: Chamber, log: SignedLog, by: str) -> Doer:
    """Open the key of who does it. Raises LogError, also when the log is not whole."""
    entered = enter(log, chamber.keys, by)
    if entered.warning:
        raise LogError(sentence("console.nothing-changed", why=entered.warning))
    return entered.doer


def _say(chamber: Chamber, content: dict[str, object], *lines: str) -> None:
    if chamber.as_json:
        json_line(content)
        return
    for line in lines:
        people().print(printable(line), soft_wrap=True)


def _exit_code(chamber: Chamber, do: Callable[[SignedLog], None], new: bool = False) -> int:
    try:
        with closing(chamber.opened(new)) as log:
            do(log)
    except (LogError, PublishError) as error:
        complain(error)
        return exit_codes.NOT_DONE
    return exit_codes.OK
