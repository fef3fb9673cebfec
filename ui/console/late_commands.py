"""Loads a command when it is asked for: a command that was given does not wait for the others to be loaded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from importlib import import_module
from typing import Any, ClassVar

import typer

from ui.console.plain_group import PlainGroup


class LateCommands(MutableMapping[str, Any]):
    """Commands by name: ``loaded``, and those of ``later`` (MODULE:APP, where APP defines the command), which are
    loaded when they are asked for. Asking for all, as the help of the program does, loads all.
    """

    def __init__(self, loaded: Mapping[str, Any], later: Mapping[str, str]) -> None:
        self._loaded = dict(loaded)
        self._later = later
        self._do: Callable[[Any], object] | None = None

    def each(self, do: Callable[[Any], object]) -> None:
        """Do this once with each command: now, or when it is loaded."""
        self._do = do
        for command in self._loaded.values():
            do(command)

    def __getitem__(self, name: str) -> Any:
        if name not in self._loaded:
            self._loaded[name] = _load(name, self._later[name])
            if self._do is not None:
                self._do(self._loaded[name])
        return self._loaded[name]

    def __iter__(self) -> Iterator[str]:
        yield from dict.fromkeys((*(name for name in self._loaded if name not in self._later), *self._later))

    def __len__(self) -> int:
        return len(self._loaded.keys() | self._later.keys())

    def __setitem__(self, name: str, command: Any) -> None:
        self._loaded[name] = command

    def __delitem__(self, name: str) -> None:
        del self._loaded[name]


class LateGroup(PlainGroup):
    """A group with the commands that it is given, and those of ``later`` as LateCommands."""

    later: ClassVar[Mapping[str, str]] = {}

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.commands = LateCommands(self.commands, self.later)

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names, in the order of the help; none is loaded."""
        return list(self.commands)


def _load(name: str, place: str) -> Any:
    module, _, attribute = place.partition(":")
    around = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    around.add_typer(getattr(import_module(module), attribute))
    return typer.main.get_group(around).commands[name]
