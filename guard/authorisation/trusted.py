"""Lists whose authorisation codes are valid: public keys of the machine layer and of the policy.

Each is 64 hexadecimal digits.
"""

from __future__ import annotations

import re

from guard.core.policy import KEY_PATTERN
from guard.platform.machine import MachineLayer

FILE_NAME = "authorise.pub"
"""File of the machine layer, one key per line; what follows # is a comment."""


def machine_keys(machine: MachineLayer) -> tuple[bytes, ...]:
    """Return the keys that this computer's administrator has installed. Raises MachineLayerError."""
    written = machine.read(FILE_NAME)
    return () if written is None else parse_keys(written.decode("utf-8", "replace").splitlines())


def broken_lines(machine: MachineLayer) -> tuple[int, ...]:
    """Return the numbers of the lines that are neither empty nor a key. Raises MachineLayerError."""
    lines = (machine.read(FILE_NAME) or b"").decode("utf-8", "replace").splitlines()
    return tuple(number for number, line in enumerate(lines, 1) if _word(line) and not parse_keys([line]))


def parse_keys(lines: list[str] | tuple[str, ...]) -> tuple[bytes, ...]:
    """Return the keys among these lines; other lines are left out, so that they can release nothing."""
    return tuple(bytes.fromhex(word) for word in map(_word, lines) if re.fullmatch(KEY_PATTERN, word))


def _word(line: str) -> str:
    return line.partition("#")[0].strip().lower()
