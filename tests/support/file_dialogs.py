"""Chooses a file in a browser's own file dialog, by keys."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

from tests.support.guarding import wait_for
from tests.support.hand import Hand
from ui.demo.display import Display


def choose_in_dialog(display: Display, hand: Hand, open_it: Callable[[], object], path: Path) -> None:
    """Open a dialog and choose the file; return when the dialog has gone."""
    def keys(*arguments: str) -> str:
        return subprocess.run(["xdotool", *arguments], env=display.environment, check=False, timeout=60,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout.decode()

    wait_for(lambda: hand.windows() > 0, "the browser's window")
    windows, active = hand.windows(), keys("getactivewindow")
    open_it()
    wait_for(lambda: hand.windows() > windows and keys("getactivewindow") not in (active, ""), "the file dialog")
    keys("type", str(path))
    wait_for(lambda: keys("key", "alt+o") or hand.windows() == windows, "the dialog to close")
