"""Lists what the unit has decided, and why the user cannot change it. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from guard.core.model import Release
from guard.core.policy import Mode, Policy, Retention
from rules.model import Nature
from ui.i18n.say import say
from ui.kit.display_text import one_line

_LIMIT = 60


@dataclass(frozen=True, slots=True)
class Locked:
    """One line: its name, its value, and why it is locked."""

    name: str
    value: str
    why: str


def locked(policy: Policy) -> tuple[Locked, ...]:
    """Return the settings of this computer that its user cannot change."""
    return (
        Locked(say("处理方式"), _mode(policy.mode), say("每台电脑按同一种方式，谁发都一样")),
        Locked(say("占位文字"), one_line(policy.notice, _LIMIT) or say("什么也不粘贴"),
               say("它可能被发到群里，要保证无害")),
        Locked(say("国家秘密"), say("不能放行，也不给打码版"), say("去掉密级再发，是擅自脱密")),
        Locked(say("个人信息"), _release(policy), say("放行要留下原因，以后说得清")),
        Locked(say("留存"), _kept(policy), say("留多久、留不留，要合保密规定")),
        Locked(say("暂停"), say("一次最多 {minutes} 分钟", minutes=policy.longest_pause) if policy.longest_pause
               else say("不能暂停"), say("暂停时没有人替您看着")),
    )


def _mode(mode: Mode) -> str:
    return {
        Mode.MONITOR: say("只记录，不拦也不问"),
        Mode.WARN: say("提醒，由您决定发不发"),
        Mode.ENFORCE: say("按规则拦下或提醒"),
    }[mode]


def _release(policy: Policy) -> str:
    rule = next(rule for rule in policy.release if rule.nature is Nature.PERSONAL)
    words = say("拦下后{how}", how=_let_go(rule.after_block))
    return say("{how}；可以发打码版", how=words) if rule.redacted_copy else words


def _kept(policy: Policy) -> str:
    if policy.retention is Retention.RECORD_ONLY:
        return say("不留内容，只有记录")
    return say("加密暂存 {days} 天", days=policy.retention_days)


def _let_go(release: Release) -> str:
    return {
        Release.NEVER: say("不能放行"),
        Release.CODE: say("要有授权码才放行"),
        Release.REASON: say("写明原因可以放行"),
        Release.APPROVER: say("填批准人可以放行"),
        Release.FAMILY: say("是本人或家人的可以放行"),
        Release.FREE: say("可以自己放行"),
    }[release]
