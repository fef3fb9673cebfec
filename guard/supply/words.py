"""Where the rules come from, in words for status, doctor and windows."""

from __future__ import annotations

import time

from guard.supply.provenance import Provenance, SupplyState

_DAY = 86400.0
_FORMAT = "%Y-%m-%d %H:%M"


def provenance_words(provenance: Provenance, managed: bool) -> str:
    """Return which release is in force, of which channel, signed when."""
    if not provenance.number:
        return "程序自带" if not managed else "程序自带（单位下发的还没有取到，或者已撤回）"
    if provenance.suspended_until > time.time():
        until = time.strftime(_FORMAT, time.localtime(provenance.suspended_until))
        return f"紧急停用到 {until}：只提醒，不拦截（{provenance.suspended}）；单位下发第 {provenance.number} 号"
    days = int((time.time() - provenance.signed_at) // _DAY)
    age = f" {days} 天前" if days > 0 else "今天"
    return f"单位下发第 {provenance.number} 号（频道：{provenance.channel}），规则签署于{age}"


def polled_words(supply: SupplyState) -> str:
    """Return when the source was last asked and when it last answered; empty when nobody is asked."""
    if not supply.managed:
        return ""
    if not supply.polled_at:
        return "还没有"
    words = time.strftime(_FORMAT, time.localtime(supply.polled_at))
    valid = signed_words(supply.signed_until)
    if not supply.refused:
        return f"{words}，正常；{valid}" if valid else f"{words}，正常"
    reached = time.strftime(_FORMAT, time.localtime(supply.reached_at)) if supply.reached_at else "这次启动后还没有"
    return f"{words}，没有成功；上次成功：{reached}" + (f"；{valid}" if valid else "")


def signed_words(until: float) -> str:
    """Return until when the signatures are valid that were seen last, "" before any was seen."""
    if not until:
        return ""
    day = time.strftime("%Y-%m-%d", time.localtime(until))
    left = until - time.time()
    if left < 0:
        return f"签名已于 {day} 过期，续签以前不再采用新规则"
    return f"签名有效到 {day}（还有 {int(left // _DAY)} 天）"
