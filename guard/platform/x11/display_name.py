"""Parses the name of an X display: ``[tcp/|unix/][host]:display[.screen]`` (X(7), DISPLAY NAMES)."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LOCAL = "unix"
_NAME = re.compile(r"(?:(?P<protocol>tcp|unix)/)?(?P<host>[-:A-Za-z0-9._]*):(?P<number>[0-9]{1,9})"
                   r"(?:\.(?P<screen>[0-9]{1,9}))?")


@dataclass(frozen=True, slots=True)
class DisplayName:
    """A display: ``host`` is "" for this computer; ``number`` of the display there, ``screen`` of that display."""

    host: str
    number: int
    screen: int


def parse(name: str) -> DisplayName:
    """Return the parts of a display's name. Raises ValueError when it is not one."""
    found = _NAME.fullmatch(name)
    if found is None:
        raise ValueError("not the name of an X display")
    protocol, host = found["protocol"], found["host"]
    if protocol == "tcp" and not host:
        raise ValueError("a display over TCP needs its host")
    local = protocol == _LOCAL or host == _LOCAL
    return DisplayName("" if local else host, int(found["number"]), int(found["screen"] or 0))
