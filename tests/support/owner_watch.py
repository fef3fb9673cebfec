"""Detects when a selection has a new owner: xclip returns before the server knows of its copy."""

from __future__ import annotations

import select
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from Xlib import X, display
from Xlib.error import XError
from Xlib.ext import res, xfixes
from Xlib.xobject.drawable import Window

from tests.support.x11_properties import read_property

WAIT_SECONDS = 10.0


class OwnerWatch:
    """Watches CLIPBOARD, PRIMARY and what is dragged on one display; changes by ``ours`` (a process) do not count."""

    def __init__(self, name: str) -> None:
        self._display = display.Display(name)
        self._display.xfixes_query_version()
        self._ours: int | None = None
        self._client_mask = 0xFFFFFFFF & ~self._display.display.info.resource_id_mask
        root = self._display.screen().root
        for selection in ("CLIPBOARD", "PRIMARY", "XdndSelection"):
            self._display.xfixes_select_selection_input(root, self._display.get_atom(selection),
                                                        xfixes.XFixesSetSelectionOwnerNotifyMask)
        self._display.sync()

    def ignore(self, pid: int) -> None:
        """Ignore changes by this process; 0 for none."""
        self._ours = None
        everyone = self._display.res_query_client_ids([{"client": X.NONE, "mask": res.LocalClientPIDMask}])
        for entry in everyone.ids:
            if pid and list(entry.value) == [pid]:
                self._ours = entry.spec.client & self._client_mask

    def forget(self) -> None:
        """Drop the changes up to now."""
        self._display.sync()  # a change that others know already may be on its way to us
        while self._display.pending_events():
            self._display.next_event()

    def wait(self, selection: str) -> None:
        """Return when the selection has a new owner since ``forget``."""
        deadline = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < deadline:
            if self.changed(selection):
                return
            select.select([self._display.fileno()], [], [], 0.05)
        raise AssertionError(f"{selection} got no new owner")

    def changed(self, selection: str) -> bool:
        """Return whether the selection has a new owner since ``forget``, or since this was asked."""
        atom = self._display.get_atom(selection)
        self._display.sync()
        while self._display.pending_events():
            event = self._display.next_event()
            if (isinstance(event, xfixes.SelectionNotify) and event.selection == atom
                    and isinstance(event.owner, Window) and event.owner.id & self._client_mask != self._ours):
                return True
        return False

    def windows(self) -> set[str]:
        """Return the window classes that the window manager lists now."""
        names: set[str] = set()
        for window in self._listed():
            with suppress(XError):  # it closed after it was listed
                names.update(window.get_wm_class() or ())
        return names

    def has_property(self, name: str) -> bool:
        """Return whether a window that the window manager lists now has this property."""
        for window in self._listed():
            with suppress(XError):  # it closed after it was listed
                if read_property(window, self._display.get_atom(name)) is not None:
                    return True
        return False

    def titles(self) -> list[str]:
        """Return the titles of the windows that the window manager lists now."""
        name = self._display.get_atom("_NET_WM_NAME")
        found: list[str] = []
        for window in self._listed():
            with suppress(XError):  # it closed after it was listed
                title = read_property(window, name)
                found += [title.value.decode("utf-8", "replace")] if title is not None else []
        return found

    def _listed(self) -> list[Window]:
        listed = read_property(self._display.screen().root, self._display.get_atom("_NET_CLIENT_LIST"))
        return [self._display.create_resource_object("window", number) for number in (listed.value if listed else ())]

    def close(self) -> None:
        self._display.close()


@contextmanager
def new_owner(display_name: str, broker: int) -> Iterator[None]:
    """Leave the block when CLIPBOARD has an owner other than this broker (a process id, 0 for none)."""
    watch = OwnerWatch(display_name)
    try:
        watch.ignore(broker)
        yield
        watch.wait("CLIPBOARD")
    finally:
        watch.close()
