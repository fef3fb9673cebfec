"""The gate's process (``--file-gate``): root's, started by mishao-gate.service, ended by whoever stops that."""

from __future__ import annotations

import logging
import resource
import sys
from pathlib import Path

from guard.file_gate import deadman
from guard.file_gate.fanotify import FanotifyError, PermissionGroup
from guard.file_gate.gate import Gate
from guard.file_gate.packets import listen
from guard.platform import memory_dumps

log = logging.getLogger(__name__)

EXIT_UNUSABLE = 1

SWITCH_SECONDS = 0.0005
"""The thread that marks folders gives the one that answers its turn after so long."""

_DESCRIPTORS = 4_096
"""The kernel refuses an open when the gate has no descriptor left for it: bounds of our own come first."""


def run(socket_path: Path) -> int:
    """Answer until ended; return the exit code when it cannot be begun, for a reason that is logged."""
    memory_dumps.refuse()
    sys.setswitchinterval(SWITCH_SECONDS)
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(_DESCRIPTORS, most), most))
    try:
        group = PermissionGroup()
    except FanotifyError as error:
        log.error("the file gate cannot start: %s; it needs root and CONFIG_FANOTIFY_ACCESS_PERMISSIONS", error)
        return EXIT_UNUSABLE
    try:
        socket_path.parent.mkdir(parents=True, exist_ok=True, mode=0o755)
        listening = listen(socket_path)
    except OSError as error:
        log.error("the file gate cannot start: %s cannot be made (%s)", socket_path, error.strerror)
        return EXIT_UNUSABLE
    deadman.ready()
    Gate(group, listening, whole_program=bool(getattr(sys, "frozen", False))).run()
    return 0
