"""Measures the minimum from copy to held for a Python program that judges nothing.

    .venv/bin/python tests/bench/bare_owner.py python-xlib | wire

The first uses python-xlib, the second the broker's own wire (guard.platform.x11.wire). Prints a line when it watches.
It serves no paste and runs until it is killed.
"""

from __future__ import annotations

import select
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from Xlib import X, display
from Xlib.ext import xfixes
from Xlib.protocol import event

from guard.platform.x11.connection import Connection
from guard.platform.x11.events import OwnerChanged, SelectionNotify, SelectionRequest

WATCHING = "watching"


def by_python_xlib() -> None:
    shown = display.Display()
    root = shown.screen().root
    window = root.create_window(0, 0, 1, 1, 0, 0, X.InputOnly, event_mask=X.PropertyChangeMask)
    clipboard, targets, text = map(shown.get_atom, ("CLIPBOARD", "TARGETS", "UTF8_STRING"))
    shown.xfixes_query_version()
    shown.xfixes_select_selection_input(root, clipboard, xfixes.XFixesSetSelectionOwnerNotifyMask)
    shown.sync()
    print(WATCHING, flush=True)
    since = X.CurrentTime
    while True:
        told = shown.next_event()
        if isinstance(told, xfixes.SelectionNotify):
            if told.owner not in (X.NONE, window):
                since = told.selection_timestamp
                for target in (targets, text):
                    window.convert_selection(clipboard, target, target, since)
        elif told.type == X.SelectionNotify:
            window.get_full_property(told.target, X.AnyPropertyType)
            window.delete_property(told.target)
            if told.target == text:
                window.set_selection_owner(clipboard, since)
        elif told.type == X.SelectionRequest:
            refusal = event.SelectionNotify(time=told.time, requestor=told.requestor, selection=told.selection,
                                            target=told.target, property=X.NONE)
            told.requestor.send_event(refusal)
        shown.flush()


def by_our_wire() -> None:
    shown = Connection()
    clipboard, targets, text = map(shown.atom, ("CLIPBOARD", "TARGETS", "UTF8_STRING"))
    shown.watch_selection(clipboard)
    shown.flush()
    print(WATCHING, flush=True)
    since = X.CurrentTime
    while select.select([shown.fileno()], [], []):
        for told in shown.events():
            if isinstance(told, OwnerChanged) and told.owner not in (X.NONE, shown.window):
                since = told.selection_timestamp
                for target in (targets, text):
                    shown.convert(clipboard, target, shown.window, target, since)
            elif isinstance(told, SelectionNotify):
                shown.read_property(shown.window, told.target, delete=True)
                if told.target == text:
                    shown.take_selection(clipboard, since)
            elif isinstance(told, SelectionRequest):
                shown.answer_request(told, X.NONE)
        shown.flush()


if __name__ == "__main__":
    {"python-xlib": by_python_xlib, "wire": by_our_wire}[sys.argv[1]]()
