"""Compares the process pool and Dask on the same files, without their start: seconds, and total processor time.

    .build/cluster/bin/python tests/bench/bench_worker_pools.py        (after make setup-cluster; BENCH_ROUNDS: 3)

Nothing is asserted.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from guard.inspect.cluster import LOCAL, Cluster  # noqa: E402
from guard.inspect.worker import Setup, Task  # noqa: E402
from guard.inspect.workers import Pool, WorkerPool  # noqa: E402
from guard.supply.builtin import BUILTIN_PACK, builtin_pack  # noqa: E402
from guard.supply.learnt_weights import built_in_weights  # noqa: E402
from rules.pack.loading import load  # noqa: E402
from tests.inspect.tree import plant  # noqa: E402

FILES, FIRST, WORKERS = 800, 60, 2
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))


def processor_seconds() -> float:
    """Return the processor time of this process and all below it (proc(5), stat and schedstat)."""
    children: dict[int, list[int]] = defaultdict(list)
    for process in Path("/proc").iterdir():
        try:
            if process.name.isdigit():
                children[int((process / "stat").read_text().rpartition(")")[2].split()[1])].append(int(process.name))
        except OSError:
            continue
    waiting, total = [os.getpid()], 0
    while waiting:
        process_id = waiting.pop()
        waiting += children[process_id]
        try:
            total += sum(int(task.read_text().split()[0])
                         for task in Path(f"/proc/{process_id}/task").glob("*/schedstat"))
        except OSError:
            continue
    return total / 1e9


def timed(make: Callable[[], WorkerPool], tasks: list[Task]) -> tuple[float, float, float]:
    """Return the seconds until a pool has done its first files, those of the others, and their processor time."""
    started = time.perf_counter()
    pool = make()
    try:
        list(pool.findings(iter(tasks[:FIRST])))
        begun, before = time.perf_counter(), processor_seconds()
        list(pool.findings(iter(tasks[FIRST:])))
        return begun - started, time.perf_counter() - begun, processor_seconds() - before
    finally:
        pool.close()


def main() -> None:
    setup = Setup((load(builtin_pack(), BUILTIN_PACK),), (sys.executable, str(ROOT / "main.py"), "--reader"), "cascade",
                  weights=built_in_weights().content)
    pools: dict[str, Callable[[], WorkerPool]] = {"process pool": lambda: Pool(setup, WORKERS),
                                                  "Dask": lambda: Cluster(setup, LOCAL, WORKERS)}
    with tempfile.TemporaryDirectory() as folder:
        planted = plant(Path(folder), FILES + FIRST, pictures=False)
        tasks = [Task(path, str(path), root=Path(folder)) for path in planted.expected]
        print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}, {ROUNDS} rounds, {WORKERS} workers each")
        runs: dict[str, list[tuple[float, float, float]]] = {name: [] for name in pools}
        for _ in range(ROUNDS):
            for name, make in pools.items():
                runs[name].append(timed(make, tasks))
    for name, taken in runs.items():
        start, rest, processors = (median(each) for each in zip(*taken, strict=True))
        print(f"{name}: {start:.1f} s to start and do {FIRST} files, {rest:.1f} s for {FILES} more "
              f"({FILES / rest:.1f} files/s), {processors:.1f} s of the processors")


if __name__ == "__main__":
    main()
