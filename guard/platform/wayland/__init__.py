"""Speaks to a Wayland compositor: the wire protocol, for the clipboard, the windows and the mark on the screen."""
