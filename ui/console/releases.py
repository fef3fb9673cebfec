"""Carries out `mishao publish release|promote|withdraw|suspend`: shows what changes for whom, asks, and signs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from guard.publish.contents import Contents
from guard.publish.errors import PublishError
from guard.publish.office import Office
from guard.publish.planning import (
    Comparison,
    Plan,
    plan_promotion,
    plan_release,
    plan_suspension,
    plan_withdrawal,
    sign_promotion,
    sign_release,
    sign_suspension,
    sign_withdrawal,
)
from guard.publish.rings import PILOT, Ring, RingChange
from guard.supply.bundle import RuleRelease
from rules.sentences.sentence import Sentence
from ui.console.publish import PublishOptions, carried_out, moment_words, release_words, unsearched_words
from ui.terminal import people, printable

_AGREED = "是"
_AGREED_TO_LOOSEN = "放宽"


@dataclass(frozen=True, slots=True)
class Consent:
    """What a script agrees to: signing without a question, and the parts that may be loosened.

    ``emergency``: to withdraw or suspend at once, whatever that loosens.
    """

    yes: bool = False
    loosen: Sequence[str] = ()
    emergency: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """Arguments of `publish release`; ``base`` is the release to begin with, 0 for that of the ring."""

    contents: Contents
    ring: Ring
    base: int = 0


@dataclass(frozen=True, slots=True)
class Why:
    """Why a release is withdrawn or blocking suspended, which every computer gets, and the unit's key, by which it is
    searched for code words; None for no search."""

    reason: str
    key: Path | None = None

    def unsearched(self, office: Office) -> list[str]:
        """Return the line that says that it was not searched, where there are code words. Raises PublishError."""
        return unsearched_words(office, self.key)


class NotAgreedError(PublishError):
    """Nothing was signed since nobody agreed to what changes."""


def publish_release(options: PublishOptions, asked: Asked, consent: Consent) -> int:
    """Prove, show what changes, sign and publish."""
    contents = asked.contents

    def unsearched(office: Office) -> list[str]:
        written = contents.label or contents.tables or set(asked.ring.groups) - {PILOT}
        return unsearched_words(office, contents.key) if written else []

    return _signed(options, consent, lambda office: plan_release(office, contents, asked.ring, asked.base),
                   lambda office, plan: release_words(sign_release(office, plan, contents.label), "已签名发布"),
                   unsearched)


def publish_promote(options: PublishOptions, number: int, change: RingChange, consent: Consent,
                    key: Path | None = None) -> int:
    """Show what changes for the computers that get or lose a release by another ring, and publish it to that. ``key``:
    the unit's, by which the names of the ring are searched for code words, None for no search."""
    def sign(office: Office, plan: Plan) -> str:
        return release_words(sign_promotion(office, plan, number, change, key), "范围已改")

    def unsearched(office: Office) -> list[str]:
        return unsearched_words(office, key) if change.groups or change.channel else []

    return _signed(options, consent, lambda office: plan_promotion(office, number, change, key), sign, unsearched)


def publish_withdraw(options: PublishOptions, number: int, why: Why, consent: Consent) -> int:
    """Show what the computers of a release return to, and withdraw it."""
    def sign(office: Office, plan: Plan) -> str:
        return release_words(sign_withdrawal(office, plan, number, why.reason, why.key), "已撤回")

    def plan(office: Office) -> Plan:
        return plan_withdrawal(office, number, why.reason, why.key, urgent=consent.emergency)

    return _signed(options, consent, plan, sign, why.unsearched)


def publish_suspend(options: PublishOptions, hours: float, why: Why, consent: Consent) -> int:
    """紧急停用: show which computers block now, and let them only warn."""
    def sign(office: Office, plan: Plan) -> str:
        until = moment_words(sign_suspension(office, plan, hours, why.reason, why.key).until)
        return f"已签名：紧急停用到 {until}，只提醒不拦截，到时自己恢复。请马上同步 repository。"

    def plan(office: Office) -> Plan:
        return plan_suspension(office, hours, why.reason, why.key, urgent=consent.emergency)

    return _signed(options, consent, plan, sign, why.unsearched)


