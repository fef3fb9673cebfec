"""Under Wine: reads one JSON request per line, answers with the guard's result for a descriptor or a path."""

from __future__ import annotations

import ctypes
import json
import sys
import winreg
from ctypes import wintypes as w
from pathlib import Path

from guard.platform.machine import MachineLayer
from guard.platform.machine_windows import access, only_administrators_write
from guard.platform.security_descriptor import CHANGE, REPLACE, access_of
from guard.supply.group_policy import KEY
from guard.supply.machine_layer import machine_layer
from guard.supply.retention_file import retention_days

advapi = ctypes.WinDLL("advapi32", use_last_error=True)


def descriptor(sddl: str) -> bytes:
    """Make the system write the descriptor that a string describes."""
    found, size = ctypes.c_void_p(), w.ULONG()
    if not advapi.ConvertStringSecurityDescriptorToSecurityDescriptorW(sddl, 1, ctypes.byref(found),
                                                                       ctypes.byref(size)):
        raise ctypes.WinError(ctypes.get_last_error())
    return ctypes.string_at(found, size.value)


def answer(request: dict[str, str]) -> object:
    if "sddl" in request:
        said = access_of(descriptor(request["sddl"]))
        return [said.only_trusted(CHANGE), said.only_trusted(REPLACE)]
    if "path" in request:
        path = Path(request["path"])
        return [access(path).owner, only_administrators_write(path)]
    if "policies" in request:
        return with_policies(json.loads(request["policies"]))
    return str(MachineLayer.of_system().folder)


def with_policies(policies: dict[str, int | str | list[str]]) -> object:
    """Return what the machine layer says with these policies of the computer, and for how many days without them."""
    kinds = {int: winreg.REG_DWORD, str: winreg.REG_SZ, list: winreg.REG_MULTI_SZ}
    access = winreg.KEY_ALL_ACCESS | winreg.KEY_WOW64_64KEY
    with winreg.CreateKeyEx(winreg.HKEY_LOCAL_MACHINE, KEY, access=access) as key:
        for name, value in policies.items():
            winreg.SetValueEx(key, name, 0, kinds[type(value)], value)
        machine = machine_layer()
        said = {name: (machine.read(name) or b"").decode() for name in ("retention.toml", "supply.toml", "root.json")}
        place = machine.place("retention.toml")
        for name in policies:
            winreg.DeleteValue(key, name)
    return [said, place, retention_days(machine)]


for line in sys.stdin.buffer:
    sys.stdout.write(json.dumps(answer(json.loads(line))) + "\n")
    sys.stdout.flush()
