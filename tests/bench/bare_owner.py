"""The least that a program in Python needs from copy to held: it asks for list and text, judges nothing, takes over.

Prints a line when it watches. It gives nothing to anybody and runs until it is killed.
"""

from __future__ import annotations

from Xlib import X, display
from Xlib.ext import xfixes
from Xlib.protocol import event


def main() -> None:
    shown = display.Display()
    root = shown.screen().root
    window = root.create_window(0, 0, 1, 1, 0, 0, X.InputOnly, event_mask=X.PropertyChangeMask)
    clipboard, targets, text, place = map(shown.get_atom, ("CLIPBOARD", "TARGETS", "UTF8_STRING", "ANSWER"))
    shown.xfixes_query_version()
    shown.xfixes_select_selection_input(root, clipboard, xfixes.XFixesSetSelectionOwnerNotifyMask)
    shown.sync()
    print("watching", flush=True)
    since = X.CurrentTime
    while True:
        told = shown.next_event()
        if isinstance(told, xfixes.SelectionNotify):
            if told.owner not in (X.NONE, window):
                since = told.selection_timestamp
                window.convert_selection(clipboard, targets, place, since)
        elif told.type == X.SelectionNotify:
            window.get_full_property(place, X.AnyPropertyType)
            window.delete_property(place)
            if told.target == targets:
                window.convert_selection(clipboard, text, place, since)
            else:
                window.set_selection_owner(clipboard, since)
        elif told.type == X.SelectionRequest:
            refusal = event.SelectionNotify(time=told.time, requestor=told.requestor, selection=told.selection,
                                            target=told.target, property=X.NONE)
            told.requestor.send_event(refusal)
        shown.flush()


if __name__ == "__main__":
    main()
