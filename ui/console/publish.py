"""Carries out `mishao publish …`: keys, signed releases and rings, for the administrator."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from tuf.api.metadata import Role, Root, Targets, Timestamp

from guard.feedback.answers import FeedbackAnswer, read_number
from guard.publish.code_words import unsearched
from guard.publish.errors import PublishError
from guard.publish.office import ONLINE, Office, Quorum, Rotation
from guard.publish.releasing import answer, resume
from guard.supply.bundle import RuleRelease
from guard.util import exit_codes
from guard.util.os_errors import why
from guard.util.spoken_code import CodeError
from rules.sentences.sentence import Sentence
from ui.console.passphrases import ask_new_passphrase, ask_passphrase
from ui.console.shared_options import UsageError, day_of
from ui.terminal import complain, json_line, people

_KEY_WORDS = {Root.type: "根密钥", Targets.type: "规则密钥", Timestamp.type: "在线密钥"}

_RENEWALS = {
    Root.type: ("密钥名单", "请用 mishao publish add-key 换一把根密钥。"),
    Targets.type: ("规则清单", "请插上规则密钥，运行 mishao publish resign --targets。"),
    Timestamp.type: ("在线签名", "请运行 mishao publish resign。"),
}
"""The metadata with an expiry date, and how it is renewed."""

_SOON_DAYS = 7
_DAY = 86400.0


@dataclass(frozen=True, slots=True)
class PublishOptions:
    """What each `mishao publish` is told: publishing folder, further folders with keys, how answers are printed."""

    folder: Path
    sticks: Sequence[Path] = ()
    as_json: bool = False

    def office(self) -> Office:
        """Return the office."""
        return Office.at(self.folder, self.sticks, ask_passphrase, ask_new_passphrase)


def init(options: PublishOptions, root: Quorum, targets: Quorum, days: int, servers: Sequence[str]) -> int:
    """Make keys and an empty repository."""
    def do(office: Office, _told: dict[str, object]) -> list[str]:
        office.open(root, targets, days, servers)
        listened = [server for server in servers if server.lower().startswith("http://")]
        holders = "请移到保管人的 U 盘，各留一份备份。"
        return [f"发布目录已建好：{options.folder}",
                f"  每台电脑的 /etc/mishao 里放：{options.folder / 'install'} 里的两个文件",
                f"  对外提供的目录：{options.folder / 'repository'}",
                f"  根密钥（root）和规则密钥（targets）在 {office.keys.folders[0]}：{holders}",
                f"  在线密钥（online）留在 {office.key_folder}，定时续签要用。",
                *(f"▲ {server} 没有加密：规则有签名，改不了，但网上听得见的人看得到规则内容。能用 https 就用 https。"
                  for server in listened)]

    return carried_out(options, do)


def add_key(options: PublishOptions, role: str, drop: str, threshold: int, to: Path | None) -> int:
    """Give a role a new key, and remove one."""
    def do(office: Office, _told: dict[str, object]) -> list[str]:
        done = office.add_key(role, drop, threshold, to)
        care = "留在这里，定时续签要用。" if role == ONLINE else "请交给保管人，另存一份备份。"
        return [f"新的{_key_words(role)} {done.keyid[:8]}：{done.file}。{care}", *_dropped(role, done)]

    return carried_out(options, do)


def _key_words(role: str) -> str:
    return _KEY_WORDS[Timestamp.type if role == ONLINE else role]


def _dropped(role: str, done: Rotation) -> list[str]:
    """Print which file somebody has to destroy."""
    if not done.dropped:
        return []
    known = f"{role}-{done.dropped[:8]}.key"
    where = "、".join(map(str, done.dropped_files)) or f"{known}（不在这次的密钥目录里）"
    return [f"{_key_words(role)} {done.dropped[:8]} 已作废。请销毁它的文件和备份：{where}"]


def publish_resume(options: PublishOptions) -> int:
    """End 紧急停用 at once."""
    def do(office: Office, _told: dict[str, object]) -> list[str]:
        resume(office)
        return ["已签名：恢复拦截。请马上同步 repository。"]

    return carried_out(options, do)


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer to a feedback as it was typed. ``since``: from which day's rules on; ``key``: the unit's, by which
    ``words`` are searched for code words, None for no search."""

    untrusted_number: str
    adopted: bool
    words: str = ""
    since: str = ""
    key: Path | None = None

    def made(self) -> FeedbackAnswer:
        """Return it as it is signed. Raises PublishError."""
        try:
            number = read_number(self.untrusted_number)
            since = day_of("--since", self.since).isoformat() if self.since else ""
        except CodeError as error:
            raise PublishError(Sentence(f"反馈号：{error}")) from error
        except UsageError as error:
            raise PublishError(Sentence(str(error))) from error
        return FeedbackAnswer(number, self.adopted, self.words.strip(), time.time(), since)


def publish_answer(options: PublishOptions, answered: Answered) -> int:
    """Answer a feedback on a false alarm."""
    def do(office: Office, _told: dict[str, object]) -> list[str]:
        made = answered.made()
        answer(office, made, answered.key)
        done = "已采纳" if made.adopted else "不采纳"
        return [f"已签名：反馈 {made.number} {done}。同步 repository 以后，反馈的人就能看到。",
                *(unsearched_words(office, answered.key) if made.words else [])]

    return carried_out(options, do)


