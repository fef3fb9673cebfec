"""Chooses what reports what happens in folders: inotify on Linux, watchdog elsewhere."""

from __future__ import annotations

import sys

from guard.folders.folder_news import Notifier


def notifier() -> Notifier:
    """Return the notifier of this system."""
    if sys.platform != "linux":
        from guard.folders.notifier_watchdog import WatchdogNotifier

        return WatchdogNotifier()
    from guard.folders.notifier_linux import LinuxNotifier

    return LinuxNotifier()
