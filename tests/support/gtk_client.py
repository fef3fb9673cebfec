"""A GTK 3 program that copies and pastes on command: ``gtk_client.py WINDOW_CLASS``, one JSON line in, one out.

Runs with the system's Python, which has PyGObject.
"""

import json
import sys

import gi

gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, GLib, Gtk  # noqa: E402 - the version must be chosen first

GLib.set_prgname(sys.argv[1])
Gdk.set_program_class(sys.argv[1])
window = Gtk.Window(title="客户端")
window.show_all()
clipboard = Gtk.Clipboard.get(Gdk.SELECTION_CLIPBOARD)


def obey(source, condition):
    line = sys.stdin.readline()
    if not line:
        Gtk.main_quit()
        return False
    command = json.loads(line)
    answer = {}
    if command["do"] == "copy":
        clipboard.set_text(command["text"], -1)
    else:
        answer = {"text": clipboard.wait_for_text(), "picture": clipboard.wait_for_image() is not None}
    print(json.dumps(answer), flush=True)
    return True


GLib.io_add_watch(0, GLib.IO_IN | GLib.IO_HUP, obey)
print(json.dumps({"ready": True}), flush=True)
Gtk.main()
