"""A GTK 3 program that copies and pastes on command: ``gtk_client.py WINDOW_CLASS``, one JSON line in, one out.

Runs with the system's Python, which has PyGObject.
"""

import base64
import json
import sys

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, GLib, Gtk  # noqa: E402 - the version must be chosen first

GLib.set_prgname(sys.argv[1])
Gdk.set_program_class(sys.argv[1])
window = Gtk.Window(title="客户端")
window.show_all()
clipboard = Gtk.Clipboard.get(Gdk.SELECTION_CLIPBOARD)
offered = {}


def give(widget, selection, info, time):
    selection.set(selection.get_target(), 8, offered[selection.get_target().name()])


def offer(targets):
    """Own the clipboard directly: PyGObject has no way to give Gtk.Clipboard several formats."""
    offered.update({name: base64.b64decode(value) for name, value in targets.items()})
    Gtk.selection_clear_targets(window, Gdk.SELECTION_CLIPBOARD)
    for name in offered:
        Gtk.selection_add_target(window, Gdk.SELECTION_CLIPBOARD, Gdk.Atom.intern(name, False), 0)
    Gtk.selection_owner_set(window, Gdk.SELECTION_CLIPBOARD, Gtk.get_current_event_time())


def data_of(name):
    found = clipboard.wait_for_contents(Gdk.Atom.intern(name, False))
    return None if found is None else base64.b64encode(found.get_data()).decode()


window.connect("selection-get", give)


def obey(source, condition):
    line = sys.stdin.readline()
    if not line:
        Gtk.main_quit()
        return False
    command = json.loads(line)
    answer = {}
    if command["do"] == "copy":
        clipboard.set_text(command["text"], -1)
    elif command["do"] == "offer":
        offer(command["targets"])
    else:
        answer = {"text": clipboard.wait_for_text(), "picture": clipboard.wait_for_image() is not None,
                  "data": {name: data_of(name) for name in command["names"]}}
    print(json.dumps(answer), flush=True)
    return True


GLib.io_add_watch(0, GLib.IO_IN | GLib.IO_HUP, obey)
print(json.dumps({"ready": True}), flush=True)
Gtk.main()
