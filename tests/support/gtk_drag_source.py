"""A GTK 3 window that contains one draggable file: ``gtk_drag_source.py FILE``, at 400, 0."""

import sys

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("Gdk", "3.0")
from gi.repository import Gdk, Gio, GLib, Gtk  # noqa: E402 - the version must be chosen first

window = Gtk.Window(title="文件")
window.set_default_size(300, 200)
area = Gtk.EventBox()
area.drag_source_set(Gdk.ModifierType.BUTTON1_MASK, [Gtk.TargetEntry.new("text/uri-list", 0, 0)], Gdk.DragAction.COPY)
area.connect("drag-data-get",
             lambda _w, _c, data, _i, _t: data.set_uris([Gio.File.new_for_path(sys.argv[1]).get_uri()]))
window.add(area)
window.show_all()
window.move(400, 0)
GLib.io_add_watch(0, GLib.IO_HUP, lambda *_: Gtk.main_quit())
GLib.timeout_add(300, lambda: print("ready", flush=True))
Gtk.main()
