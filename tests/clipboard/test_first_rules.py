"""Tests that a broker with new rules keeps nothing of the first ones, which take megabytes."""

from __future__ import annotations

import queue
import threading
import weakref

from guard.clipboard.mailbox import Mailbox
from guard.clipboard.port import Arms, Duty
from guard.clipboard.x11.broker import X11Broker
from guard.ipc.messages import Arm, Armed, FromBroker, Stop
from rules.model import Action, Verdict
from rules.text import Text
from tests.support.brokering import policy
from tests.support.guarding import wait_for
from ui.demo.display import Display


class Rules:
    """Finds nothing."""

    def __call__(self, text: Text) -> Verdict:
        return Verdict(Action.ALLOW)


def armed_with(report: FromBroker) -> str:
    assert isinstance(report, Armed)
    return report.pack


def test_the_first_rules_are_let_go_once_new_ones_are_in_force(display: Display) -> None:
    made: list[weakref.ref[Rules]] = []
    reports: queue.SimpleQueue[FromBroker] = queue.SimpleQueue()
    mailbox = Mailbox()

    def arms() -> Arms:
        rules = Rules()
        made.append(weakref.ref(rules))
        return Arms(rules, policy(), f"number {len(made)}")

    def work() -> None:
        duty = Duty(mailbox, reports.put, lambda _command: arms(), lambda: None)
        X11Broker(display.name).guard(duty, arms())

    broker = threading.Thread(target=work)
    broker.start()
    assert armed_with(reports.get(timeout=10)) == "number 1"
    mailbox.post(Arm((), policy()))
    assert armed_with(reports.get(timeout=10)) == "number 2"
    wait_for(lambda: made[0]() is None, "the first rules to go")
    mailbox.post(Stop())
    broker.join(timeout=10)
    assert not broker.is_alive()
    for end in (mailbox._bell_in, mailbox._bell_out):  # it is designed to live as long as its process
        end.close()
