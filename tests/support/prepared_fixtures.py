"""The program with its command line loaded, for tests of what commands say, write and return."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping

import pytest

from tests.support.prepared import Prepared, prepared
from tests.support.program import Run


@pytest.fixture(scope="session")
def loaded() -> Iterator[Prepared]:
    """The program with its modules loaded."""
    with prepared() as program:
        yield program


@pytest.fixture
def command_environment() -> Mapping[str, str]:
    """The environment of commands: that of this process, as it is when they are run."""
    return os.environ


@pytest.fixture
def mishao(loaded: Prepared, command_environment: Mapping[str, str]) -> Run:
    """Runs a command, with what is given besides in its environment: for what it says, writes and returns."""
    def run(*arguments: str, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
        return loaded.run(arguments, {**command_environment, **environment}, stdin)

    return run
