"""Replies and states as the windows show them: what the guard says in words, in the user's language."""

from __future__ import annotations

from msgspec.structs import replace

from guard.control.draft_requests import CheckedItem, SelfChecked
from guard.control.requests import MaskedCopy, Reply, RuleCounts, Status, StatusReply
from guard.ipc.replies import Done, Refused
from ui.i18n.say import speaks_chinese
from ui.i18n.told.speech import entitled, translated


def reply_told(reply: Reply) -> Reply:
    """Return a reply with its words in the user's language."""
    if speaks_chinese():
        return reply
    match reply:
        case Done(words=words) | Refused(words=words):
            return replace(reply, words=translated(words))
        case SelfChecked(items=items):
            return replace(reply, items=tuple(_item(item) for item in items))
        case MaskedCopy(kinds=kinds):
            return replace(reply, kinds=tuple((translated(kind), count) for kind, count in kinds))
        case StatusReply(status=status):
            return StatusReply(status_told(status))
        case RuleCounts(rules=rules):
            return replace(reply, rules=tuple(replace(rule, name=entitled(rule.name)) for rule in rules))
        case _:
            return reply


def status_told(status: Status) -> Status:
    """Return a status with its words in the user's language."""
    if speaks_chinese():
        return status
    supply = replace(status.supply, refused=translated(status.supply.refused))
    return replace(status, troubles=tuple(map(translated, status.troubles)),
                   guarding=translated(status.guarding), keeping=translated(status.keeping),
                   vault=translated(status.vault), supply=supply)


def _item(item: CheckedItem) -> CheckedItem:
    return replace(item, reason=translated(item.reason))
