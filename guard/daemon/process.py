"""Runs the guard process: one per user, which survives the tray.

It ends on a signal, when a client asks, or when its display has gone, too. Three things happen at once: the loader
process reads and proves the packs, the broker gets ready for them, and this process loads its program. The slowest of
the three decides how fast a guard that was killed is back. That is the loader: it is started before anything is
imported here that it does not need, and looks at the disk only when places are in order.
"""

from __future__ import annotations

import gc
import logging
import os
import subprocess
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from guard.daemon.taking_over import taken
from guard.platform import memory, memory_dumps
from guard.platform.instance import AlreadyRunningError, InstanceLock
from guard.platform.machine import MachineLayer
from guard.platform.paths import PathError, Paths, display_lock
from guard.supply.loader_start import NotInForceError, begin_loading, loader_of
from guard.util import exit_codes
from guard.util.os_errors import why

if TYPE_CHECKING:
    from guard.daemon.commands import Commands

log = logging.getLogger(__name__)


def run(home: Path | None, commands: Commands, machine: MachineLayer) -> int:
    """Guard until told to end; return the exit code. What went wrong is logged in words for people."""
    # Until the rules are in force (guard.daemon.bootstrap): collections over objects that stay take much of the start.
    gc.disable()
    memory.hold_little()
    memory_dumps.refuse()
    paths = Paths.choose(home)
    try:
        with loader_of(commands.loader) as loader:
            from guard.daemon.preflight import put_in_order

            troubles = put_in_order(paths)
            paths.prepare()
            with taken(InstanceLock(paths.lock), paths.socket), _one_a_display(paths.socket):
                begin_loading(loader)
                broker = _begun(commands.broker)
                from guard.daemon.bootstrap import START_AGAIN, guard_until_ended

                code = guard_until_ended(home, paths, commands, machine, troubles, loader, broker)
    except AlreadyRunningError as error:
        log.error("%s", error)
        return exit_codes.ALREADY_RUNNING
    except OSError as error:
        log.error("%s 不能写入（%s）。请检查权限和磁盘空间。", error.filename or paths.lock, why(error))
        return exit_codes.NOT_DONE
    except (PathError, NotInForceError) as error:
        log.error("%s", error)
        return exit_codes.NOT_DONE
    return _started_again(commands.guard) if code == START_AGAIN else code


def _started_again(command: Sequence[str]) -> int:
    """Start this guard once more, in its own process where the system can do that; its locks are free by now."""
    if os.name != "nt":  # where execv only starts another process, and does not quote its arguments
        os.execv(command[0], list(command))  # noqa: S606 - our own command, without a shell
    subprocess.Popen(command, stdin=subprocess.DEVNULL)
    return exit_codes.OK


def _begun(command: Sequence[str]) -> subprocess.Popen[bytes] | None:
    """Let the broker load its program while the packs are proved; None when it cannot start: its supervisor will say
    why.
    """
    from guard.ipc.children import begin

    try:
        return begin(command)
    except OSError:
        return None


def _one_a_display(socket: Path) -> AbstractContextManager[object]:
    """Lock the display: two guards on one display would fight for every copy, whatever their homes are. ``socket`` is
    where this guard can be asked.
    """
    lock = display_lock(os.environ.get("DISPLAY", ""))
    return taken(InstanceLock(lock, socket)) if lock is not None else nullcontext()
