"""Words how to have the 保密办 look at an item: whom to call, and what to say there, without a word of the content."""

from __future__ import annotations

import time

from guard.core.model import Case, CaseHeading, CaseSummary
from guard.feedback.answers import number_of
from ui.i18n.dates import clock_and_day
from ui.i18n.say import say
from ui.items.labels import content_title


def office_words(contact: str) -> str:
    """Return whom to call and what not to do meanwhile; ``contact`` as in the policy, "" when it has none."""
    if contact:
        return say("保密办：{contact}。这一项先替您留着，请不要转发，也不要自行删除。", contact=contact)
    return say("请打单位保密办的电话，或当面说一声。这一项先替您留着，请不要转发，也不要自行删除。")


def ready_sentence(case: Case, now: float | None = None) -> str:
    """Return what somebody can say or write to the 保密办: kind, count and time of an item, and the number that its
    answer needs; no name of a file. ``now`` is the wall clock in seconds since the epoch, that of the computer when it
    is None.
    """
    what = content_title(CaseHeading.of(case), CaseSummary.of(case))
    return say("您好，密哨 {time} 在我电脑上留下了一份内容（{what}），没有发出去，请帮忙核对能不能发。编号 {number}。",
               time=clock_and_day(case.opened_at, time.time() if now is None else now), what=what,
               number=number_of(case.id))
