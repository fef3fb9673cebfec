"""Asks the running guard on the command line, and prints refusals."""

from __future__ import annotations

from pathlib import Path

from guard.control.endpoint import Client, ControlError, NotAnsweringError
from guard.control.requests import Reply, Request
from guard.ipc.replies import Refused
from guard.util import exit_codes
from rules.sentences.sentence import Sentence
from ui.terminal import complain, json_line

NO_ANSWER = "no-answer"
"""The code that scripts get when a guard is there and does not answer."""


def ask(socket: Path, request: Request, seconds: float = 5.0) -> Reply:
    """Return what the guard answers. Raises ControlError."""
    client = Client.connect(socket, seconds)
    try:
        return client.ask(request)
    finally:
        client.close()


def asked(socket: Path, request: Request, seconds: float = 5.0) -> Reply:
    """Return the guard's answer, or why it could not be asked."""
    try:
        return ask(socket, request, seconds)
    except NotAnsweringError as error:
        return Refused(NO_ANSWER, error.words)
    except ControlError as error:
        return Refused("not-running", error.words)


def refused(reply: Reply, as_json: bool) -> int:
    """Print why nothing was done; return the exit code."""
    refusal = reply if isinstance(reply, Refused) else Refused(
        "unexpected", Sentence("看不懂密哨的回答，请重新启动密哨。"))
    if as_json:
        json_line({"done": False, "code": refusal.code, "words": refusal.words})
    complain(refusal.words)
    return exit_codes.NOT_DONE
