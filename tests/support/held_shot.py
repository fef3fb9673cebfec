"""A screenshot to hold, with a mode and a time of its own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

TIME_NS = 1_700_000_000_123_456_789
CONTENT = b"\x89PNG\r\n\x1a\n" + "演示样例，非国家秘密".encode()


@pytest.fixture
def shot(tmp_path: Path) -> Path:
    path = tmp_path / "截图 2024.png"
    path.write_bytes(CONTENT)
    path.chmod(0o640)
    os.utime(path, ns=(TIME_NS, TIME_NS))
    return path
