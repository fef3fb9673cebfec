"""Tests which process a command line starts, and what is left to the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from main import Start, process_named


@pytest.mark.parametrize(("arguments", "start"), [
    ([], Start()),
    (["--home", "h", "--config", "c"], Start("tray", Path("h"), Path("c"))),
    (["--home", "h", "--guard", "--config", "c"], Start("guard", Path("h"), Path("c"))),
    (["--broker"], Start("broker")),
    (["--reader"], Start("reader")),
])
def test_roles_and_options_name_a_process_in_any_order(arguments: list[str], start: Start) -> None:
    assert process_named(arguments) == start


@pytest.mark.parametrize("arguments", [
    ["check", "--json"], ["--home", "h", "status"], ["--help"], ["--home"], ["--home=h"], ["--guard", "--broker"],
    ["--tray"], ["guard"],
])
def test_subcommands_help_and_mistakes_are_left_to_the_command_line(arguments: list[str]) -> None:
    assert process_named(arguments) is None


def test_what_a_browser_adds_belongs_to_its_host_and_to_no_other_process() -> None:
    added = ["chrome-extension://abc/", "--parent-window=1"]
    assert process_named(["--home", "/h", "--browser-host", *added]) == Start(
        "browser-host", Path("/h"), arguments=tuple(added))
    assert process_named(["--guard", *added]) is None
