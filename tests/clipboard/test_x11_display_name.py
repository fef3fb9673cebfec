"""Tests that the name of an X display is read as in X(7); an invalid one is refused."""

from __future__ import annotations

import pytest
from Xlib.support import connect

from guard.platform.x11.display_name import DisplayName, parse

NAMES = [":0", ":99.1", "localhost:10.0", "unix:3", "unix/:3", "unix/host:3", "tcp/host:1.2", "10.0.0.7:0", "::1:0",
         "my-pc_1.example:2"]
NONE = ["", "0", ":", ":x", ":0.", "tcp/:0", "udp/host:0", ":0\n", "host", " :0", ":0.1.2", f":{'9' * 5000}"]


@pytest.mark.parametrize("name", NAMES)
def test_a_display_is_the_one_that_other_programs_take_it_for(name: str) -> None:
    _, protocol, host, number, screen = connect.get_display(name)
    here = protocol == "unix" or host in ("", "unix")
    assert parse(name) == DisplayName("" if here else host, number, screen)


@pytest.mark.parametrize("name", NONE)
def test_what_names_no_display_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="display"):
        parse(name)
