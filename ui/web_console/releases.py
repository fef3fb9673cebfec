"""Shows releases and their rings and what a change of one would change; the terminal, which gets it, signs it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tuf.api.metadata import Root, Targets, Timestamp

from guard.administration import said
from guard.administration.roles import Deed, may
from guard.publish.office import Office
from guard.publish.planning import Comparison, Plan, plan_promotion, plan_withdrawal
from guard.publish.releasing import LONGEST_HOURS, not_withdrawn, to_promote, to_suspend, to_withdraw
from guard.publish.rings import RingChange
from guard.supply.bundle import Index, RuleRelease
from ui.console.publish import moment_words, publish_resume, validity_words
from ui.console.releases import Consent, Why, publish_promote, publish_suspend, publish_withdraw
from ui.i18n.say import say
from ui.items.compared import against, loosening_first
from ui.kit.display_text import visible
from ui.kit.sentences import told
from ui.web_console.errands import Errand
from ui.web_console.feedback import handed
from ui.web_console.page import Cell, Changes, Facts, Field, Form, Link, Note, Page, Part, State, Table
from ui.web_console.visit import Done, RefusedError, Visit, office_of, options_of

PATH = "/releases"
_REASON = 100


def releases(visit: Visit) -> Page:
    """Return every release with its ring, what is suspended, and until when the signatures are valid."""
    repository = office_of(visit).repository
    index = repository.index()
    expires = {Root.type: repository.root().signed.expires, Targets.type: repository.targets().signed.expires,
               Timestamp.type: repository.timestamp().signed.expires}
    suspended = index.suspension
    parts: list[Part] = []
    if suspended is not None and suspended.holds(visit.now):
        parts.append(Note(say("紧急停用到 {until}：{reason}", until=moment_words(suspended.until),
                              reason=suspended.reason), "hold", "■"))
    changes = may(visit.role, Deed.CHANGE_RELEASE)
    if changes:
        parts.append(Form("", f"{PATH}/new", (), say("新的发布"), reads=True))
    parts.append(Table("", (say("编号"), say("规则"), say("频道"), say("给谁"), say("签于"), say("状态")),
                       [_row(one) for one in reversed(index.releases)], say("还没有发布过规则。")))
    parts.append(Facts(say("签名"), [("", validity_words(name, when)) for name, when in expires.items()]))
    if changes and index.releases:
        parts.append(_emergency(suspended is not None and suspended.holds(visit.now)))
    return Page(say("规则发布"), parts,
                say("发布、扩大、收回，都先列出差别，再到终端签名。新的规则在规则工坊里写，放进待发布的文件夹。"))


def about_release(visit: Visit) -> str:
    """Return what the log says of one release, and of the change whose differences are listed."""
    if visit.asked("reason"):
        return said.of_plan(visit.number, None, _reason_to_withdraw(visit, visit.asked("reason")))
    if visit.asked("percent"):
        return said.of_plan(visit.number, _possible_ring(visit, visit.asked), "")
    return said.of_release(visit.number)


def one_release(visit: Visit) -> Page:
    """Return one release, forms to plan a change of it, and the plan that was asked for."""
    office = office_of(visit)
    entry = _entry(office.repository.index(), visit.number)
    parts: list[Part] = [Facts("", ((say("规则"), entry.label), (say("频道"), entry.channel),
                                    (say("给谁"), _ring_words(entry)),
                                    (say("签于"), moment_words(entry.signed_at)), (say("状态"), _state(entry))))]
    if may(visit.role, Deed.CHANGE_RELEASE) and not entry.withdrawn:
        parts += [*_planned(visit, office, entry), *_forms(visit, entry)]
    return Page(say("第 {number} 号发布", number=entry.number), parts)


def about_promotion(visit: Visit) -> str:
    """Return what the log says of another ring."""
    return said.of_plan(visit.number, _possible_ring(visit, visit.given), "")


def _possible_ring(visit: Visit, read: Callable[[str], str]) -> RingChange:
    """Return a ring that can be signed: what is refused does not get into the log either. Raises RefusedError and
    PublishError."""
    change = _ring(read)
    to_promote(office_of(visit), visit.number, change, visit.sources.exact_key)
    return change


def promote(visit: Visit) -> Done:
    """Hand another ring for a release to the terminal."""
    options, change, number, key = options_of(visit), _ring(visit.given), visit.number, visit.sources.exact_key
    words = say("第 {number} 号改为 {percent}%，另加组 {groups}", number=number, percent=change.percent,
                groups=" ".join(change.groups or ()) or say("没有"))
    errand = Errand(words, about_promotion(visit), lambda: publish_promote(options, number, change, Consent(), key))
    return handed(visit, errand, f"{PATH}/{number}")


def about_withdrawal(visit: Visit) -> str:
    """Return what the log says of the end of a release."""
    return said.of_plan(visit.number, None, _reason_to_withdraw(visit, visit.given("reason")))


def _reason_to_withdraw(visit: Visit, reason: str) -> str:
    """Return the reason of a withdrawal that can be signed: what is refused does not get into the log either. Raises
    RefusedError and PublishError."""
    if not 0 < len(reason) <= _REASON:
        raise RefusedError(say("撤回要写原因，最多 {count} 个字。", count=_REASON))
    to_withdraw(office_of(visit), visit.number, reason, visit.sources.exact_key)
    return reason


def withdraw(visit: Visit) -> Done:
    """Hand the end of a release to the terminal."""
    options, number, why = options_of(visit), visit.number, Why(visit.given("reason"), visit.sources.exact_key)
    errand = Errand(say("撤回第 {number} 号", number=number), about_withdrawal(visit),
                    lambda: publish_withdraw(options, number, why, Consent()))
    return handed(visit, errand, f"{PATH}/{number}")


def about_suspension(visit: Visit) -> str:
    """Return what the log says of an emergency that can be signed. Raises RefusedError and PublishError."""
    reason, hours = visit.given("reason"), visit.given("hours")
    if hours not in {str(one) for one in range(1, LONGEST_HOURS + 1)}:
        raise RefusedError(say("小时要写 1 到 {most} 的整数。", most=LONGEST_HOURS))
    if not 0 < len(reason) <= _REASON:
        raise RefusedError(say("紧急停用要写原因，最多 {count} 个字。", count=_REASON))
    to_suspend(office_of(visit), float(hours), reason, visit.sources.exact_key)
    return said.of_suspension(hours, reason)


def suspend(visit: Visit) -> Done:
    """Hand 紧急停用 to the terminal, which shows who blocks now and asks."""
    options, hours, why = options_of(visit), visit.given("hours"), Why(visit.given("reason"), visit.sources.exact_key)
    errand = Errand(say("紧急停用 {hours} 小时：{reason}", hours=hours, reason=why.reason), about_suspension(visit),
                    lambda: publish_suspend(options, float(hours), why, Consent()))
    return handed(visit, errand, PATH)


def about_resuming(_visit: Visit) -> str:
    """Return what the log says of the end of an emergency."""
    return said.RESUMED


def resume(visit: Visit) -> Done:
    """Hand the end of 紧急停用 to the terminal."""
    options = options_of(visit)
    return handed(visit, Errand(say("恢复拦截"), said.RESUMED, lambda: publish_resume(options)), PATH)


def _emergency(suspended: bool) -> Form:
    if suspended:
        return Form(say("恢复拦截"), f"{PATH}/resume", (), say("到终端签名"))
    return Form(say("紧急停用"), f"{PATH}/suspend", (
        Field("hours", say("几小时，最多 {most}", most=LONGEST_HOURS), "4", longest=2, needed=True),
        Field("reason", say("原因"), longest=_REASON, wide=True, needed=True)), say("到终端签名"),
        say("全部电脑只提醒、不拦截，到时自己恢复。误拦影响办公、来不及改规则时用。"), quiet=True)


def _planned(visit: Visit, office: Office, entry: RuleRelease) -> Iterator[Part]:
    """Yield the differences of the change that the address names, and the form that hands it to the terminal."""
    if reason := visit.asked("reason"):
        yield from differences_of(plan_withdrawal(office, entry.number, reason, visit.sources.exact_key))
        yield Form(say("撤回，原因：{reason}", reason=reason), f"{PATH}/{entry.number}/withdraw",
                   (Field("reason", "", reason, longest=0),), say("到终端签名"))
    elif visit.asked("percent"):
        change = _ring(visit.asked)
        yield from differences_of(plan_promotion(office, entry.number, change, visit.sources.exact_key))
        yield Form(say("改为 {percent}%，另加组 {groups}", percent=change.percent,
                       groups=" ".join(change.groups or ()) or say("没有")), f"{PATH}/{entry.number}/promote",
                   (Field("percent", "", str(change.percent), longest=0),
                    Field("groups", "", " ".join(change.groups or ()), longest=0)), say("到终端签名"))


def differences_of(plan: Plan) -> Iterator[Part]:
    """Yield what a plan changes for whom, what loosens marked."""
    if plan.loosening():
        yield Note(say("有放宽：标 ▲ 的请逐条看过，终端里要输入“放宽”才签。"), "hold", "▲")
    if not plan.comparisons:
        yield Note(say("没有一台电脑会因此换规则。"))
    for group in plan.new_groups():
        yield Note(say("组“{group}”是第一次用，请核对写法：和电脑上写的不一样，就没有电脑收到。", group=visible(group)),
                   "hold", "▲")
    for comparison in plan.comparisons:
        yield Changes(_heading(comparison), [(f"▲ {say('放宽')} {told(one.words)}" if one.loosens else told(one.words),
                                              one.loosens) for one in loosening_first(comparison.differences)],
                      say("规则和策略没有不同"))


def _heading(comparison: Comparison) -> str:
    if not comparison.left:
        return against(comparison.release)
    left, now = comparison.release, comparison.now
    number = left.number if left is not None else 0
    return (say("不再收到第 {number} 号的电脑，退回程序自带的规则", number=number) if now is None else
            say("不再收到第 {number} 号的电脑，退回第 {now} 号", number=number, now=now.number))


def _forms(visit: Visit, entry: RuleRelease) -> Iterator[Form]:
    path = f"{PATH}/{entry.number}"
    asked = bool(visit.asked("percent"))
    percent = visit.asked("percent") if asked else str(entry.percent)
    groups = visit.asked("groups") if asked else " ".join(entry.groups)
    yield Form(say("改给谁"), path, (
        Field("percent", say("百分之几的电脑"), percent, longest=3, needed=True),
        Field("groups", say("另加哪些组，空格隔开"), groups)), say("列出差别"), reads=True)
    yield Form(say("撤回"), path, (
        Field("reason", say("原因"), visit.asked("reason"), longest=_REASON, wide=True, needed=True),),
        say("列出差别"), reads=True)


def _ring(read: Callable[[str], str]) -> RingChange:
    """Return the ring that an address or a form names; its channel stays."""
    return RingChange(percent=percent_of(read), groups=tuple(read("groups").split()))


def percent_of(read: Callable[[str], str]) -> int:
    """Return the percentage of an address or a form. Raises RefusedError."""
    percent = read("percent")
    if not percent.isdecimal() or not percent.isascii() or len(percent) > 3 or int(percent) > 100:
        raise RefusedError(say("百分比要写 0 到 100 的整数。"))
    return int(percent)


def _row(entry: RuleRelease) -> tuple[Cell, ...]:
    return (Link(str(entry.number), f"{PATH}/{entry.number}"), entry.label, entry.channel, _ring_words(entry),
            moment_words(entry.signed_at), _state(entry))


def _ring_words(entry: RuleRelease) -> str:
    if not entry.groups:
        return f"{entry.percent}%"
    return say("{percent}%，另加组 {groups}", percent=entry.percent, groups=" ".join(entry.groups))


def _state(entry: RuleRelease) -> State:
    if entry.withdrawn:
        return State("unknown", "▲", say("撤回：{reason}", reason=entry.withdrawn))
    return State("clear", "●", say("已发布"))


def _entry(index: Index, number: int) -> RuleRelease:
    found = next((one for one in index.releases if one.number == number), None)
    return found if found is not None else not_withdrawn(index, number)  # which says which there are
