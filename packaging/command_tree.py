"""Lists the commands of the program with their options and help, for what a package brings about its command line."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import Any

import typer

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from ui.console.commands import app  # noqa: E402 - after the checkout was added
from ui.console.help_language import command_of  # noqa: E402

HELP = ("-h", "--help")


class Value(Enum):
    """What may follow an option, or be in the place of an argument."""

    NOTHING = auto()
    FILE = auto()
    """A file, a folder, or a word that may also be the name of one."""
    CHOICE = auto()
    OTHER = auto()
    """Such as a number: no shell can know it."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """An option with all its names, or an argument with the one it has in help."""

    names: tuple[str, ...]
    words: str
    value: Value
    choices: tuple[str, ...] = ()
    required: bool = False
    repeatable: bool = False

    @property
    def is_option(self) -> bool:
        """Whether it begins with a hyphen."""
        return self.names[0].startswith("-")


@dataclass(frozen=True, slots=True)
class Command:
    """A command: ``path`` are the words that lead to it, without the name of the program."""

    path: tuple[str, ...]
    words: str
    brief: str
    parameters: tuple[Parameter, ...]
    commands: tuple[Command, ...]

    @property
    def options(self) -> tuple[Parameter, ...]:
        """Its options, in the order of its help."""
        return tuple(one for one in self.parameters if one.is_option)

    @property
    def arguments(self) -> tuple[Parameter, ...]:
        """Its arguments, in their order."""
        return tuple(one for one in self.parameters if not one.is_option)

    def every(self) -> tuple[Command, ...]:
        """Return it and all below, each before what is below it."""
        return (self, *(one for below in self.commands for one in below.every()))


def tree(english: bool) -> Command:
    """Return the whole command line with its help in one language."""
    return _command(command_of(app, english), ())


def valued(program: Command) -> tuple[str, ...]:
    """Return the options that a value follows. Raises ValueError for one that has a value in some commands only."""
    takes: dict[str, bool] = {}
    for command in program.every():
        for option in command.options:
            for name in option.names:
                if takes.setdefault(name, option.value is not Value.NOTHING) == (option.value is Value.NOTHING):
                    raise ValueError(f"{name} has a value in some commands and none in others")
    return tuple(sorted(name for name, taken in takes.items() if taken))


def _command(command: Any, path: tuple[str, ...]) -> Command:
    context = typer.Context(command, help_option_names=list(HELP))
    below = tuple(_command(one, (*path, name)) for name, one in getattr(command, "commands", {}).items())
    return Command(path, command.help or "", command.get_short_help_str(limit=1000),
                   tuple(map(_parameter, command.get_params(context))), below)


def _parameter(parameter: Any) -> Parameter:
    is_option = parameter.param_type_name == "option"
    names = (*parameter.opts, *parameter.secondary_opts) if is_option else (parameter.name,)
    value, choices = _value(parameter, is_option)
    return Parameter(tuple(sorted(names, key=len)), parameter.help or "", value, choices, parameter.required,
                     bool(getattr(parameter, "multiple", False)) or parameter.nargs != 1)


def _value(parameter: Any, is_option: bool) -> tuple[Value, tuple[str, ...]]:
    if is_option and parameter.is_flag:
        return Value.NOTHING, ()
    if (choices := getattr(parameter.type, "choices", None)) is not None:
        return Value.CHOICE, tuple(map(str, choices))
    kind = parameter.type.name
    # The arguments that are not paths can mostly be a file, too, such as a pack; a text after an option is free.
    return (Value.FILE if kind == "path" or (not is_option and kind == "str") else Value.OTHER), ()
