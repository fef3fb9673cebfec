"""The machine layer of this computer, on Windows with what Group Policy gives."""

from __future__ import annotations

import sys
from dataclasses import replace

from guard.platform.machine import MachineLayer


def machine_layer() -> MachineLayer:
    """Return it; files and policies are read whenever they are asked for."""
    if sys.platform == "win32":
        from guard.supply.group_policy import KEY, given

        return replace(MachineLayer.of_system(), given=given, giver=f"HKLM\\{KEY}")
    return MachineLayer.of_system()
