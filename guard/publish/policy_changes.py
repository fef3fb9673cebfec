"""Compares two policies item by item, and tells which change lets more pass or tells the unit less (loosens)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from types import MappingProxyType

from guard.config.user_config import LOCKABLE
from guard.core.locks import Lock
from guard.core.model import DestinationKind, Release
from guard.core.pages import PageKind
from guard.core.policy import ENGINES, GateMode, MaskStyle, Mode, Policy, Unjudged
from guard.core.reporting import NO_ENTERPRISE, MessageForm, Receiver
from guard.core.screen_mark import MarkArea, MarkStrength, MarkWhen
from rules.model import Action
from rules.sensitivity import Sensitivity

Items = Mapping[str, str]
"""What one key of a policy says: names of items with their values, "" as the name of a single value."""

Loosens = Callable[[str, str | None, str | None], bool]
"""Tells of an item, its value before and after (None: it is not there) whether that change loosens."""

_YES, _NO = "true", "false"
_HOLD, _PASS = "先留着", "放过"
_FREEDOM = MappingProxyType({Release.NEVER: 0, Release.CODE: 1, Release.APPROVER: 2, Release.REASON: 3,
                             Release.FAMILY: 3, Release.FREE: 4})
"""How freely an item goes; a change between equals counts as loosening."""


@dataclass(frozen=True, slots=True)
class PolicyChange:
    """One item of one key that differs; None where the item is not there."""

    key: str
    item: str
    was: str | None
    now: str | None
    loosens: bool


@dataclass(frozen=True, slots=True)
class _Key:
    items: Callable[[Policy], Items]
    loosens: Loosens


def policy_changes(before: Policy, after: Policy) -> Iterator[PolicyChange]:
    """Yield what ``after`` changes, in the order of the keys of a policy file."""
    for key, told in KEYS.items():
        old, new = told.items(before), told.items(after)
        for item in dict.fromkeys((*old, *new)):
            was, now = old.get(item), new.get(item)
            if was != now:
                yield PolicyChange(key, item, was, now, told.loosens(item, was, now))


def _one(value: Callable[[Policy], object]) -> Callable[[Policy], Items]:
    def items(policy: Policy) -> Items:
        found = value(policy)
        return {"": (_YES if found else _NO) if isinstance(found, bool) else str(found)}

    return items


def _each(values: Callable[[Policy], Iterable[object]]) -> Callable[[Policy], Items]:
    return lambda policy: {str(value): "" for value in values(policy)}


def _named(*parts: str) -> str:
    """Return the words of a policy file as one name."""
    return " ".join(filter(None, parts))


def _never(_item: str, _was: str | None, _now: str | None) -> bool:
    return False


def _removed(_item: str, was: str | None, now: str | None) -> bool:
    return was is not None and now is None


def _lock_removed(item: str, was: str | None, now: str | None) -> bool:
    return item in _LOCKING and _removed(item, was, now)


_LOCKING = frozenset({*Lock, *LOCKABLE})
"""What 锁定 has an effect on: nobody but the policy sets its other keys."""


def _added(_item: str, was: str | None, now: str | None) -> bool:
    return was is None and now is not None


def _becomes(value: str) -> Loosens:
    return lambda _item, _was, now: now == value


def _later(order: Iterable[str]) -> Loosens:
    """Return the test for values of which each is looser than those before it."""
    rank = {str(value): number for number, value in enumerate(order)}
    return lambda _item, was, now: rank[now or ""] > rank[was or ""]


def _greater(_item: str, was: str | None, now: str | None) -> bool:
    return int(now or 0) > int(was or 0)


def _smaller(_item: str, was: str | None, now: str | None) -> bool:
    return int(now or 0) < int(was or 0)


def _freer(_item: str, was: str | None, now: str | None) -> bool:
    return _FREEDOM[Release(now or "")] >= _FREEDOM[Release(was or "")]


def _programs(policy: Policy) -> Items:
    return {_named(one.kind, how, name): "" for one in policy.programs
            for how, names in (("程序路径", one.paths), ("程序名", one.names), ("窗口类名", one.window_classes))
            for name in names}


def _program_loosens(item: str, was: str | None, now: str | None) -> bool:
    """One more name or path of a kind milder than chat loosens, and one less of any kind but 办公软件.

    A browser by name does not: its kind gets what an unknown program gets, and its titles may only be stricter.
    """
    kind, how, *_ = item.split(" ")
    if now is None:
        return was is not None and kind != DestinationKind.OFFICE
    return was is None and kind not in _AS_CHAT and (kind, how) != (DestinationKind.BROWSER, "程序名")


_AS_CHAT = (DestinationKind.CHAT, DestinationKind.CLIPBOARD_MANAGER)


def _pages(policy: Policy) -> Items:
    return {_named(pages.kind, name): "" for pages in policy.pages for name in pages.names}


def _sites(policy: Policy) -> Items:
    return {_named(sites.kind, name): "" for sites in policy.sites for name in sites.names}


def _page_loosens(item: str, was: str | None, now: str | None) -> bool:
    return (now if item.startswith(PageKind.ORDINARY) else was) is not None


def _releases(policy: Policy) -> Items:
    found: dict[str, str] = {}
    for rule in policy.release:
        found |= {_named(rule.nature, "拦截后"): rule.after_block, _named(rule.nature, "提醒后"): rule.after_warn,
                  _named(rule.nature, "打码版"): _YES if rule.redacted_copy else _NO}
    return found


def _release_loosens(item: str, was: str | None, now: str | None) -> bool:
    return now == _YES if item.endswith("打码版") else _freer(item, was, now)


def _reporting(policy: Policy) -> Items:
    said = policy.reporting
    found = {_named("去处", one.kind, one.address, *_form(one)):
             _named("加密", _YES if one.tls else _NO, _certificate(one.certificates)) for one in said.receivers}
    found |= {_named("字段", one): "" for one in said.fields}
    return found | {"每秒最多": str(said.per_second), "报到间隔分钟": str(said.alive_minutes), "科室": said.unit,
                    "电脑": said.device}


def _form(receiver: Receiver) -> tuple[str, ...]:
    """Return words by which the form of messages is told apart, none for the usual one: a server may be sent two."""
    if (receiver.message_form, receiver.enterprise) == (MessageForm.RFC5424, NO_ENTERPRISE):
        return ()
    return (_named("格式", receiver.message_form), _named("企业号", str(receiver.enterprise)))


def _certificate(certificates: str) -> str:
    """Return words by which two certificates are told apart, "" for none."""
    return _named("证书", hashlib.sha256(certificates.encode()).hexdigest()[:_TELLING]) if certificates else ""


_TELLING = 16


def _reporting_loosens(item: str, was: str | None, now: str | None) -> bool:
    """A receiver that is gone, unencrypted or proven by another certificate loosens, also when it arrives later."""
    if item.startswith(("去处", "字段")):
        return now is None or (was is not None and (now.startswith(_named("加密", _NO)) or "证书" in was))
    return _greater(item, was, now) if item == "报到间隔分钟" else item == "每秒最多" and _smaller(item, was, now)


def _government_chat(policy: Policy) -> Items:
    return {one.rule or str(one.nature): _HOLD if one.hold else _PASS for one in policy.government_chat}


def _unit_rules(policy: Policy) -> Items:
    """Return the last entry of each 科室 for each rule, and the order of those whose 科室 differ: the last one counts
    on a computer of several."""
    found: dict[str, str] = {}
    order: dict[str, dict[str, None]] = {}
    for entry in policy.unit_rules:
        for rule, unit in product(entry.rules, entry.units):
            found[_named(unit, rule)] = _named(_ACTIONS[entry.action], str(entry.until), entry.reason, entry.approver)
            units = order.setdefault(_named(_ORDER, rule), {})
            units.pop(unit, None)
            units[unit] = None
    return found | {rule: _THEN.join(units) for rule, units in order.items() if len(units) > 1}


_ORDER, _THEN = "先后", " → "


_ACTIONS = MappingProxyType({Action.BLOCK: "拦截", Action.WARN: "提醒", Action.LOG: "记录", Action.ALLOW: "可发"})


_ACTION_NAMED = MappingProxyType({word: action for action, word in _ACTIONS.items()})


def _unit_rule_loosens(item: str, was: str | None, now: str | None) -> bool:
    """An exception loosens unless it blocks; one that becomes milder, or that lasts longer, or blocks for less long."""
    if item.startswith(_named(_ORDER, "")):
        return was is not None and now is not None and _reordered(was.split(_THEN), now.split(_THEN))
    if now is None:
        return was is not None and _ACTION_NAMED[was.split()[0]].severity >= Action.WARN.severity
    action, until, *_ = now.split()
    if was is None:
        return action != _ACTIONS[Action.BLOCK]
    before, ended, *_ = was.split()
    if action != before:
        return _ACTION_NAMED[action].severity < _ACTION_NAMED[before].severity
    return until < ended if action == _ACTIONS[Action.BLOCK] else until > ended


def _reordered(was: list[str], now: list[str]) -> bool:
    return [unit for unit in was if unit in now] != [unit for unit in now if unit in was]


def _file_gate(policy: Policy) -> Items:
    gate = policy.file_gate
    found = {"开关": str(gate.mode), "等待毫秒": str(gate.wait_ms), "没判完的": str(gate.unjudged)}
    found |= {_named("加看目录", one): "" for one in gate.folders}
    return found | {_named("不看目录", one): "" for one in gate.left_out}


def _file_gate_loosens(item: str, was: str | None, now: str | None) -> bool:
    name, _, _folder = item.partition(" ")
    return _OF_THE_GATE[name](item, was, now)


_UNJUDGED = (Unjudged.HOLD, Unjudged.AS_UNREAD, Unjudged.PASS)
_OF_THE_GATE: Mapping[str, Loosens] = MappingProxyType({
    "开关": _later(GateMode), "没判完的": _later(_UNJUDGED),
    "等待毫秒": _smaller, "加看目录": _removed, "不看目录": _added,
})


def _screen_mark(policy: Policy) -> Items:
    said = policy.screen_mark
    return {"何时": said.when, "范围": said.area, "强度": said.strength, "署名": said.name,
            "提醒一句": _YES if said.reminder else _NO, "溯源点阵": _YES if said.dots else _NO,
            "共享提醒": _YES if said.sharing else _NO, "看窗口内容": _YES if said.contents else _NO}


_OF_THE_MARK: Mapping[str, Loosens] = MappingProxyType({
    "何时": _later(MarkWhen), "范围": _later(MarkArea), "强度": _later(MarkStrength), "署名": _never,
    "提醒一句": _becomes(_NO), "溯源点阵": _becomes(_NO), "共享提醒": _becomes(_NO), "看窗口内容": _becomes(_NO),
})


def _meetings(policy: Policy) -> Items:
    """Return the signs by which each program is known to share."""
    signs = ((name, sign) for one in policy.meetings for name in dict.fromkeys((*one.names, *one.window_classes))
             for sign in (*one.sharing_titles, *(["共享边框"] if one.frame else [])))
    return {_named(*sign): "" for sign in signs}


KEYS: Mapping[str, _Key] = MappingProxyType({
    "模式": _Key(_one(lambda policy: policy.mode), _later(reversed(Mode))),
    "灵敏度": _Key(_one(lambda policy: policy.sensitivity), _later(reversed(Sensitivity))),
    "锁定": _Key(_each(lambda policy: policy.locked), _lock_removed),
    "凭授权码": _Key(_each(lambda policy: policy.by_code), _removed),
    "程序": _Key(_programs, _program_loosens),
    "网页": _Key(_pages, _page_loosens),
    "网站": _Key(_sites, _page_loosens),
    "放行": _Key(_releases, _release_loosens),
    "打码样式": _Key(_one(lambda policy: policy.mask_style), _later(MaskStyle)),
    "授权公钥": _Key(_each(lambda policy: policy.authorisation_keys), _added),
    "从严性质": _Key(_each(lambda policy: policy.wide), _removed),
    "政务协同": _Key(_government_chat, lambda _item, _was, now: now != _HOLD),
    "科室规则": _Key(_unit_rules, _unit_rule_loosens),
    "未读出先留着": _Key(_one(lambda policy: policy.hold_unreadable), _becomes(_NO)),
    "未读出的放行": _Key(_one(lambda policy: policy.release_unreadable), _freer),
    "没有沙箱也读取": _Key(_one(lambda policy: policy.read_unconfined), _becomes(_YES)),
    "大文件上传": _Key(_one(lambda policy: policy.large_uploads), _later(_UNJUDGED)),
    "上传核对上限MB": _Key(_one(lambda policy: policy.upload_megabytes), _smaller),
    "文件闸门": _Key(_file_gate, _file_gate_loosens),
    "屏幕提示": _Key(_one(lambda policy: policy.screen_notice), _becomes(_NO)),
    "屏幕标记": _Key(_screen_mark, lambda item, was, now: _OF_THE_MARK[item](item, was, now)),
    "会议软件": _Key(_meetings, _removed),
    "截图目录": _Key(_each(lambda policy: policy.screenshot_folders), _removed),
    "附加规则包": _Key(_each(lambda policy: policy.optional_packs), _removed),
    "上报": _Key(_reporting, _reporting_loosens),
    "自查目录": _Key(_each(lambda policy: policy.ordered_folders), _removed),
    "暂停最长分钟": _Key(_one(lambda policy: policy.pause_minutes), _greater),
    "拦下后记住小时": _Key(_one(lambda policy: policy.kinship_hours), _smaller),
    "代为粘贴": _Key(_one(lambda policy: policy.pastes_for_user), _becomes(_YES)),
    "回话": _Key(_each(lambda policy: policy.replies), _never),
    "窗口倒计时秒": _Key(_one(lambda policy: policy.countdown_seconds), _never),
    "占位文字": _Key(_one(lambda policy: policy.notice), _never),
    "识别引擎": _Key(_one(lambda policy: policy.engine), _later(ENGINES)),
    "密级内容留存": _Key(_one(lambda policy: policy.retention), _never),
    "留存天数": _Key(_one(lambda policy: policy.retention_days), _never),
    "留存上限MB": _Key(_one(lambda policy: policy.retention_megabytes), _never),
    "保密办联系方式": _Key(_one(lambda policy: policy.security_office), _never),
})
"""Every key of a policy file, what matters most first, with its items and which change of one loosens."""
