"""What is around a channel that looks at the screen."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.channels.screens import NAME, Around, flagged


@pytest.fixture
def around_flagged(tmp_path: Path) -> Around:
    """The ends of a channel where one document was flagged, NAME."""
    return Around((flagged(tmp_path / NAME),))
