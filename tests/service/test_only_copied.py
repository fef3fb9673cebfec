"""Tests that what is only copied is listed nowhere until a chat asks for it, and what is copied twice is one item."""

from __future__ import annotations

from guard.control.requests import CountRules, RuleCounts
from guard.core.practice import sample_lines
from tests.support.brokering import NOTICE
from tests.support.guarding import GuardUnderTest, wait_for
from tests.support.ui_samples import ROSTER


def listed(guard: GuardUnderTest) -> list[str]:
    return [summary.id for summary in guard.held() if summary.listed]


def counted(guard: GuardUnderTest) -> int:
    reply = guard.ask(CountRules(0.0))
    assert isinstance(reply, RuleCounts)
    return sum(count.held for count in reply.rules)


def test_what_is_only_copied_is_listed_and_counted_nowhere_until_a_chat_asks_for_it(
        watching: GuardUnderTest, wechat: str) -> None:
    before, shown = counted(watching), watching.status().held
    watching.copy(ROSTER)
    case = watching.opened().case
    assert [summary.id for summary in watching.held()] == [case.id]
    assert (listed(watching), counted(watching), watching.status().held) == ([], before, shown)
    assert watching.paste(wechat) == NOTICE
    watching.opened(lambda opened: opened.case.destination is not None)
    assert (listed(watching), counted(watching), watching.status().held) == ([case.id], before + 1, shown + 1)


def test_the_same_content_copied_and_refused_twice_is_one_item(watching: GuardUnderTest, wechat: str) -> None:
    text = f"{ROSTER}\n两次"
    for _ in range(2):
        watching.copy(text)
        watching.opened()
        assert watching.paste(wechat) == NOTICE
        watching.opened(lambda opened: opened.case.destination is not None)
        watching.copy("别的")
    newest, _ = watching.held()
    wait_for(lambda: listed(watching) == [newest.id], "one item")


def test_the_sample_of_the_first_day_is_held_and_refused_and_listed_nowhere(watching: GuardUnderTest,
                                                                            wechat: str) -> None:
    watching.copy("\n".join(sample_lines()))
    assert watching.opened().case.practice
    assert watching.paste(wechat) == NOTICE
    refused = watching.opened(lambda opened: opened.case.destination is not None)
    assert refused.notify
    assert listed(watching) == []
