"""Chromium: a page with a picture and a table; beside it an editable page, whose title shows its content."""

from __future__ import annotations

from pathlib import Path

from tests.harm.contents import editable_page
from tests.harm.hands import Hands, Window
from tests.harm.programs.program import Program, named_in_title


def click_into_the_page(hands: Hands, window: Window, _: Path) -> None:
    """Give the keyboard to the page, not the address bar."""
    hands.activate(window)
    hands.click(window, 0.7, 0.9)


def _command(home: Path, file: Path) -> list[str]:
    return ["/usr/bin/chromium", "--no-sandbox", "--no-first-run", "--no-default-browser-check", "--disable-gpu",
            "--test-type", "--password-store=basic", "--disable-component-update", "--disable-sync",
            f"--user-data-dir={home / 'chromium'}",
            file.as_uri(), editable_page(file).as_uri()]


CHROMIUM = Program(
    "Chromium", "/usr/bin/chromium", "chromium", ("page", "marked page"),
    command=_command, shows=named_in_title, ready=click_into_the_page,
    go_to_other=("ctrl+Tab",), select_other=("ctrl+a",), leave=("ctrl+shift+w",),
    go_to_paste=("ctrl+Tab",), pastes_into="0 0 0",
)
