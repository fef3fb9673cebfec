"""What an administrator chooses for a computer: options of `mishao provision`, a file with them (--from), or both."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from pathlib import Path

from guard.supply.retention_file import MOST_DAYS
from guard.util.os_errors import why
from guard.util.path_text import path_text
from guard.util.toml_text import read_toml
from rules.schema.problem import InvalidFileError
from rules.schema.record import entry, record
from rules.schema.shapes import FilePath, Flag, Line, Many, Number
from ui.console.shared_options import UsageError


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the administrator chooses; what is empty, 0 or None is left as it is.

    Keys and certificates are paths here, and read once it is known which of two counts (guard.supply.machine_files).
    """

    servers: tuple[str, ...] = ()
    root_keys: Path | None = None
    channel: str = ""
    groups: tuple[str, ...] = ()
    proxy: str = ""
    certificates: Path | None = None
    unit: str = ""
    device: str = ""
    retention: int = 0
    authorise_keys: Path | None = None
    file_gate: bool | None = None
    exact_key: Path | None = None


@dataclass(frozen=True, slots=True)
class _Written:
    """The keys are the names of the options; files may be named relative to this one."""

    servers: tuple[str, ...] = entry("server", Many(Line(1), alone=(str,)), default=())
    root_keys: str = entry("root-keys", FilePath(anywhere=True), default="")
    channel: str = entry("channel", Line(1), default="")
    groups: tuple[str, ...] = entry("group", Many(Line(1), alone=(str,)), default=())
    proxy: str = entry("proxy", Line(1), default="")
    certificates: str = entry("ca", FilePath(anywhere=True), default="")
    unit: str = entry("unit", Line(1), default="")
    device: str = entry("device", Line(1), default="")
    retention: int = entry("retention", Number(1, MOST_DAYS), default=0)
    authorise_keys: str = entry("authorise-keys", FilePath(anywhere=True), default="")
    exact_key: str = entry("exact-key", FilePath(anywhere=True), default="")
    file_gate: bool | None = entry("file-gate", Flag(), default=None)


_WRITTEN = record(_Written)
_BACKSLASH = "Windows 的路径请用单引号（'D:\\部署\\root.json'），或者写 /：在双引号里 \\ 和后面的字是一个字符。"
_FILES = ("root_keys", "certificates", "authorise_keys", "exact_key")


def chosen_in(path: Path) -> Chosen:
    """Return what a file says. Raises UsageError."""
    try:
        content = path.read_bytes()
        written = read_toml(_WRITTEN, content, path_text(path))
    except InvalidFileError as error:
        raise UsageError(f"{error}{_BACKSLASH}" if b"\\" in content else str(error)) from error
    except OSError as error:
        raise UsageError(f"{path}：{why(error)}") from error
    if any(character < " " for name in _FILES for character in getattr(written, name)):
        raise UsageError(f"{path}：文件名里有看不见的字符。{_BACKSLASH}")
    given = {each.name: getattr(written, each.name) for each in fields(written)}
    places = {name: path.parent / given[name] if given[name] else None for name in _FILES}
    return Chosen(**given | places)


def with_options(of_file: Chosen, options: Chosen) -> Chosen:
    """Return what a file says with what options say instead."""
    nothing = Chosen()
    given = {each.name: value for each in fields(options)
             if (value := getattr(options, each.name)) != getattr(nothing, each.name)}
    return replace(of_file, **given)
