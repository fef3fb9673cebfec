"""Tests that a command is loaded when it is asked for, and no other with it."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
import typer

from tests.support.program import ROOT
from ui.console.commands import LATER, app

_LOADED = """
import sys
from ui.console.commands import LATER, app
try:
    app(sys.argv[1:])
except SystemExit:
    pass
print(*(name for name, place in LATER.items() if place.partition(":")[0] in sys.modules))
"""


@pytest.mark.parametrize(("words", "loaded"), [
    (("--version",), ""), (("check", "--help"), ""), (("vault", "--help"), "vault"), (("--help",), " ".join(LATER))])
def test_a_command_waits_for_no_other_to_be_loaded(words: tuple[str, ...], loaded: str) -> None:
    done = subprocess.run([sys.executable, "-c", _LOADED, *words], cwd=ROOT, capture_output=True, check=True)
    assert done.stdout.decode().splitlines()[-1] == loaded


def test_a_command_that_was_asked_for_keeps_its_place_in_the_help() -> None:
    program: Any = typer.main.get_command(app)
    names = list(program.commands)
    assert program.commands["trace"] is program.commands["trace"]
    assert (list(program.commands), len(program.commands)) == (names, len(names))
    assert "no-such" not in program.commands
