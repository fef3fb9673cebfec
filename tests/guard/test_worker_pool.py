"""Tests the worker threads: what a job holds goes with it."""

from __future__ import annotations

import threading
import weakref

from guard.util.worker_pool import Workers
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
