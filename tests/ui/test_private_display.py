"""Tests that programs can be started on a private display as soon as it is there."""

from __future__ import annotations

from tests.support.meeting_program import MeetingProgram
from ui.demo.display import private_display

DISPLAYS = 8
"""Where nobody waits for more than that a window manager says it is there, some of them never show the first window."""


def test_the_first_window_of_a_display_is_shown() -> None:
    for _ in range(DISPLAYS):
        with private_display("640x480") as display:
            program = MeetingProgram(display.name)
            try:
                assert display.window("zoom")
            finally:
                program.close()
