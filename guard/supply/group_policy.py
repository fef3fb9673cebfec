"""What Group Policy of Windows gives instead of files of the machine layer.

The values are those of packaging/windows/policies/mishao.admx. Windows lets administrators alone write below the key
Policies, and policies that are withdrawn are removed from it.
"""

from __future__ import annotations

from collections.abc import Mapping

from guard.core.reporting import FILE_NAME as REPORT
from guard.platform.machine import File
from guard.platform.registry import lines_of
from guard.supply.machine_files import Choices, files_of

KEY = r"Software\Policies\MiShao"
"""Below HKEY_LOCAL_MACHINE."""

Values = Mapping[str, tuple[str, ...]]
"""By name the lines of a value; a number is the line of its digits."""

LISTS = frozenset({"Servers", "Groups"})
TEXTS = frozenset({"RootKeys", "Certificates", "AuthoriseKeys"})
"""The content of a file, line by line."""
LINES = frozenset({"Channel", "Proxy", "Unit", "Device"})
NUMBERS = frozenset({"RetentionDays"})


def given(name: str, file: File) -> bytes | None:
    """Return what the policies of this computer give instead of a file (``given_by``). Raises OSError."""
    return given_by(lines_of(KEY), name, file)


def given_by(values: Values, name: str, file: File) -> bytes | None:
    """Return what these values say a file of the machine layer contains, None where they do not say it. ``file`` reads
    it: where reports go is in it alone.
    """
    choices = _choices(values)
    report = file() if name == REPORT and (choices.unit or choices.device) else None
    return files_of(choices, report, "").get(name)


def _choices(values: Values) -> Choices:
    found = {name.casefold(): lines for name, lines in values.items()}  # the registry does not tell them apart

    def lines(name: str) -> tuple[str, ...]:
        return tuple(each.strip() for each in found.get(name.casefold(), ()) if each.strip())

    def content(name: str) -> bytes | None:
        written = found.get(name.casefold(), ()) if lines(name) else ()
        return ("\n".join(written) + "\n").encode("utf-8", "replace") if written else None

    def line(name: str) -> str:
        return " ".join(lines(name))

    return Choices(lines("Servers"), content("RootKeys"), line("Channel"), lines("Groups"), line("Proxy"),
                   content("Certificates"), line("Unit"), line("Device"), line("RetentionDays"),
                   content("AuthoriseKeys"))
