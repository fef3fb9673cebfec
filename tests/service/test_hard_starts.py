"""Tests that the guard starts and guards without disk space, without write access, or without a usual folder."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from guard.control.requests import ReleaseCase, State
from guard.ipc.replies import Done
from tests.support.brokering import NOTICE
from tests.support.disk_fixtures import fill
from tests.support.guarding import DRAFT, GuardUnderTest, wait_for, whole
from tests.support.program import ROOT
from ui.demo.display import Display

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount file systems")


@dataclass
class GuardOfUser(GuardUnderTest):
    """A guard in its user's own folders, in a mount namespace that ``mounts`` prepare; its socket is named."""

    mounts: str = ""
    at: Path = Path()
    surroundings: dict[str, str] = field(default_factory=dict)

    @property
    def socket(self) -> Path:
        return self.at

    def start(self) -> None:
        inherited = {name: value for name, value in self.display.environment.items() if name != "XDG_RUNTIME_DIR"}
        environment = {**inherited, "HOME": str(self.home), **self.surroundings}
        script = f'{self.mounts}\nexec "$@"'
        command = ["unshare", "--mount", "--propagation", "private", "sh", "-ec", script, "sh", sys.executable,
                   str(ROOT / "main.py"), "--guard"]
        self.process = subprocess.Popen(command, env=environment)
        wait_for(lambda: self.state() in (State.WATCHING, State.TROUBLE), "a guard that watches")
        self.listen()


@pytest.fixture
def guard(guard: GuardUnderTest) -> GuardUnderTest:
    """A guard that is started as its user does it."""
    guard.begin = whole
    return guard


@pytest.fixture
def of_user(display: Display, tmp_path: Path) -> Iterator[GuardOfUser]:
    with tempfile.TemporaryDirectory(prefix="mishao-") as short:  # a long path does not fit into a socket address
        home = Path(short)
        (home / "run").mkdir()
        guard = GuardOfUser(display, home, tmp_path, surroundings={"XDG_RUNTIME_DIR": str(home / "run")},
                            at=home / "run" / "mishao" / "guard.sock",
                            mounts=f"mount --bind '{home}' '{home}'; mount --bind '{home}/run' '{home}/run'")
        yield guard
        guard.stop()


def held_and_had_back(guard: GuardUnderTest, wechat: str) -> None:
    """Check that a copy is held, the chat gets the notice, and the content is returned on release."""
    guard.copy(DRAFT)
    case = guard.opened().case
    assert guard.paste(wechat) == NOTICE
    assert isinstance(guard.ask(ReleaseCase(case.id, reason="王局长")), Done)
    assert guard.paste(wechat) == DRAFT


@pytest.mark.thorough
def test_with_a_home_that_cannot_be_written_to_it_guards_and_says_what_it_cannot_keep(of_user: GuardOfUser,
                                                                                    wechat: str) -> None:
    of_user.mounts += f"; mount -o remount,bind,ro '{of_user.home}'"
    of_user.start()
    troubles = "".join(of_user.status().troubles)
    assert "复制的内容只放在内存里" in troubles
    assert "运行记录打不开" in troubles
    held_and_had_back(of_user, wechat)


@pytest.mark.thorough
def test_where_somebody_else_took_our_folder_in_tmp_it_guards_from_a_folder_of_its_own(of_user: GuardOfUser,
                                                                                      wechat: str) -> None:
    of_user.surroundings = {}
    ours = f"/tmp/mishao-{os.getuid()}"
    of_user.mounts = f"chmod 777 '{of_user.home}/run'; mkdir -p {ours}; mount --bind '{of_user.home}/run' {ours}"
    of_user.at = of_user.home / ".local" / "state" / "mishao" / "run" / "guard.sock"
    of_user.start()
    held_and_had_back(of_user, wechat)


@pytest.mark.thorough
def test_without_a_runtime_folder_it_guards_from_one_in_tmp_though_that_is_full(of_user: GuardOfUser,
                                                                              wechat: str) -> None:
    of_user.surroundings = {}
    ours = f"/tmp/mishao-{os.getuid()}"
    place = of_user.home / "tmp"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)], check=True)
    try:
        (place / "ours").mkdir(mode=0o700)
        fill(place / "filler")
        of_user.mounts = f"mkdir -p {ours}; mount --bind '{place}/ours' {ours}"
        of_user.at = place / "ours" / "guard.sock"
        of_user.start()
        held_and_had_back(of_user, wechat)
    finally:
        of_user.stop()
        subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.mark.thorough
def test_with_a_screenshot_folder_that_is_a_loop_of_links_it_guards_and_names_the_folder(guard: GuardUnderTest,
                                                                                         wechat: str) -> None:
    guard.screens = guard.screens / "圈"
    guard.screens.symlink_to(guard.screens)
    guard.start()
    (told,) = [trouble for trouble in guard.status().troubles if str(guard.screens) in trouble]
    assert "不能看守：链接绕成了圈" in told
    held_and_had_back(guard, wechat)


@pytest.mark.thorough
def test_in_a_home_whose_name_is_not_utf_8_it_guards_and_answers(guard: GuardUnderTest, wechat: str) -> None:
    guard.home = Path(os.fsdecode(os.fsencode(guard.home.parent) + b"/\xd5\xc5")) / "home"
    guard.home.parent.mkdir()
    (guard.home.parent / "unit.yaml").write_text("规则包: [", "utf-8")
    guard.config = '[rules]\npacks = ["unit.yaml"]\n'
    guard.start()
    assert "unit.yaml" in "".join(guard.status().troubles)
    held_and_had_back(guard, wechat)


@pytest.fixture
def full_disk(guard: GuardUnderTest, small_disk: Path, tmp_path: Path) -> Path:
    """The small disk, with the guard's files but not its configuration."""
    guard.home = small_disk / "home"
    (small_disk / "test.toml").symlink_to(tmp_path / "elsewhere.toml")
    return small_disk


def test_on_a_disk_that_is_full_from_the_first_start_it_guards_and_says_so(guard: GuardUnderTest, wechat: str,
                                                                           full_disk: Path) -> None:
    fill(full_disk / "filler")
    guard.start()
    assert "空间" in "".join(guard.status().troubles)
    held_and_had_back(guard, wechat)


@pytest.mark.thorough
def test_a_disk_that_is_full_at_the_next_start_loses_nothing_and_all_is_there_when_it_has_room_again(
        guard: GuardUnderTest, wechat: str, full_disk: Path) -> None:
    guard.start()
    guard.copy(f"{DRAFT}之一")
    case = guard.opened().case
    guard.stop()
    fill(full_disk / "filler")
    guard.start()
    assert "空间" in "".join(guard.status().troubles)
    held_and_had_back(guard, wechat)
    (full_disk / "filler").unlink()
    wait_for(lambda: guard.status().keeping == "", "the vault to be opened")
    assert case.id in {summary.id for summary in guard.held()}
