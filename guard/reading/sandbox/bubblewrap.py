"""Runs the reader in bubblewrap (bwrap(1)) where the kernel has no landlock.

The reader sees the system's files read-only, the program's own, and nothing of the user's. Costs 0.1 s at the start.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import guard
from guard.reading.sandbox.model import Profile

_SYSTEM = ("/usr", "/lib", "/lib32", "/lib64", "/bin", "/etc/ld.so.cache", "/etc/localtime", "/etc/alternatives",
           "/sys/devices", "/sys/class/drm", "/sys/bus/pci", "/sys/fs/cgroup")

_TRIAL_SECONDS = 5.0


def around(command: Sequence[str], profile: Profile) -> tuple[str, ...] | None:
    """Return the command that runs ``command`` inside bubblewrap, or None when that does not work on this computer.

    Many systems forbid users to create the namespaces it needs, so it is tried first.
    """
    program = shutil.which("bwrap")
    if program is None:
        return None
    wrapped = (program, "--unshare-all", "--die-with-parent", "--new-session", "--proc", "/proc", "--dev", "/dev",
               *_binds(command, profile), "--chdir", "/")
    try:
        subprocess.run([*wrapped, "true"], check=True, capture_output=True, timeout=_TRIAL_SECONDS)
    except (OSError, subprocess.SubprocessError):
        return None
    return (*wrapped, *command)


def _binds(command: Sequence[str], profile: Profile) -> list[str]:
    """Return the options that bind the command's own files and those of the profile, all read-only."""
    own = [Path(argument) for argument in command if argument.startswith("/")]
    packages = [Path(folder).parent / name for folder in guard.__path__ for name in ("guard", "rules", "ui", "main.py")]
    shown = [*map(Path, _SYSTEM), *profile.readable, *map(Path, (sys.base_prefix, sys.prefix)), *own, *packages]
    covered = {Path("/dev"), Path("/proc")}
    """Mounted separately; and a place below a bound one is bound with it."""
    options: list[str] = []
    for path in sorted(dict.fromkeys(shown), key=lambda path: len(path.parts)):
        if path.exists() and covered.isdisjoint((path, *path.parents)):
            covered.add(path)
            options += ["--ro-bind", str(path), str(path)]
    return options
