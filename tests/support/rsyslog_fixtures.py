"""A real rsyslog that receives what is reported."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.rsyslog import Rsyslog, free_port


@pytest.fixture
def rsyslog(tmp_path: Path) -> Iterator[Rsyslog]:
    """A running rsyslog that has received nothing yet."""
    server = Rsyslog(tmp_path / "rsyslog", free_port())
    server.start()
    yield server
    server.stop()
