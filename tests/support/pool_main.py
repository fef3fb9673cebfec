"""Inspects one FILE with a worker process, says its process id, and waits to be killed."""

from __future__ import annotations

import multiprocessing
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from guard.inspect.worker import Setup, Task
from guard.inspect.workers import Pool


def main(path: Path) -> None:
    pool = Pool(Setup((), ("/nonexistent",), "cascade"), 1)
    list(pool.findings(iter([Task(path, path.name)])))
    (worker,) = multiprocessing.active_children()
    print(worker.pid, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
