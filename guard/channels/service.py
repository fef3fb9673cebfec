"""Joins all egress channels: what is seen there is reported to the user and written to the journal."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from guard.channels.chat_folders import in_sent_folder, program_of
from guard.channels.desktop import desktop_watch
from guard.channels.file_dialogs import FileDialogs
from guard.channels.file_index import FileIndex, FileState, Flagged, state_of
from guard.channels.marks import Marks
from guard.channels.notices import Channel, ChannelNotice, Sighted, Told
from guard.channels.on_screen import OnScreen
from guard.channels.openings import Openings
from guard.channels.outputs import Ends, Marked, ScreenChannel
from guard.channels.received_files import Judging, ReceivedFiles
from guard.channels.screen import Screen
from guard.core.events import Event, EventKind
from guard.core.model import Capture, Decision, Outcome
from guard.core.policy import Mode, Policy
from guard.core.ports import Sink
from guard.folders.stable_file import stamp
from guard.platform.mounts import NetworkDevices
from guard.util.path_text import label, text_path

SCREEN_CHANNELS: tuple[Callable[[Ends], ScreenChannel], ...] = (FileDialogs, OnScreen)
"""The egress channels that are visible on the screen and need to know whose a window is: on X11 alone."""


AGAIN_SECONDS = 600.0
"""The same content on the same channel to the same program is reported once in this time."""

_STOP_SECONDS = 2.0
_TOLD_LIMIT = 500


class EgressChannels:
    """Watches the egress channels. ``judging`` judges a file that stays where it is; ``tell`` reaches the user.

    ``watching`` returns False while the guard is paused: then nothing is reported.
    """

    def __init__(self, folders: Sequence[Path], index: FileIndex, policy: Callable[[], Policy],
                 judging: Judging, sink: Sink, tell: Callable[[Told], None],
                 watching: Callable[[], bool], marking: Marked) -> None:
        self._index = index
        self._policy = policy
        self._sink = sink
        self._tell = tell
        self._watching = watching
        self._told: dict[tuple[Channel, str, str], float] = {}
        self._shares = NetworkDevices()
        self._openings = Openings(policy, self._opened)
        self._received = ReceivedFiles(folders, index, judging, self._found, self._openings.drop)
        ends = Ends(policy, index.flagged, self._is_there, watching, self._tell_user, sink.append, marking)
        self._on_screen = tuple(make(ends) for make in SCREEN_CHANNELS)
        self._marks = Marks(ends)
        self._desktop = desktop_watch(policy, self._look, self._marks.look)

    def start(self) -> None:
        """Start; returns at once."""
        self._openings.start(reversed(self._index.flagged()))
        self._received.start()
        self._look(None)
        self._marks.look(None)
        if self._desktop is not None:
            self._desktop.start()

    def stop(self) -> None:
        """Stop."""
        if self._desktop is not None:
            self._desktop.stop()
        self._received.stop(_STOP_SECONDS)
        self._openings.stop()
        self._index.close()

    def flagged(self, paths: Sequence[Path], decision: Decision) -> None:
        """Remember files that were flagged elsewhere: copied, or in a screenshot folder. Of several together it is not
        known which of them each destination must not get: they count as judged by no rules.
        """
        if len(paths) > 1:
            decision = replace(decision, judged_with="")
        for path in paths:
            file = self._index.put(path, decision)
            if file is not None:
                self._openings.add(file)

    def opened(self, path: Path, decision: Decision, program: str) -> None:
        """Report that a chat client opens a flagged file, as the file gate saw."""
        file = self._index.put(path, decision)
        if file is not None:
            self._openings.add(file)
            self._opened(file, program)

    def clean(self, path: Path) -> None:
        """Forget that a file was flagged: it was judged anew, and nothing was found."""
        if self._index.clear(path):
            self._openings.drop(path)

    def decided(self, capture: Capture, decision: Decision) -> None:
        """Forget that files were flagged that are items of a capture in which nothing was found."""
        if decision.outcome is Outcome.ALLOW:
            for item in capture.items:
                if item.path is not None:
                    self.clean(text_path(item.path))

    def rules_changed(self) -> None:
        """Judge flagged files anew by the rules in force, at low priority."""
        self._received.rules_changed()

    def unjudged(self, path: Path, program: str, *, refused: bool) -> None:
        """Report that a chat client was refused, or given, a file that could not be judged in time."""
        channel = Channel.NOT_JUDGED if refused else Channel.UNJUDGED
        self.tell(ChannelNotice(channel, (label(path),), program))

    def tell(self, notice: ChannelNotice) -> None:
        """Report what was seen elsewhere."""
        self._tell_user(Sighted(notice))

    def landed(self, capture: Capture) -> bool:
        """Judge a picture that landed outside the screenshot folders, at low priority; return False when too many wait.
        """
        return self._received.offer_landed(capture)

    def _found(self, file: Flagged, new: bool) -> None:
        self._openings.add(file)
        if not new:
            return
        if not program_of(file.path):
            if file.outcome is Outcome.BLOCK:
                self._sighted(Channel.LANDED, file, "")
            return
        sent = in_sent_folder(file.path) or any(not program_of(twin) and stamp(twin) is not None
                                                for twin in self._index.twins(file))
        # A received file is not the user's doing: only one that must not be passed on at all is worth a message.
        if sent or file.outcome is Outcome.BLOCK:
            self._sighted(Channel.SENT if sent else Channel.RECEIVED, file, program_of(file.path))

    def _opened(self, file: Flagged, program: str) -> None:
        # A client opens what it has just stored itself, and shows it: that is not on its way out.
        if not program_of(file.path) and self._state(file) is not FileState.CHANGED:
            self._sighted(Channel.OPENED, file, program)

    def _is_there(self, file: Flagged) -> bool:
        return self._state(file) is not FileState.GONE

    def _state(self, file: Flagged) -> FileState:
        """Return how a flagged file is now; one that has changed is judged anew."""
        state = state_of(file, self._shares)
        if state is FileState.CHANGED:
            self._received.judge_again(file.path)
        return state

    def _sighted(self, channel: Channel, file: Flagged, program: str) -> None:
        now = time.monotonic()
        key = (channel, file.digest, program)
        if not self._watching() or now - self._told.get(key, -AGAIN_SECONDS) < AGAIN_SECONDS:
            return
        if len(self._told) >= _TOLD_LIMIT:
            self._told.clear()
        self._told[key] = now
        self._sink.append(Event(EventKind.SIGHTED, time.time(), outcome=file.outcome.value, destination=program,
                                reason=channel.value))
        self._tell_user(Sighted(ChannelNotice(channel, (label(file.path),), program, file.nature)))

    def _tell_user(self, told: Told) -> None:
        if self._policy().mode is not Mode.MONITOR:
            self._tell(told)

    def _look(self, screen: Screen | None) -> float | None:
        wishes = [channel.look(screen) for channel in self._on_screen]
        return min((seconds for seconds in wishes if seconds is not None), default=None)


def unhurried(command: Sequence[str]) -> tuple[str, ...]:
    """Return a command that runs at the lowest priority: for work that nobody waits for."""
    return ("nice", "-n", "19", *command) if os.name == "posix" else tuple(command)
