"""Reads what setup.exe was told of this computer: its own command line, and a file of the unit's beside it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ui.console.provision_chosen import Chosen
from ui.console.shared_options import UsageError

LINE, FOLDER = "MISHAO_SETUP", "MISHAO_SETUP_FOLDER"
"""Variables of the environment (packaging/windows/mishao.nsi): what follows the name of setup.exe, and its folder."""

BESIDE = "mishao-provision.toml"

_WORD = re.compile(r'(?:[^\s"]|"[^"]*")+')
_OF_SETUP = re.compile(r"/(?:S|NCRC|(?:D|RETENTION)=.*)", re.IGNORECASE | re.DOTALL)
"""What the installer itself obeys."""


@dataclass(frozen=True, slots=True)
class Told:
    """The options, the file with the others (None without one), and whether files that exist are replaced."""

    options: Chosen
    file: Path | None
    replace: bool


def told_by_setup(line: str, folder: Path) -> Told:
    """Return what a command line and the folder of setup.exe say; relative files are in that folder. Raises UsageError.

    Quotes may be around a value or a whole switch, and a backslash is always one: folders of Windows end in it.
    """
    if line.count('"') % 2:
        raise UsageError("命令行上的引号不成对。")
    given: dict[str, list[str]] = {}
    for word in (found.replace('"', "") for found in _WORD.findall(line)):
        switch, _, value = word.partition("=")
        name = switch.upper()
        if name not in _SWITCHES and _OF_SETUP.fullmatch(word) is None:
            raise UsageError(f"不认得 {word}。能写的：{'、'.join(_SWITCHES)}。")
        if name in _SWITCHES:
            given.setdefault(name, []).append(value)
    beside = folder / BESIDE
    file = folder / given["/FROM"][-1] if "/FROM" in given else beside if beside.is_file() else None
    return Told(_options(given, folder), file, "/REPLACE" in given)


def _options(given: Mapping[str, list[str]], folder: Path) -> Chosen:
    values: dict[str, Any] = {}
    for name, written in given.items():
        if (switch := _SWITCHES[name]) is not None:
            field, read = switch
            values[field] = read(written, folder)
    return Chosen(**values)


def _all(written: list[str], _folder: Path) -> tuple[str, ...]:
    return tuple(written)


def _last(written: list[str], _folder: Path) -> str:
    return written[-1]


def _file(written: list[str], folder: Path) -> Path:
    return folder / written[-1]


_SWITCHES: Mapping[str, tuple[str, Callable[[list[str], Path], Any]] | None] = MappingProxyType({
    "/FROM": None, "/SERVER": ("servers", _all), "/ROOTKEYS": ("root_keys", _file), "/CHANNEL": ("channel", _last),
    "/GROUP": ("groups", _all), "/PROXY": ("proxy", _last), "/CA": ("certificates", _file), "/UNIT": ("unit", _last),
    "/DEVICE": ("device", _last), "/AUTHORISEKEYS": ("authorise_keys", _file), "/EXACTKEY": ("exact_key", _file),
    "/REPLACE": None,
})
"""By switch the field that it fills, and how; None for what is no field."""
