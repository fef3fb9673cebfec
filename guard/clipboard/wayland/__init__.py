"""The clipboard of Wayland compositors that let a program watch it (data-control)."""
