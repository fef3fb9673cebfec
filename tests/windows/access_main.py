"""Under Wine: reads one JSON request per line, answers with the guard's result for a descriptor or a path."""

from __future__ import annotations

import ctypes
import json
import sys
from ctypes import wintypes as w
from pathlib import Path

from guard.platform.machine import MachineLayer
from guard.platform.machine_windows import access, only_administrators_write
from guard.platform.security_descriptor import CHANGE, REPLACE, access_of

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
    return str(MachineLayer.of_system().folder)


for line in sys.stdin.buffer:
    sys.stdout.write(json.dumps(answer(json.loads(line))) + "\n")
    sys.stdout.flush()
