"""Serves a folder by a real Samba on this computer's loopback, and mounts it again by rclone.

The kernel's own client (mount.cifs) needs a module that not every machine has; rclone's needs FUSE alone.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.support.guarding import wait_for
from ui.demo.display import end

MISSING = [name for name in ("smbd", "rclone", "fusermount3") if not shutil.which(name)] + (
    [] if os.geteuid() == 0 else ["root"]) + ([] if Path("/dev/fuse").exists() else ["/dev/fuse"])
"""What this machine lacks."""

_SETTINGS = """[global]
smb ports = {port}
interfaces = 127.0.0.1
bind interfaces only = yes
server role = standalone
map to guest = Bad User
guest account = root
disable netbios = yes
disable spoolss = yes
load printers = no
log file = {state}/log
{folders}
[files]
path = {folder}
guest ok = yes
read only = yes
"""
_FOLDERS = ("private dir", "lock directory", "state directory", "cache directory", "pid directory", "ncalrpc dir")


@contextmanager
def shared(folder: Path, scratch: Path) -> Iterator[Path]:
    """Yield where what is below ``folder`` is seen through the share, for reading; ``scratch`` is an empty folder."""
    state, mount, settings = scratch / "state", scratch / "mount", scratch / "smb.conf"
    state.mkdir()
    mount.mkdir()
    port = _free_port()
    settings.write_text(_SETTINGS.format(port=port, state=state, folder=folder,
                                         folders="\n".join(f"{name} = {state}" for name in _FOLDERS)))
    with ExitStack() as running:
        server = subprocess.Popen(  # it ends its whole process group when it ends, and makes none as a session's leader
            ["smbd", "--foreground", "--no-process-group", f"--configfile={settings}"], start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        running.callback(end, server)
        wait_for(lambda: server.poll() is not None or _listens(port), "Samba")
        assert server.poll() is None, "Samba has ended"
        nobody = subprocess.run(["rclone", "obscure", "nobody"], check=True, capture_output=True, text=True, timeout=20)
        client = subprocess.Popen(
            ["rclone", "mount", ":smb:files", str(mount), "--config", os.devnull, "--read-only", "--smb-host=127.0.0.1",
             f"--smb-port={port}", "--smb-user=nobody-here", f"--smb-pass={nobody.stdout.strip()}"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        running.callback(end, client)
        wait_for(lambda: os.path.ismount(mount), "the share")
        yield mount


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


def _listens(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0
