"""A Dask cluster as the worker pool of a self-inspection: the optional extra ``mishao[cluster]``.

Dask schedules, retries and moves work off workers that are gone. Every worker has this program, sees the files under
the same paths and reads them in its own sandboxed reader; rules go out, and only what the index stores comes back.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice

import dask.config
from distributed import Client, LocalCluster, WorkerPlugin, as_completed, get_worker

from guard.inspect.finding import Finding
from guard.inspect.inspection import MOST_WORKERS, cores
from guard.inspect.worker import Inspector, Setup, Task, received, sent
from guard.inspect.workers import lost
from guard.supply.machine_layer import machine_layer

LOCAL = "local"
"""In place of an address: a cluster on this machine, for this run."""

BATCH = 16
"""Files per Dask task: one task costs as much as reading several small texts, and 16 files take a second at most unless
they contain pictures.
"""

RETRIES = 2
CONNECT_SECONDS = 15.0
_CLOSE_SECONDS = 10.0

_WAITING_PER_WORKER = 2
_QUIET = {"distributed.worker.profile.enabled": False, "distributed.admin.system-monitor.interval": "10s",
          "distributed.admin.system-monitor.gil.enabled": False}
"""Features that a cluster for one run does not need: stacks sampled a hundred times a second, figures for a dashboard.
"""

_READER = (sys.executable, "-P", "-c", "from main import run; run()", "--reader")


class ClusterError(Exception):
    """The cluster cannot be used; the message says why and what to do."""


class Cluster:
    """Workers of a Dask cluster (guard.inspect.workers.WorkerPool). Raises ClusterError."""

    def __init__(self, setup: Setup, address: str, workers: int | None) -> None:
        logging.getLogger("distributed").setLevel(logging.ERROR)  # otherwise it reports everything on standard error
        self._local = None
        if address == LOCAL:
            self._local = _local(workers or min(MOST_WORKERS, cores()))
        try:
            self._client = Client(self._local or address, timeout=CONNECT_SECONDS, set_as_default=False)
            self._client.register_plugin(_Inspecting(setup))
        except (OSError, ValueError) as error:
            self._end_local()
            raise ClusterError(f"Dask 集群 {address} 用不了（{type(error).__name__}）。"
                               "请检查地址，以及每个节点是否装了同样的密哨。") from error

    def findings(self, tasks: Iterator[Task]) -> Iterator[Finding]:
        """Yield the finding of each task as it is done."""
        under_way: dict[str, list[Task]] = {}
        done = as_completed(loop=self._client.loop)
        while True:
            room = max(1, len(self._client.nthreads())) * _WAITING_PER_WORKER - len(under_way)
            for _ in range(room):
                batch = list(islice(tasks, BATCH))
                if not batch:
                    break
                future = self._client.submit(_inspect, batch, pure=False, retries=RETRIES)
                under_way[future.key] = batch
                done.add(future)
            if not under_way:
                return
            future = next(done)
            batch = under_way.pop(future.key)
            yield from future.result() if future.status == "finished" else map(lost, batch)

    def close(self) -> None:
        """Give up what is under way; end the cluster if we started it."""
        with suppress(TimeoutError):
            self._client.close(timeout=_CLOSE_SECONDS)
        self._end_local()

    def _end_local(self) -> None:
        if self._local is not None:
            # Everything is done and stored by now: workers that are slow to disconnect end with this process.
            with suppress(TimeoutError):
                self._local.close(timeout=_CLOSE_SECONDS)


def _local(workers: int) -> LocalCluster:
    """Start a cluster on this machine. Without a memory limit nothing is ever spilled to a disk."""
    with dask.config.set(_QUIET):
        return LocalCluster(n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None,
                            memory_limit=0, silence_logs=logging.CRITICAL)


class _Inspecting(WorkerPlugin):  # type: ignore[misc]  # distributed has no types
    """Gives each worker its inspector, also a worker that joins later."""

    name = "mishao"

    def __init__(self, setup: Setup) -> None:
        self._setup = sent(setup)

    def setup(self, worker: object) -> None:
        """Make the inspector of a worker that starts."""
        self.inspector = Inspector(received(self._setup, machine_layer(), _READER))

    def teardown(self, worker: object) -> None:
        """End the inspector with its worker."""
        self.inspector.close()


def _inspect(tasks: list[Task]) -> list[Finding]:
    inspector: Inspector = get_worker().plugins[_Inspecting.name].inspector
    return inspector.inspect_all(tasks)
