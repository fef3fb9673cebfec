"""GIMP: pictures with and without transparency."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import threading
from functools import cache
from pathlib import Path

from tests.harm.programs.program import Program, named_in_title

_FOLDER = Path(".config") / "GIMP" / "3.0"
_SETTINGS = """(show-welcome-dialog no)
(check-updates no)
(config-version "3.0.4")
"""
_ONE_AT_A_TIME = threading.Lock()


@cache
def _started_once() -> tempfile.TemporaryDirectory[str]:
    """A home in which GIMP has queried all its plug-ins: a quarter of a minute, once per run."""
    home = tempfile.TemporaryDirectory(prefix="mishao-harm-gimp-")
    subprocess.run(["/usr/bin/gimp-console", "--no-interface", "--quit"], env={**os.environ, "HOME": home.name},
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120, check=False)
    return home


def _prepare(home: Path) -> None:
    with _ONE_AT_A_TIME:
        known = Path(_started_once().name)
    if (known / _FOLDER).exists():
        shutil.copytree(known / _FOLDER, home / _FOLDER)
    (home / _FOLDER).mkdir(parents=True, exist_ok=True)
    (home / _FOLDER / "gimprc").write_text(_SETTINGS)


GIMP = Program(
    "GIMP", "/usr/bin/gimp", "gimp", ("picture", "picture with alpha", "marked picture"),
    command=lambda _, file: ["/usr/bin/gimp", "--new-instance", "--no-splash", str(file)],
    shows=named_in_title, prepare=_prepare,
    select=(),  # without a selection it copies everything, and a selection would count as a change of the picture
    select_other=("ctrl+a", "BackSpace", "ctrl+a"),
)
