"""Runs the gate's process (``--file-gate``) as root, started and stopped with mishao-gate.service."""

from __future__ import annotations

import logging
import os
import resource
import socket
import sys
import threading
from collections.abc import Sequence

from guard.file_gate import deadman
from guard.file_gate.fanotify import FanotifyError, PermissionGroup
from guard.file_gate.gate import Gate
from guard.file_gate.packets import listen
from guard.file_gate.unit_policy import UnitPolicy
from guard.platform import memory_dumps
from guard.platform.machine import ROOT, MachineLayer, MachineLayerError
from guard.util import exit_codes
from guard.util.logs import crash

log = logging.getLogger(__name__)

SWITCH_SECONDS = 0.0005
"""The thread that marks folders yields to the one that answers after this time."""

_DESCRIPTORS = 4_096
"""The kernel refuses an open when the gate has no descriptor left for it: our own limits must be reached first."""


def run(machine: MachineLayer, verifying: Sequence[str]) -> int:
    """Answer until ended; return the exit code when it cannot start, for a reason that is logged. ``verifying`` is the
    command of guard/supply/gate_policy.py.
    """
    socket_path = machine.gate
    memory_dumps.refuse()
    sys.setswitchinterval(SWITCH_SECONDS)
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(_DESCRIPTORS, most), most))
    try:
        group = PermissionGroup()
    except FanotifyError as error:
        log.error("the file gate cannot start: %s; it needs root and CONFIG_FANOTIFY_ACCESS_PERMISSIONS", error)
        return exit_codes.NOT_HERE if error.for_good else exit_codes.NOT_DONE
    try:
        socket_path.parent.mkdir(parents=True, exist_ok=True, mode=0o755)
        listening = listen(socket_path)
    except OSError as error:
        log.error("the file gate cannot start: %s cannot be made (%s)", socket_path, error.strerror)
        return exit_codes.NOT_DONE
    _tell_the_system()
    deadman.ready()
    threading.excepthook = _end_at_once
    Gate(group, listening, bool(getattr(sys, "frozen", False)),
         lambda changed: UnitPolicy(verifying, machine.gate_state, _root(machine), changed)).run()
    return exit_codes.OK


def _tell_the_system() -> None:
    """Say that guards can connect (sd_notify(3)), where a systemd waits for it."""
    address = os.environ.pop("NOTIFY_SOCKET", "")
    if address:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told:
            told.sendto(b"READY=1", address)


def _end_at_once(died: threading.ExceptHookArgs) -> None:
    """End the process when a thread dies, so that the system starts it again: without the one that marks folders every
    file of a new one would pass, and nobody would hear of it.
    """
    if died.exc_value is not None:
        crash(died.exc_value)
    os._exit(exit_codes.CRASHED)


def _root(machine: MachineLayer) -> str:
    """Identify the root of trust; "" where there is none: nothing that is signed counts then."""
    try:
        root = machine.read(ROOT)
    except MachineLayerError:
        return ""
    if not root:
        return ""
    import hashlib  # it loads OpenSSL, 4 MB, which a computer without a unit does not need

    return hashlib.sha256(root).hexdigest()
