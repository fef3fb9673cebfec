"""Lists the rooms of the console: one table of what can be looked at, one of what can be done, with the deed of each.

Who may do which deed: guard/administration/roles.py. A new room is a file and its lines here.
"""

from __future__ import annotations

import re

from guard.administration.roles import Deed, Role
from guard.administration.signed_log import Person
from ui.i18n.say import mark, say
from ui.web_console import calls, cases, codes, feedback, inspections, log, new_release, ordering, overview, releases
from ui.web_console.visit import Act, Look, Room, Visit

_NUMBER = r"([1-9][0-9]{0,8})"

ROOMS = (
    Room("/", mark("总览"), Deed.LOOK_OVERVIEW),
    Room("/cases", mark("事项"), Deed.LOOK_CASES),
    Room("/feedback", mark("误报反馈"), Deed.LOOK_FEEDBACK),
    Room("/releases", mark("规则发布"), Deed.LOOK_RELEASES),
    Room("/inspections", mark("自查"), Deed.LOOK_INSPECTIONS),
    Room("/calls", mark("催办"), Deed.LOOK_CALLS),
    Room("/codes", mark("授权码"), Deed.LOOK_CODES),
    Room("/log", mark("操作记录"), Deed.LOOK_LOG),
)


def _nothing(_visit: Visit) -> str:
    return ""


LOOKS = (
    Look(re.compile("/"), Deed.LOOK_OVERVIEW, overview.about_overview, overview.overview),
    Look(re.compile("/cases"), Deed.LOOK_CASES, cases.about_list, cases.case_list),
    Look(re.compile(f"/cases/{_NUMBER}"), Deed.LOOK_CASES, cases.about_case, cases.one_case),
    Look(re.compile("/feedback"), Deed.LOOK_FEEDBACK, feedback.about_feedback, feedback.feedback),
    Look(re.compile("/releases"), Deed.LOOK_RELEASES, _nothing, releases.releases),
    Look(re.compile("/releases/new"), Deed.PLAN_RELEASE, new_release.about_new, new_release.new_release),
    Look(re.compile(f"/releases/{_NUMBER}"), Deed.LOOK_RELEASES, releases.about_release, releases.one_release),
    Look(re.compile("/inspections"), Deed.LOOK_INSPECTIONS, _nothing, inspections.inspections),
    Look(re.compile("/inspections/new"), Deed.PLAN_INSPECTION, ordering.about_new, ordering.new_order),
    Look(re.compile(f"/inspections/{_NUMBER}"), Deed.LOOK_INSPECTIONS, inspections.about_inspection,
         inspections.one_inspection),
    Look(re.compile("/calls"), Deed.LOOK_CALLS, calls.about_calls, calls.calls),
    Look(re.compile("/codes"), Deed.LOOK_CODES, _nothing, codes.codes),
    Look(re.compile("/log"), Deed.LOOK_LOG, log.about_log, log.log),
)

ACTS = (
    Act(re.compile(f"/cases/{_NUMBER}"), Deed.CHANGE_CASE, cases.about_change, cases.change_case),
    Act(re.compile("/feedback"), Deed.ANSWER_FEEDBACK, feedback.about_answer, feedback.answer_feedback),
    Act(re.compile(f"/releases/{_NUMBER}/promote"), Deed.CHANGE_RELEASE, releases.about_promotion, releases.promote),
    Act(re.compile(f"/releases/{_NUMBER}/withdraw"), Deed.CHANGE_RELEASE, releases.about_withdrawal,
        releases.withdraw),
    Act(re.compile("/releases/new"), Deed.CHANGE_RELEASE, new_release.about_publishing, new_release.publish),
    Act(re.compile("/releases/suspend"), Deed.CHANGE_RELEASE, releases.about_suspension, releases.suspend),
    Act(re.compile("/releases/resume"), Deed.CHANGE_RELEASE, releases.about_resuming, releases.resume),
    Act(re.compile("/inspections/new"), Deed.CHANGE_INSPECTION, ordering.about_order, ordering.give_order),
    Act(re.compile(f"/inspections/{_NUMBER}/withdraw"), Deed.CHANGE_INSPECTION, ordering.about_withdrawal,
        ordering.withdraw),
    Act(re.compile("/calls"), Deed.RECORD_CALL, calls.about_call, calls.record_call),
    Act(re.compile("/codes"), Deed.GIVE_CODE, codes.about_giving, codes.give_code),
)

_ROLE_WORDS = {Role.SYSTEM: mark("系统管理员"), Role.SECRECY: mark("保密管理员"), Role.AUDITOR: mark("审计员")}


def who_words(person: Person) -> str:
    """Return a person with their role, in the language of the pages."""
    return say("{name}（{role}）", name=person.name, role=say(_ROLE_WORDS[person.role]))
