"""What was chosen when the program was installed: ``retention.toml`` of the machine layer, with the line ``days = 30``.

It stands for 留存天数 of the program's own policy. A policy that the unit has signed says itself how long.
"""

from __future__ import annotations

import tomllib
from typing import Annotated

import msgspec

from guard.platform.machine import MachineLayer, MachineLayerError

FILE_NAME = "retention.toml"


class _Retention(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    days: Annotated[int, msgspec.Meta(ge=1, le=3650)]


class InstalledError(Exception):
    """The file cannot be relied on; the message names it and says what to do."""


def retention_days(machine: MachineLayer) -> int | None:
    """Return for how many days held content is kept, None where nothing was chosen. Raises InstalledError."""
    try:
        written = machine.read(FILE_NAME)
        if written is None:
            return None
        return msgspec.convert(tomllib.loads(written.decode("utf-8-sig")), _Retention).days
    except MachineLayerError as error:
        raise InstalledError(str(error)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise InstalledError(f"{machine.folder / FILE_NAME}：写法不对（{error}）。"
                             "请写成一行，例如 days = 30，可以写 1 到 3650。") from error
