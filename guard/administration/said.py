"""Writes what the lines of the log say: Chinese in every language of the pages, and never content."""

from __future__ import annotations

from collections.abc import Sequence

from guard.administration.signed_log import Person
from guard.fleet.case_store import Change
from guard.publish.rings import Ring, RingChange

LONGEST_PATH = 80
"""Most characters of a refused path that a line repeats."""


def of_case(number: int) -> str:
    """Return the words for one case."""
    return f"第 {number} 号事项"


def of_change(number: int, change: Change) -> str:
    """Return the words for a change of a case; what its note says is in the case's own history."""
    parts = (("负责人", change.owner), ("状态", change.state), ("期限", change.due))
    named = [f"{name}改为 {value or '没有'}" for name, value in parts if value is not None]
    return f"{of_case(number)}：" + "，".join([*named, *(["记一条经过"] if change.note is not None else [])])


def of_filter(*given: tuple[str, str]) -> str:
    """Return the words for what a list was narrowed down to, "" for nothing."""
    return "，".join(f"{name} {value}" for name, value in given if value)


def joined(*parts: str) -> str:
    """Return the parts that say something as one line."""
    return "；".join(filter(None, parts))


def of_answer(number: str, adopted: bool) -> str:
    """Return the words for the answer to a feedback; what is written to its user is in the signed index."""
    return f"反馈 {number}：{'采纳' if adopted else '不采纳'}，交给终端"


def of_release(number: int) -> str:
    """Return the words for one release."""
    return f"第 {number} 号发布"


def of_plan(number: int, ring: RingChange | None, reason: str) -> str:
    """Return the words for a planned change of a release: another ring, or its end."""
    if ring is None:
        return f"{of_release(number)}：撤回，{reason}"
    groups = "、".join(ring.groups or ()) or "没有"
    return f"{of_release(number)}：范围改为 {ring.percent}%，另加组 {groups}"


def of_inspection(number: int) -> str:
    """Return the words for one ordered inspection."""
    return f"第 {number} 号自查"


def of_person(person: Person) -> str:
    """Return the words for somebody with their role, as an order says who has given it."""
    return f"{person.name}（{person.role.value}）"


def of_order(folders: Sequence[str], whom: Sequence[str], due: str) -> str:
    """Return the words for an inspection that is to be ordered; ``whom`` () is everybody. Why is in the signed order.
    """
    return f"布置自查：{'、'.join(folders)}，给{'、'.join(whom) or '全部电脑'}，{due} 以前做完"


def of_order_end(number: int, reason: str) -> str:
    """Return the words for the end of an ordered inspection."""
    return f"{of_inspection(number)}：撤回，{reason}"


def of_new_release(ring: Ring, named: Sequence[str], dropped: Sequence[str]) -> str:
    """Return the words for a new release: the files that were chosen, what is dropped, and its ring."""
    groups = "、".join(ring.groups) or "没有"
    return "新发布：" + "，".join([*([f"换上 {'、'.join(named)}"] if named else []),
                               *([f"去掉 {'、'.join(dropped)}"] if dropped else []),
                               f"频道 {ring.channel}，{ring.percent}%，另加组 {groups}"])


def of_suspension(hours: str, reason: str) -> str:
    """Return the words for 紧急停用."""
    return f"紧急停用 {hours} 小时，{reason}"


def of_request(subject: str, note: str) -> str:
    """Return the words for a code that is to be given."""
    return f"{subject}：{note}，交给终端"


def of_call(where: str, what: str, whom: str, until: str) -> str:
    """Return the words for a call: computer or 科室, what it was about, by what way whom, and the day that was agreed.
    What was agreed is beside the call itself.
    """
    return f"{where}：{what}，{whom}，{f'约定 {until} 前' if until else '没有约定'}"


def of_errand(words: str, done: bool) -> str:
    """Return the words for how something ended that the terminal was given."""
    return f"{words}：{'办完了' if done else '没有办成'}"


def of_path(method: str, untrusted_path: str) -> str:
    """Return the words for something that was asked for and refused, by anybody on the computer: a long path is cut,
    and says so.
    """
    cut = f"…（共 {len(untrusted_path)} 字）" if len(untrusted_path) > LONGEST_PATH else ""
    return f"{method} {untrusted_path[:LONGEST_PATH]}{cut}"


CASES_END, CALLS_END = "事项的校验点", "催办的校验点"
HANDED = "交给终端"
RESUMED = "恢复拦截"
REFUSED_FOREIGN = "别的网页或别的地址来的请求"
REFUSED_TOKEN = "链接不对、用过了或者过期了"
REFUSED_FORM = "不是控制台自己的表单"
NO_MORE = "被拒绝的太多，以后的这一次不再记"
CASE_FILTER = (("状态", "state"), ("负责人", "owner"), ("逾期", "overdue"))
"""The words of the log for what a list of cases is narrowed down to, and their names in the address."""
FEEDBACK, PERSON, BEFORE, PROGRESS, COMPUTER, UNIT = "反馈", "谁", "早于", "怎么样了", "电脑", "科室"
CALLS, EVERYTHING = "催办", "全部"
"""Names of what a list is narrowed down to, as the log says them."""


def of_ends(cases: str, calls: str) -> str:
    """Return the words for where the history of the cases and the calls end, by their checkpoints: whoever enters or
    leaves vouches for them."""
    return joined(f"{CASES_END} {cases}" if cases else "", f"{CALLS_END} {calls}" if calls else "")
