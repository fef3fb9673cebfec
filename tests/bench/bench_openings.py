"""Measures how often a chat client that opens a flagged file is found, by how long it has the file open.

``python -m tests.bench.bench_openings``: a process under a chat client's name opens, reads or hashes files of three
sizes 100 times each; it prints how many were reported and the median time for which the file was open.
"""

from __future__ import annotations

import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import IO, cast

from guard.channels.file_index import Flagged
from guard.channels.openings import Openings
from guard.config.builtin_policy import builtin_policy
from guard.config.policy_file import load
from guard.core.model import Outcome

SIZES = (20_000, 1_000_000, 20_000_000)
TIMES = 100
TOLD_SECONDS = 0.05

CLIENT = """
import hashlib, sys, time
for line in sys.stdin:
    how, path = line.rstrip("\\n").split(" ", 1)
    begun = time.monotonic()
    with open(path, "rb") as file:
        if how == "read":
            file.read()
        elif how == "hash":
            digest = hashlib.md5()
            while piece := file.read(65536):
                digest.update(piece)
    print(time.monotonic() - begun, flush=True)
"""


def main() -> int:
    """Print one line per size and way of reading."""
    policy = load(builtin_policy(), "policy.yaml")
    print(f"{platform.platform()}, {os.cpu_count()} CPUs, load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as folder:
        client = _client(Path(folder))
        told = threading.Event()
        openings = Openings(lambda: policy, lambda _file, _program: told.set())
        files = [_file(Path(folder), size) for size in SIZES]
        openings.start(files)
        for file, size in zip(files, SIZES, strict=True):
            for how in ("open", "read", "hash"):
                found, open_for = _measure(client, how, file.path, told)
                print(f"{size / 1e6:6.2f} MB {how:5}: found {found:3} of {TIMES}, open for {open_for * 1000:.2f} ms")
        openings.stop()
        cast(IO[str], client.stdin).close()
        client.wait()
    return 0


def _client(folder: Path) -> subprocess.Popen[str]:
    program = folder / "wechat"
    shutil.copy2(Path(sys.executable).resolve(), program)
    return subprocess.Popen([str(program), "-c", CLIENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                            env={**os.environ, "PYTHONHOME": sys.base_prefix})


def _file(folder: Path, size: int) -> Flagged:
    path = folder / f"{size}.bin"
    path.write_bytes(os.urandom(size))
    facts = path.stat()
    return Flagged(path, facts.st_dev, facts.st_ino, "", Outcome.BLOCK, None)


def _measure(client: subprocess.Popen[str], how: str, path: Path, told: threading.Event) -> tuple[int, float]:
    found, times = 0, []
    for _ in range(TIMES):
        told.clear()
        stdin = cast(IO[str], client.stdin)
        stdin.write(f"{how} {path}\n")
        stdin.flush()
        times.append(float(cast(IO[str], client.stdout).readline()))
        found += told.wait(TOLD_SECONDS)
    return found, statistics.median(times)


if __name__ == "__main__":
    sys.exit(main())