def _signed(options: PublishOptions, consent: Consent, planned: Callable[[Office], Plan],
            sign: Callable[[Office, Plan], str], unsearched: Callable[[Office], list[str]]) -> int:
    """Plan, show the plan, sign it when somebody agreed, and print the words of ``sign`` and ``unsearched``."""
    def do(office: Office, told: dict[str, object]) -> list[str]:
        plan = planned(office)
        _agree(options, plan, consent, told)
        lines = [*unsearched(office), *(f"▲ {name}：这个版本的密哨读不出来，没有核对写的话里有没有它隐去的代号。"
                                        for name in plan.unsearched)]
        return [sign(office, plan), *lines]

    return carried_out(options, do)


def _agree(options: PublishOptions, plan: Plan, consent: Consent, told: dict[str, object]) -> None:
    """Show a plan and return when somebody agreed to it. Raises NotAgreedError."""
    told["changes"] = [
        {"against": _number(comparison.release), "part": one.part, "words": one.words, "loosens": one.loosens,
         **({"returns_to": _number(comparison.now)} if comparison.left else {})}
        for comparison in plan.comparisons for one in comparison.differences]
    if not options.as_json:
        _show(plan)
    if strange := [name for name in consent.loosen if not plan.names(name)]:
        named = "、".join(plan.unnamed(())) or "没有"
        words = f"这次的差别里没有叫“{strange[0]}”的，请核对 --loosen。会放宽的：{named}。"
        raise NotAgreedError(Sentence(f"没有签名：{words}"))
    if consent.emergency:
        return
    unnamed = plan.unnamed(consent.loosen)
    if consent.yes:
        if unnamed:
            named = " ".join(f"--loosen {part}" for part in unnamed)
            raise NotAgreedError(Sentence(f"没有签名：这些会放宽，--yes 不算同意。确实要放宽，请逐项写上 {named}。"))
        return
    if options.as_json or not sys.stdin.isatty():
        raise NotAgreedError(Sentence("没有签名：没有人确认。请在终端里运行，或者核对上面的差别以后加 --yes。"))
    word = _AGREED_TO_LOOSEN if unnamed else _AGREED
    people().print(f"要签名发布，请输入“{word}”后回车；其他都不签。")
    if sys.stdin.readline().strip() != word:
        raise NotAgreedError(Sentence("没有签名，什么也没有改。"))


def _show(plan: Plan) -> None:
    ring = plan.ring
    people().print(f"给：{_ring_words(ring.channel, ring.percent, ring.groups)}")
    for group in plan.new_groups():
        people().print(printable(f"▲ 组“{group}”是第一次用，请核对写法：和电脑上写的不一样，就没有电脑收到。"))
    for comparison in plan.comparisons:
        _show_comparison(comparison)
    if not plan.comparisons:
        people().print("▲ 没有一台电脑会因此换规则：给这些电脑的，还是原来那一号，或者更新的一号。")


def _show_comparison(comparison: Comparison) -> None:
    console = people()
    console.print(_returning(comparison) if comparison.left else _against(comparison.release))
    if not comparison.differences:
        console.print("  规则和策略没有不同")
    for one in sorted(comparison.differences, key=lambda one: not one.loosens):
        if one.loosens:
            console.print(f"  ▲ 放宽 {one.words}", style="bold red")
        else:
            console.print(f"  · {one.words}")


def _against(release: RuleRelease | None) -> str:
    if release is None:
        return "和程序自带的规则比（还没有收到过发布的电脑）："
    return f"和第 {release.number} 号（{_ring_words(release.channel, release.percent, release.groups)}）比："


def _returning(comparison: Comparison) -> str:
    left, now = _number(comparison.release), comparison.now
    returns = "程序自带的规则" if now is None else f"第 {now.number} 号"
    return f"不再收到第 {left} 号的电脑，退回{returns}："


def _number(release: RuleRelease | None) -> int:
    return release.number if release is not None else 0


def _ring_words(channel: str, percent: int, groups: Sequence[str]) -> str:
    return f"频道 {channel}，{percent}%，" + (f"加上组 {'、'.join(groups)}" if groups else "没有另加组")
