"""The program with its command line loaded, for tests of what commands say, write and return."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator

import pytest

from tests.support.prepared import Prepared, prepared
from tests.support.program import Run


@pytest.fixture(scope="session")
def loaded() -> Iterator[Prepared]:
    """The program with its modules loaded."""
    with prepared() as program:
        yield program


@pytest.fixture
def mishao(loaded: Prepared) -> Run:
    """Runs a command in this process's environment, with what is given besides."""
    def run(*arguments: str, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
        return loaded.run(arguments, {**os.environ, **environment}, stdin)

    return run
