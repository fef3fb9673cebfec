"""Runs the broker process (``--broker``): commands on standard input, reports on standard output."""

from __future__ import annotations

import gc
import logging
import os
import sys
import threading
from collections.abc import Callable
from functools import partial
from typing import BinaryIO

from guard.clipboard import choose
from guard.clipboard.held_words import Kinship
from guard.clipboard.mailbox import GuardGone, Mailbox, Outbox
from guard.clipboard.port import Arms, Duty
from guard.ipc.exact_files import lacking, opened
from guard.ipc.messages import Arm, Stop, Trouble
from guard.platform import memory, memory_dumps
from guard.platform.errors import BrokerError
from guard.util import exit_codes
from guard.util.logs import crash
from rules.deadline import JUDGE_SECONDS
from rules.judge.assembled import judge_of
from rules.judge.judge import Judge
from rules.judge.register import get_ready
from rules.pack.encoded import decode
from rules.text import Text

SWITCH_SECONDS = 0.0005
"""A thread that prepares new rules gives way to a copy after this time, not after Python's five milliseconds."""

_LAST_WORDS_SECONDS = 2.0
_STANDARD_OUTPUT = 1
_STANDARD_ERROR = 2

log = logging.getLogger(__name__)


def run(stdin: BinaryIO, stdout: BinaryIO, *, only: str = "", arm: Callable[[Arm], Arms] | None = None) -> int:
    """Guard the clipboard from Arm to Stop and return the exit code.

    When standard input ends without Stop, the guard has died: what is held stays held. The process then ends as soon as
    the clipboard has another owner, or after ten minutes. ``only`` limits the choice of broker to one name; ``arm``
    replaces the loading of packs.
    """
    sys.setswitchinterval(SWITCH_SECONDS)
    memory.hold_little()
    memory_dumps.refuse()
    threading.excepthook = _end_at_once
    outbox = Outbox(_private(stdout))
    try:
        kinship = Kinship()
        return _guard(stdin, outbox, only, arm or (lambda command: load_arms(command, kinship)), kinship)
    except BrokerError as problem:
        outbox.send(Trouble(problem.words))
        return exit_codes.NOT_DONE
    except Exception as error:  # noqa: BLE001 - the border of this process: the guard restarts it
        crash(error)
        return exit_codes.CRASHED
    finally:
        outbox.close(_LAST_WORDS_SECONDS)


def _end_at_once(died: threading.ExceptHookArgs) -> None:
    """End the process when a thread dies, so that it is restarted: what that thread judged would stay undecided for
    ever.
    """
    if died.exc_value is not None:
        crash(died.exc_value)
    os._exit(exit_codes.CRASHED)


def load_arms(command: Arm, kinship: Kinship) -> Arms:
    """Return the Arms of an Arm command; ``kinship`` stays from one to the next."""
    policy = command.policy
    judge = judge_of([decode(pack) for pack in command.packs], command.weights, policy.sensitivity,
                     opened(command.exact), command.exact.key)
    kinship.take_all(command.remembered)
    kinship.keep(judge.ids)
    judge.judge(Text(policy.notice), JUDGE_SECONDS)  # what is made at first use is made before a copy
    gc.freeze()  # rules live long: no full collection may pass over them while a paste waits
    gc.enable()
    return Arms(lambda text: kinship.knowing(judge, policy).judge(text, JUDGE_SECONDS), policy, judge.label,
                partial(kinship.remember, judge=judge, policy=policy), lacking(command.exact, judge.ids))


def _private(stdout: BinaryIO) -> BinaryIO:
    """Keep the pipe to the guard private: a helper such as xclip would hold it open for as long as it lives."""
    try:
        descriptor = stdout.fileno()
    except OSError:
        return stdout  # not a pipe at all
    if descriptor != _STANDARD_OUTPUT:
        return stdout
    private = os.fdopen(os.dup(descriptor), "wb")
    os.dup2(_STANDARD_ERROR, descriptor)
    return private


def _guard(stdin: BinaryIO, outbox: Outbox, only: str, arm: Callable[[Arm], Arms], kinship: Kinship) -> int:
    mailbox = Mailbox()
    mailbox.listen(stdin)
    # Choose before the rules come: a guard that starts is still proving them, and the choice does not need them.
    choice = choose(only)
    for name, why in choice.passed_over:
        log.warning("the broker %s does not work here: %s", name, why)
    Judge(()).judge(Text(" "), JUDGE_SECONDS)
    get_ready()
    command = _first_arm(mailbox)
    if command is None:
        return exit_codes.OK
    duty = Duty(mailbox, outbox.send, arm, outbox.hang_up, command.wary, kinship)
    choice.broker.guard(duty, arm(command))
    return exit_codes.OK


def _first_arm(mailbox: Mailbox) -> Arm | None:
    while True:
        mail = mailbox.wait()
        if isinstance(mail, Arm):
            return mail
        if isinstance(mail, GuardGone | Stop):
            return None
