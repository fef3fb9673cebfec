"""Says how far an ordered inspection is, in words for windows and the command line."""

from __future__ import annotations

from guard.core.inspection_order import Step, last_day
from guard.ordered.requests import Inspecting
from guard.sentences.catalogue import joined, sentence
from rules.sentences.sentence import Sentence


def heading_words(one: Inspecting) -> Sentence:
    """Return who has ordered what, until when, and why."""
    order = one.order
    return sentence("orders.heading", number=order.number, by=order.by, folders="、".join(order.folders),
                    due=last_day(order.due).isoformat(), reason=order.reason)


def progress_words(one: Inspecting) -> Sentence:
    """Return how far it is, and why nothing is read for it now."""
    if one.step in (Step.RECEIVED, Step.RUNNING):
        counted = sentence("orders.is-counted", done=one.done, total=one.total) if one.total else sentence(
            "orders.is-begun" if one.step is Step.RUNNING else "orders.is-received")
        waiting = sentence("orders.is-working") if one.working else one.waiting
        return joined(counted, sentence("orders.is-waiting", why=waiting)) if waiting else counted
    match one.step:
        case Step.DONE:
            return sentence("orders.is-done", total=one.total)
        case Step.STOPPED:
            return sentence("orders.is-stopped", done=one.done, total=one.total, reason=one.reason)
        case Step.PAUSED:
            return sentence("orders.is-paused", done=one.done, total=one.total)
        case Step.EXPIRED:
            return sentence("orders.is-expired", done=one.done, total=one.total)
    return sentence("orders.is-refused", why=one.refused)
