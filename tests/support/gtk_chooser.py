"""A GTK 3 program that sends files like a chat client: ``gtk_chooser.py WINDOW_CLASS``.

Takes one JSON list per line: ``choose FOLDER NAME``, ``browse FOLDER``, ``cancel``. Opens a real file chooser when
told, or takes a drop; hashes the chosen or dropped file, then keeps it open for the time of sending, and prints one
JSON line for it; ``refused`` when it may not open it. Runs with the system's Python, which has PyGObject.
"""

import hashlib
import json
import sys
import time
from pathlib import Path

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("Gdk", "3.0")
from gi.repository import Gdk, Gio, GLib, Gtk  # noqa: E402 - the version must be chosen first

UPLOAD_SECONDS = 0.3


def send(path):
    try:
        upload(path)
    except PermissionError:
        print(json.dumps({"refused": path}), flush=True)


def upload(path):
    digest = hashlib.md5()
    with Path(path).open("rb") as file:
        while piece := file.read(65536):
            digest.update(piece)
        time.sleep(UPLOAD_SECONDS)
    print(json.dumps({"sent": path, "md5": digest.hexdigest()}), flush=True)


open_dialogs = []


def browse(folder):
    if not open_dialogs:
        dialog = Gtk.FileChooserDialog(title="发送文件", parent=window, action=Gtk.FileChooserAction.OPEN)
        dialog.add_buttons("取消", Gtk.ResponseType.CANCEL, "打开", Gtk.ResponseType.ACCEPT)
        dialog.connect("response", answered)
        dialog.show()
        open_dialogs.append(dialog)
    open_dialogs[0].set_current_folder(folder)


def cancel():
    open_dialogs[0].response(Gtk.ResponseType.CANCEL)


def choose(folder, name):
    browse(folder)
    dialog = open_dialogs[0]

    def pick():
        dialog.set_filename(f"{folder}/{name}")
        if dialog.get_filename() is None:
            return True
        dialog.response(Gtk.ResponseType.ACCEPT)
        return False

    GLib.timeout_add(50, pick)


def answered(dialog, answer):
    path = dialog.get_filename()
    open_dialogs.remove(dialog)
    dialog.destroy()
    if answer == Gtk.ResponseType.ACCEPT:
        send(path)


def dropped(widget, context, x, y, data, info, time):
    for uri in data.get_uris():
        send(Gio.File.new_for_uri(uri).get_path())
    context.finish(True, False, time)


def obey(source, condition):
    line = sys.stdin.readline()
    if not line:
        Gtk.main_quit()
        return False
    order, *words = json.loads(line)
    {"choose": choose, "browse": browse, "cancel": cancel}[order](*words)
    return True


GLib.set_prgname(sys.argv[1])
Gdk.set_program_class(sys.argv[1])
window = Gtk.Window(title="聊天")
window.set_default_size(300, 200)
window.drag_dest_set(Gtk.DestDefaults.ALL, [Gtk.TargetEntry.new("text/uri-list", 0, 0)], Gdk.DragAction.COPY)
window.connect("drag-data-received", dropped)
window.show_all()
window.move(0, 0)
GLib.io_add_watch(0, GLib.IO_IN | GLib.IO_HUP, obey)
print(json.dumps({"ready": True}), flush=True)
Gtk.main()
