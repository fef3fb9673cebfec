"""Inspects the share of a real Samba on a Dask cluster of two workers, and beside it the folder that it serves.

    make bench-share        100,000 short texts, every thousandth marked: FILES

Printed: files per second from the start of the command to its end, of the share, of the folder, and of the share again,
where nothing has changed; how many files were to be stopped; and the size of the index. Samba, rclone and FUSE 3 are
needed, which make does not install, because Debian starts a Samba that it installs. Nothing is asserted.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.inspect.notices import plant_notices  # noqa: E402
from tests.support.samba import MISSING, shared  # noqa: E402

FILES = int(os.environ.get("FILES", "100000"))


def inspected(folder: Path, home: Path) -> str:
    """Inspect a folder by the command and return what is to be said of it."""
    began = time.perf_counter()
    command = [sys.executable, str(ROOT / "main.py"), "check", "--json", "--home", str(home), "--dask", "local",
               "--workers", "2", str(folder)]
    with tempfile.TemporaryFile() as said:
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=said) as running:
            assert running.stdout is not None
            found = Counter(json.loads(line)["action"] for line in running.stdout)
        said.seek(0)
        if sum(found.values()) != FILES:
            sys.exit(f"{dict(found)}: {said.read().decode()[-500:]}")
    seconds = time.perf_counter() - began
    return f"{seconds:.0f} s, {sum(found.values()) / seconds:.0f} files per second, {dict(found)}"


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that nothing is left behind
    if MISSING:
        sys.exit(f"not here: {MISSING}")
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}, {FILES} files", flush=True)
    with tempfile.TemporaryDirectory() as made:
        scratch = Path(made)
        plant_notices(scratch / "files", FILES)
        (scratch / "samba").mkdir()
        with shared(scratch / "files", scratch / "samba") as share:
            print("the share:", inspected(share, scratch / "home"), flush=True)
            print("the folder:", inspected(scratch / "files", scratch / "other"), flush=True)
            print("the share again:", inspected(share, scratch / "home"), flush=True)
            sizes = [path.stat().st_size for path in (scratch / "home").rglob("inspection.sqlite")]
            print(f"its index: {sum(sizes) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
