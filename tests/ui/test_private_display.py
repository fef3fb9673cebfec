"""Tests that programs can be started on a private display as soon as it is there."""

from __future__ import annotations

from tests.support.meeting_program import MeetingProgram
from ui.demo.display import private_display

DISPLAYS = 8
"""Of five displays whose window manager had only said that it is there, one never showed the first window."""


def test_the_first_window_of_a_display_is_shown() -> None:
    for _ in range(DISPLAYS):
        with private_display("640x480") as display:
            program = MeetingProgram(display.name)
            try:
                assert display.window("zoom")
            finally:
                program.close()
