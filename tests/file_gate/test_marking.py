"""Tests which folders are marked, without a kernel that asks: by whose they are, and while other wishes come."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import cast

import pytest

from guard.file_gate.fanotify import PermissionGroup
from guard.file_gate.marking import FOREIGN_LIMIT, Marker
from guard.file_gate.roots import Wish
from tests.support.gating import needs_root
from tests.support.program import ROOT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="inotify is Linux's")

SOMEBODY = 12_345

WATCHES = 3
FEW_WATCHES = f"""
from pathlib import Path
Path("/proc/sys/user/max_inotify_watches").write_text("{WATCHES}")
import os, sys
from guard.file_gate.marking import Marker
from guard.file_gate.roots import Wish

class Group:
    def __init__(self):
        self.marked = set()
    def mark(self, folder):
        self.marked.add(os.readlink(f"/proc/self/fd/{{folder}}"))
    def unmark(self, folder):
        self.marked.remove(os.readlink(f"/proc/self/fd/{{folder}}"))

group = Group()
marker = Marker(group, lambda marked, left_out, foreign: print(marked, left_out))
wishes = (Wish(sys.argv[1], os.getuid()),)
marker._begin(wishes)
marker._begin(wishes)
print(len(group.marked))
marker._begin(())
print(len(group.marked))
"""
"""Marks a folder where its user may watch few: twice, then no more."""


class Marking:
    """A marker of a group that only notes the folders; ``foreign`` is what it told of them last."""

    def __init__(self) -> None:
        self.marked: set[str] = set()
        self.foreign: Mapping[int, tuple[str, ...]] = {}
        self.marker = Marker(cast(PermissionGroup, self), self._reached)

    def mark(self, folder: int) -> None:
        self.marked.add(str(Path(f"/proc/self/fd/{folder}").readlink()))

    def unmark(self, folder: int) -> None:
        self.marked.discard(str(Path(f"/proc/self/fd/{folder}").readlink()))

    def _reached(self, _marked: int, _left_out: int, foreign: Mapping[int, tuple[str, ...]]) -> None:
        self.foreign = foreign


@pytest.fixture
def marking() -> Iterator[Marking]:
    marking = Marking()
    yield marking
    marking.marker._events.close()
    marking.marker._mounts.close()


@needs_root
def test_a_folder_is_marked_once_it_is_given_to_its_user(marking: Marking, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    wishes = (Wish(str(tmp_path), SOMEBODY),)
    marking.marker._begin(wishes)
    assert (marking.marked, marking.foreign) == (set(), {SOMEBODY: (str(tmp_path),)})
    for folder in (tmp_path, tmp_path / "a"):
        os.chown(folder, SOMEBODY, -1)
    marking.marker._begin(wishes)
    assert (marking.marked, marking.foreign) == ({str(tmp_path), str(tmp_path / "a")}, {})


def test_a_folder_that_another_wish_marks_is_not_named_as_foreign(marking: Marking, tmp_path: Path) -> None:
    user = os.getuid() + 1
    folders = [tmp_path / str(number) for number in range(FOREIGN_LIMIT + 2)]
    for folder in folders:
        folder.mkdir()
    own = tuple(Wish(str(folder), user) for folder in folders)
    signed = tuple(Wish(str(folder), user, anybody=True) for folder in folders[:-1])
    marking.marker._begin((*signed, *own))
    assert marking.foreign == {user: (str(folders[-1]),)}
    marking.marker._begin(own)
    assert marking.foreign == {user: tuple(map(str, folders[:FOREIGN_LIMIT]))}


def test_wishes_that_come_while_a_folder_is_marked_stop_nothing(marking: Marking, tmp_path: Path) -> None:
    wishes = (Wish(str(tmp_path), os.getuid()),)

    class Coming(tuple[Wish, ...]):
        def __ne__(self, other: object) -> bool:
            marking.marker.want(wishes)
            return False

    marking.marker.want(Coming(wishes))
    marking.marker._begin(wishes)
    assert marking.marked == {str(tmp_path)}


@pytest.mark.skipif(subprocess.run(["unshare", "--user", "--map-root-user", "true"], check=False).returncode != 0,
                    reason="no user namespaces here")
def test_folders_that_cannot_be_watched_are_marked_and_counted_as_left_out(tmp_path: Path) -> None:
    for number in range(5):
        (tmp_path / str(number) / "below").mkdir(parents=True)
    done = subprocess.run(["unshare", "--user", "--map-root-user", sys.executable, "-c", FEW_WATCHES, tmp_path],
                          capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.splitlines() == [f"11 {11 - WATCHES}", f"11 {11 - WATCHES}", "11", "0 0", "0"]
