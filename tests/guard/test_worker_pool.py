"""Tests the worker threads: what a job holds goes with it."""

from __future__ import annotations

import threading
import time
import weakref

from guard.util.worker_pool import QUEUE_LIMIT, Workers
from tests.support.guarding import wait_for


class _Large:
    """Stands for what is large."""


def test_what_a_job_held_is_gone_before_the_next_one_comes() -> None:
    workers = Workers(1, lambda error: None)
    workers.start()
    large, done = _Large(), threading.Event()
    held = weakref.ref(large)

    def job(content: _Large = large) -> None:
        assert content is not None
        done.set()

    assert workers.offer(job)
    del job, large
    assert done.wait(10)
    wait_for(lambda: held() is None, "the end of what the job held")
    workers.stop(10)


def test_a_pool_whose_queue_is_full_behind_a_job_that_hangs_stops_in_time() -> None:
    workers, end, begun = Workers(1, lambda error: None), threading.Event(), threading.Event()
    workers.start()
    assert workers.offer(lambda: (begun.set(), end.wait()))
    assert begun.wait(10)
    assert all(workers.offer(lambda: None) for _ in range(QUEUE_LIMIT))
    before = time.monotonic()
    workers.stop(0.2)
    assert time.monotonic() - before < 5
    end.set()
    workers.stop(10)
