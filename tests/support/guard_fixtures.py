"""Guards on the display that tests share, each with a home and a watched folder of its own.

``guard`` is one that its test starts; ``watching`` watches already, and is the same for all tests of a module.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.brokering import emptied, renamed
from tests.support.guarding import GuardUnderTest
from tests.support.prepared_processes import started
from tests.support.turns import Turns
from ui.demo.display import Display


@pytest.fixture
def guard(display: Display, tmp_path: Path, turns: Turns) -> Iterator[GuardUnderTest]:
    """A guard that its test starts; ended afterwards."""
    turns.take()
    screens = tmp_path / "screens"
    screens.mkdir()
    emptied(display)
    under_test = GuardUnderTest(display, tmp_path / "home", screens, begin=started)
    yield under_test
    under_test.stop()


class KeptGuard:
    """The guard of the tests of a module that only need one that watches: started when it is needed, and again when
    one of them has ended it or another one was to guard the display.
    """

    def __init__(self, display: Display, new_folder: Callable[[], Path], turns: Turns) -> None:
        self._display = display
        self._new_folder = new_folder
        self._turns = turns
        self._guard: GuardUnderTest | None = None

    def ready(self) -> GuardUnderTest:
        """Return it as it is when nothing was copied yet."""
        self._turns.take(self.end)
        emptied(self._display)
        if self._guard is not None and self._guard.serves():
            self._guard.begin_anew()
            return self._guard
        self.end()
        folder = self._new_folder()
        (folder / "screens").mkdir()
        self._guard = GuardUnderTest(self._display, folder / "home", folder / "screens", begin=started)
        self._guard.start()
        return self._guard

    def end(self) -> None:
        """End it: another one is to guard the display."""
        guard, self._guard = self._guard, None
        if guard is not None:
            guard.stop()


@pytest.fixture(scope="module")
def kept_guard(display: Display, tmp_path_factory: pytest.TempPathFactory, turns: Turns) -> Iterator[KeptGuard]:
    """The guard that tests of this module share."""
    kept = KeptGuard(display, lambda: tmp_path_factory.mktemp("watching"), turns)
    yield kept
    kept.end()


@pytest.fixture
def watching(kept_guard: KeptGuard) -> GuardUnderTest:
    """A guard that watches, before the first copy."""
    return kept_guard.ready()


@pytest.fixture
def wechat(tmp_path: Path) -> str:
    """The real xclip under the name of a chat client."""
    return renamed("xclip", "wechat", tmp_path / "bin")
