"""A chat with an input box of GTK 3: ``gtk_chat.py WINDOW_CLASS``; each change of its text goes out as a JSON line.

Runs with the system's Python, which has PyGObject.
"""

import json
import sys

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, GLib, Gtk  # noqa: E402 - the version must be chosen first

GLib.set_prgname(sys.argv[1])
Gdk.set_program_class(sys.argv[1])
window = Gtk.Window(title="chat")
window.set_default_size(360, 200)
box = Gtk.TextView()
window.add(box)


def changed(buffer):
    print(json.dumps({"text": buffer.get_text(*buffer.get_bounds(), True)}), flush=True)


box.get_buffer().connect("changed", changed)
window.connect("focus-out-event", lambda *_: print(json.dumps({"lost": True}), flush=True))
window.connect("focus-in-event", lambda *_: print(json.dumps({"active": True}), flush=True))
window.move(40, 300)
window.show_all()
Gtk.main()
