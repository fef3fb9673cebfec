"""What was chosen when the program was installed: ``retention.toml`` of the machine layer, with the line ``days = 30``.

It stands for 留存天数 of the program's own policy. A policy that the unit has signed says itself how long.
"""

from __future__ import annotations

from guard.platform.machine import MachineLayer, MachineLayerError
from guard.util.toml_text import TomlError, toml_of

FILE_NAME = "retention.toml"

_MOST = 3650


class InstalledError(Exception):
    """The file cannot be relied on; the message names it and says what to do."""


class WrittenWronglyError(InstalledError):
    """The administrator's own file does not say how many days."""


def retention_days(machine: MachineLayer) -> int | None:
    """Return for how many days held content is kept, None where nothing was chosen. Raises InstalledError."""
    try:
        written = machine.read(FILE_NAME)
        return None if written is None else _days(toml_of(written))
    except MachineLayerError as error:
        raise InstalledError(str(error)) from error
    except TomlError as error:
        raise WrittenWronglyError(f"{machine.folder / FILE_NAME}：写法不对（{error}），没有采用。"
                                  f"请管理员改成一行，例如 days = 30，可以写 1 到 {_MOST}，再重新启动密哨。") from error


def _days(document: dict[str, object]) -> int:
    if set(document) != {"days"}:
        raise TomlError("要写 days，别的不能写")
    days = document["days"]
    if not isinstance(days, int) or isinstance(days, bool) or not 1 <= days <= _MOST:
        raise TomlError(f"days 不是 1 到 {_MOST} 的整数")
    return days


def instead(error: InstalledError, days: int) -> str:
    """Return what was wrong, and for how many days content is kept until that is mended."""
    return f"{error}在此之前留 {days} 天。"
