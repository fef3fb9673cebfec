"""A desk with a mark over what its guard blocks, for the tests of a module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.marked_desk import SETTINGS, Desk, Setting, marked_desk


@pytest.fixture(scope="module")
def desk_setting() -> Setting:
    """What manages and composites the windows of the desk."""
    return SETTINGS["openbox and picom"]


@pytest.fixture(scope="module")
def mark_desk(desk_setting: Setting, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A display with a guard, a tray, and a document that the guard blocks; a viewer of it is marked."""
    with marked_desk(desk_setting, tmp_path_factory.mktemp("user")) as desk:
        yield desk
