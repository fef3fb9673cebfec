"""What the tests of files that real messengers send share."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="module")
def chat_programs() -> tuple[str, ...]:
    """The messengers that the user's own settings call chat clients: the built-in policy does not."""
    return ("dino", "gajim", "thunderbird")
