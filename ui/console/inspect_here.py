"""Carries out `mishao inspect status|start|pause|stop`: asks the running guard about orders for this computer."""

from __future__ import annotations

from pathlib import Path

import msgspec

from guard.ipc.replies import Done
from guard.ordered.requests import AboutInspection, GetInspections, InspectionList
from guard.ordered.words import heading_words, progress_words
from guard.util import exit_codes
from ui.console.guard_answers import asked, refused
from ui.terminal import json_line, people, printable


def status(socket: Path, as_json: bool) -> int:
    """Print every order for this computer, and how far it is."""
    reply = asked(socket, GetInspections())
    if not isinstance(reply, InspectionList):
        return refused(reply, as_json)
    for one in reply.entries:
        if as_json:
            json_line({"order": msgspec.to_builtins(one.order), "step": one.step.value, "done": one.done,
                       "total": one.total, "working": one.working, "waiting": str(one.waiting),
                       "refused": str(one.refused), "reason": one.reason})
        else:
            people().print(printable(str(heading_words(one))))
            people().print(f"  {printable(str(progress_words(one)))}")
    if not reply.entries and not as_json:
        people().print("单位现在没有布置自查。")
    return exit_codes.OK


def ask(socket: Path, request: AboutInspection) -> int:
    """Ask for one change and print the answer."""
    reply = asked(socket, request)
    if not isinstance(reply, Done):
        return refused(reply, as_json=False)
    people().print(printable(str(reply.words)))
    return exit_codes.OK
