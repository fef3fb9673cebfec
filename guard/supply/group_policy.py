"""What Group Policy of Windows gives instead of files of the machine layer.

The values are those of packaging/windows/policies/mishao.admx. Windows lets administrators alone write below the key
Policies, and policies that are withdrawn are removed from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto
from types import MappingProxyType
from typing import Any

from guard.core.reporting import FILE_NAME as REPORT
from guard.platform.machine import ReadFile
from guard.platform.registry import lines_of
from guard.supply.machine_files import Choices, files_of

KEY = r"Software\Policies\MiShao"
"""Below HKEY_LOCAL_MACHINE."""

Values = Mapping[str, tuple[str, ...]]
"""By name the lines of a value; a number is the line of its digits."""


class Form(Enum):
    """How a value is written: lines that each count, the content of a file, one line, the digits of a number."""

    LIST = auto()
    CONTENT = auto()
    LINE = auto()
    NUMBER = auto()


VALUES = MappingProxyType({
    "Servers": ("servers", Form.LIST), "RootKeys": ("root_keys", Form.CONTENT), "Channel": ("channel", Form.LINE),
    "Groups": ("groups", Form.LIST), "Proxy": ("proxy", Form.LINE), "Certificates": ("certificates", Form.CONTENT),
    "Unit": ("unit", Form.LINE), "Device": ("device", Form.LINE), "RetentionDays": ("retention", Form.NUMBER),
    "AuthoriseKeys": ("authorise_keys", Form.CONTENT),
})
"""By name the field of Choices that a value fills, and its form."""


def given(name: str, file: ReadFile) -> bytes | None:
    """Return what the policies of this computer give instead of a file (``given_by``). Raises OSError."""
    return given_by(lines_of(KEY), name, file)


def given_by(values: Values, name: str, file: ReadFile) -> bytes | None:
    """Return what these values say a file of the machine layer contains, None where they do not say it. ``file`` reads
    it: where reports go is in it alone.
    """
    choices = _choices(values)
    report = file() if name == REPORT and (choices.unit or choices.device) else None
    return files_of(choices, report, "").get(name)


def _choices(values: Values) -> Choices:
    found = {name.casefold(): lines for name, lines in values.items()}  # the registry does not tell them apart
    return Choices(**{field: _read(found.get(name.casefold(), ()), form) for name, (field, form) in VALUES.items()})


def _read(written: tuple[str, ...], form: Form) -> Any:
    lines = tuple(each.strip() for each in written if each.strip())
    if form is Form.LIST:
        return lines
    if form is Form.CONTENT:
        return ("\n".join(written) + "\n").encode("utf-8", "replace") if lines else None
    return " ".join(lines)