def resign(options: PublishOptions, *, targets: bool, clock_is_right: bool) -> int:
    """Renew what expires. ``clock_is_right``: what was signed later than now was signed while it was ahead."""
    def do(office: Office, _told: dict[str, object]) -> list[str]:
        office.resign(targets=targets, clock_is_right=clock_is_right)
        return [f"已续签，{office.repository.timestamp().signed.expires:%Y-%m-%d} 以前有效。"]

    return carried_out(options, do)


def publish_status(options: PublishOptions) -> int:
    """Print what is published, by which keys, and until when; 1 when something expires within a week, or the clock is
    behind the last signature.
    """
    try:
        office = options.office()
        repository = office.repository
        root, targets, index = repository.root().signed, repository.targets().signed, repository.index()
        expires = {Root.type: root.expires, Targets.type: targets.expires,
                   Timestamp.type: repository.timestamp().signed.expires}
        behind = _clock_behind(office)
    except (PublishError, OSError) as error:
        complain(error)
        return exit_codes.NOT_DONE
    if options.as_json:
        roles = {name: {"keys": [keyid[:8] for keyid in role.keyids], "threshold": role.threshold}
                 for name, role in root.roles.items()}
        json_line({"releases": msgspec.to_builtins(index.releases), "roles": roles,
                   "suspension": msgspec.to_builtins(index.suspension), "answers": msgspec.to_builtins(index.answers),
                   "expires": {name: when.isoformat() for name, when in expires.items()},
                   "clock_behind": behind is not None})
    else:
        if index.suspension is not None and index.suspension.holds(time.time()):
            people().print(f"▲ 紧急停用到 {moment_words(index.suspension.until)}：{index.suspension.reason}")
        _show(index.releases, root.roles, expires)
        if behind is not None:
            people().print(f"▲ {behind}", soft_wrap=True)
    soon = min(map(_days_left, expires.values())) < _SOON_DAYS
    return exit_codes.NO if soon or behind is not None else exit_codes.OK


def _clock_behind(office: Office) -> str | None:
    """Return what is said of a clock that lets nothing be signed, None for one that does."""
    try:
        office.refuse_clock()
    except PublishError as refused:
        return str(refused)
    return None


def _show(releases: Sequence[RuleRelease], roles: Mapping[str, Role], expires: Mapping[str, datetime]) -> None:
    console = people()
    for entry in releases or ():
        console.print(release_words(entry, "撤回：" + entry.withdrawn if entry.withdrawn else "已发布"))
    if not releases:
        console.print("还没有发布过规则。")
    for name, words in _KEY_WORDS.items():
        role = roles[name]
        console.print(f"  {words}：{len(role.keyids)} 把，{role.threshold} 把签名有效；编号 "
                      + "、".join(keyid[:8] for keyid in role.keyids))
    for name, when in expires.items():
        console.print(f"  {validity_words(name, when)}")


def validity_words(name: str, when: datetime) -> str:
    """Return until when a signature is valid, and what to do when it expires soon or has expired."""
    words, renewal = _RENEWALS[name]
    left = _days_left(when)
    day = f"{when.astimezone():%Y-%m-%d}"
    if left < 0:
        return f"▲ {words} {day} 已过期。{renewal}"
    if left < _SOON_DAYS:
        return f"▲ {words} 有效到 {day}，{f'还有 {left:.0f} 天' if left >= 1 else '不到一天'}。{renewal}"
    return f"● {words} 有效到 {day}，还有 {left:.0f} 天"


def _days_left(when: datetime) -> float:
    return (when - datetime.now(UTC)).total_seconds() / _DAY


def release_words(entry: RuleRelease, what: str) -> str:
    """Return a release, what happened to it, and who gets it, as one line."""
    groups = f"加上组 {'、'.join(entry.groups)}" if entry.groups else "没有另加组"
    return (f"第 {entry.number} 号 {entry.label}：{what}；频道 {entry.channel}，{entry.percent}%，{groups}，"
            f"签于 {moment_words(entry.signed_at)}")


def moment_words(seconds: float) -> str:
    """Return a time (since the epoch) in local words, to the minute."""
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(seconds))


def unsearched_words(office: Office, key: Path | None) -> list[str]:
    """Return the line that says that words were not searched for code words, where there are any. Raises PublishError.
    """
    return ["▲ 没有核对写的话里有没有代号：规则里有散列的词表。下次加 --exact-key exact.key。"] \
        if unsearched(office, key) else []


def carried_out(options: PublishOptions, do: Callable[[Office, dict[str, object]], list[str]]) -> int:
    """Run one command in an office and print its lines, or why it was refused; return the exit code.

    What the command puts into the dict is told to programs besides, also when it was refused.
    """
    told: dict[str, object] = {}
    try:
        lines = do(options.office(), told)
    except PublishError as error:
        if options.as_json:
            json_line({"done": False, "words": str(error), **told})
        complain(error)
        return exit_codes.NOT_DONE
    except OSError as error:
        complain(f"没有做完：{error.filename or options.folder} 不能读写（{why(error)}）。")
        return exit_codes.NOT_DONE
    if options.as_json:
        json_line({"done": True, "words": "\n".join(lines), **told})
    else:
        for line in lines:
            people().print(line)
    return exit_codes.OK
