"""Gives the help of the command line in the language of the locale: English where that is English, else Chinese."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import typer

from ui.console.english_help import WORDS

_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
"""Variables that name the locale of messages; the first that has a value counts (POSIX)."""

_NEUTRAL = ("C", "POSIX")
_HELP = "显示这段说明"


def is_english(environment: Mapping[str, str]) -> bool:
    """Return whether messages are wanted in English; the locale C has no language, and Chinese is the program's own.

    LANGUAGE lists languages, most preferred first, wherever the locale has one (gettext).
    """
    locale = next((environment[name] for name in _LOCALE if environment.get(name)), "C")
    if locale.partition(".")[0] in _NEUTRAL:
        return False
    names = (*environment.get("LANGUAGE", "").split(":"), locale)
    return next((name[:2] for name in names if name.startswith(("zh", "en"))), "zh") == "en"


def command_of(app: typer.Typer, english: bool) -> Any:
    """Return the group of commands (LateGroup) that ``app`` defines, with its help in one language."""
    command: Any = typer.main.get_command(app)
    _say(command, english)
    command.commands.each(lambda below: _say_each(below, english))
    return command


def _say_each(command: Any, english: bool) -> None:
    for one in _every(command):
        _say(one, english)


def _say(command: Any, english: bool) -> None:
    _help_option(command)
    if english:
        _translate(command)


def _every(command: Any) -> Iterator[Any]:
    yield command
    for below in getattr(command, "commands", {}).values():
        yield from _every(below)


def _help_option(command: Any) -> None:
    context = typer.Context(command, help_option_names=["-h", "--help"])
    command.get_help_option(context).help = _HELP


def _translate(command: Any) -> None:
    # Given here, because the parser would cut a help of several words to a line of a list.
    command.short_help = _words(command.short_help or command.help)
    command.help = _words(command.help)
    for parameter in command.params:
        parameter.help = _words(parameter.help)
    option = command.get_help_option(typer.Context(command))
    option.help = _words(option.help)


def _words(chinese: str | None) -> str | None:
    """Return the English words; those that nobody has translated stay as they are."""
    return WORDS.get(chinese, chinese) if chinese else chinese
