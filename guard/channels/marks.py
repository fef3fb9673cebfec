"""Marks the screen while a window shows a file that the rules block, and says a sentence the first time of a day."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace

from guard.channels.file_index import Flagged
from guard.channels.mark_records import ALWAYS
from guard.channels.named_files import NamedFiles, names_without_ending
from guard.channels.namesakes import shows_another
from guard.channels.notices import Channel, ChannelNotice, Place, Sighted, strictest
from guard.channels.outputs import Ends
from guard.channels.screen import SOON_SECONDS, Screen, places_above
from guard.channels.sharing import Sharing
from guard.channels.today import Today
from guard.channels.window_contents import WindowContents
from guard.core.destination_kinds import STRICT_KINDS
from guard.core.model import Destination, Outcome
from guard.core.policy import Mode
from guard.core.screen_mark import MarkArea, MarkedWindow, Marking, MarkName, MarkWhen
from guard.platform.person import account, full_name
from guard.screen_mark.payload import device_number
from guard.util.clocks import elapsed
from guard.util.path_text import label
from rules.model import Nature

Found = Mapping[int, Flagged]
"""The windows that are seen and show a blocked file."""


class Marks:
    """The mark by the policy's 屏幕标记. ``now`` is the wall clock and ``passed`` the elapsed time in seconds;
    ``contents`` looks at windows by OCR.
    """

    def __init__(self, ends: Ends, now: Callable[[], float] = time.time, passed: Callable[[], float] = elapsed,
                 contents: WindowContents | None = None) -> None:
        self._ends = ends
        self._now = now
        self._today = Today(now)
        self._sharing = Sharing(ends, now, passed)
        self._contents = contents or WindowContents(ends.marked.judge)
        self._flagged = NamedFiles(ends.flagged)
        self._marking: Marking | None = None

    def look(self, screen: Screen | None) -> float | None:
        """Mark what is shown now; look again soon while a file is, which may move or change, and during a pause."""
        wanted = self._ends.policy().screen_mark
        looks = screen is not None and self._ends.watching() and wanted.needs_files
        again = self._read(screen) if screen is not None and looks and wanted.contents else None
        if not wanted.contents:
            self._contents.forget()
        self._ends.marked.unread(self._contents.unread(screen) if screen is not None else 0)
        seen = self._found(screen) if screen is not None and looks else {}
        found = seen if wanted.when is not MarkWhen.NEVER and self._ends.policy().mode is not Mode.MONITOR else {}
        places = self._places(screen, found)
        if places is not None:
            found = {window: found[window] for window in places}
        if screen is not None:
            self._remind(screen, found)
            self._sharing.look(screen, seen)
        always: dict[str, Nature | None] = {ALWAYS: None} if wanted.when is MarkWhen.ALWAYS else {}
        self._ends.marked.shown(always | {file.digest: file.nature for file in found.values()})
        self._set(self._marked(screen, found, places) if found or always else None)
        return SOON_SECONDS if seen or (wanted.needs_files and not self._ends.watching()) else again

    def _read(self, screen: Screen) -> float | None:
        """Look at the content of the window in front unless its title says what it shows; return when to go on."""
        named = self._named(screen.untrusted_title(screen.active()))
        return self._contents.look(screen) if named is None else None

    def _found(self, screen: Screen) -> Found:
        """Return the windows that show a blocked file; chat clients show no files, only names of them."""
        titles = {window: screen.untrusted_title(window) for window in screen.windows()}
        named = {window: file for window, title in titles.items() if (file := self._named(title))}
        slides = {window: file for window, title in titles.items() if window not in named
                  for other, file in named.items() if names_without_ending(title, file)
                  and (pid := screen.program(window).pid) and pid == screen.program(other).pid}
        shown = {window: file for window, file in (named | slides).items()
                 if screen.is_seen(window) and self._may_show(screen.program(window), file)}
        return self._contents.found(screen) | shown if self._ends.policy().screen_mark.contents else shown

    @staticmethod
    def _may_show(program: Destination, file: Flagged) -> bool:
        return program.kind not in STRICT_KINDS and not shows_another(program.pid, file)

    def _named(self, title: str) -> Flagged | None:
        """Return the blocked file that a title names."""
        named = self._flagged.of(title) if title else ()
        return next((file for file in named if file.outcome is Outcome.BLOCK and self._ends.is_there(file)), None)

    def _remind(self, screen: Screen, found: Found) -> None:
        """Say a sentence when such a file is in front for the first time today."""
        file = found.get(screen.active())
        if file is None or not self._ends.policy().screen_mark.reminder or not self._today.first(file.digest):
            return
        self._ends.tell(Sighted(ChannelNotice(Channel.MARKED, (label(file.path),), "", file.nature,
                                              screen.place(screen.active()))))

    def _places(self, screen: Screen | None, found: Found) -> Mapping[int, Place] | None:
        """Return where the windows are that are marked, None where the mark is over whole screens. A window that has
        gone meanwhile is nowhere.
        """
        wanted = self._ends.policy().screen_mark
        whole = wanted.when is MarkWhen.ALWAYS or wanted.area is MarkArea.SCREEN
        if screen is None or whole or not screen.knows_places():
            return None
        return {window: place for window in found if (place := screen.place(window)) is not None}

    def _marked(self, screen: Screen | None, found: Found, places: Mapping[int, Place] | None) -> Marking:
        wanted = self._ends.policy().screen_mark
        unit, device = self._ends.marked.computer()
        windows = _windows(screen, places) if screen is not None and places is not None else ()
        name = {MarkName.DEVICE: device, MarkName.PERSON: full_name(), MarkName.ACCOUNT: account()}[wanted.name]
        files = tuple(dict.fromkeys(label(file.path) for file in found.values()))
        nature = strictest(file.nature for file in found.values())
        return Marking(windows, name, unit, wanted.strength, device_number(device) if wanted.dots else None, files,
                       nature, self._now())

    def _set(self, marking: Marking | None) -> None:
        before = self._marking
        if marking is not None and before is not None and marking.files == before.files:
            marking = replace(marking, since=before.since)
        if marking != before:
            self._marking = marking
            self._ends.marked.mark(marking)


def _windows(screen: Screen, places: Mapping[int, Place]) -> tuple[MarkedWindow, ...]:
    """Return where the windows are, and what covers them, marked windows, too: what is below them is not seen, and a
    mark over a mark hides text.
    """
    return tuple(MarkedWindow(place, places_above(screen, window)) for window, place in places.items())
