"""Tests what the guard tells the file gate of the files that chat clients open."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from guard.core.model import Destination, DestinationKind
from guard.daemon.opened_files import OpenedFiles, RefusalEnds
from guard.file_gate.messages import FileKey, Opened, Verdict
from guard.pipeline.pipeline import Pipeline, Rules
from tests.support.guarding import wait_for

WECHAT = Destination(DestinationKind.CHAT, "wechat", 1, "/usr/bin/wechat")


class Gate:
    """The gate's end: what the guard said; ``failed`` are errors of jobs."""

    def __init__(self, pipeline: Pipeline) -> None:
        self.said: list[object] = []
        self.failed: list[OSError] = []
        nothing = SimpleNamespace()
        self.files = OpenedFiles(RefusalEnds(pipeline, nothing, nothing, nothing, lambda _: None, lambda _: None,
                                             lambda: False, self.failed.append), self._say)

    def _say(self, message: object) -> bool:
        self.said.append(message)
        return True

    def opened(self, path: Path, number: int = 1) -> Opened:
        """Report an open that waits, as the gate does."""
        descriptor = os.open(path, os.O_RDONLY)
        opened = Opened(number, FileKey.of(os.fstat(descriptor)), WECHAT, str(path))
        self.files.opened(opened, descriptor)
        return opened


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text("晚上七点集合。", "utf-8")
    return path


def pipeline(rules: Callable[[], Rules], reader: object = None) -> Pipeline:
    ignored = SimpleNamespace(append=lambda _: None, holds=lambda _: False)
    return Pipeline(rules, reader, ignored, lambda *_: None, lambda _: None, lambda _: None, ignored, lambda *_: None)


def test_who_waits_for_a_file_is_answered_at_once_when_judging_it_fails(file: Path) -> None:
    def failing() -> Rules:
        raise OSError(errno.EMFILE, "too many open files")

    gate = Gate(pipeline(failing))
    gate.files.start()
    try:
        opened = gate.opened(file)
        wait_for(lambda: gate.failed, "the job to fail")
        assert gate.said == [Verdict(1, opened.key, (), judged=False)]
    finally:
        gate.files.stop(10)
