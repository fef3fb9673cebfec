"""Tests 锁定 as it meets an ordinary user, with a program, a trust root and a publishing folder that belong to root."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from guard.publish.contents import bundle_of
from guard.publish.releasing import release
from guard.util import exit_codes
from tests.support.for_everybody import SharedProgram, shared_program
from tests.support.publishing import EVERYONE, UnitOffice
from tests.support.user_sessions import ZHAO, Session, guarded, session

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")

POLICY = "策略: 青河县\n版本: '1'\n基于: 内置\n锁定: [停止, 暂停, 开机启动, 设置]\n"
PAUSE = """
import sys
from pathlib import Path
from guard.control.requests import Pause
from ui.console.guard_answers import ask
print(type(ask(Path(sys.argv[1]), Pause(60, "忙"))).__name__)
"""
"""What a program of the user's own may ask the guard."""
RENAME = "import os, sys; os.rename(sys.argv[1], f'{sys.argv[1]}2')"


@pytest.fixture(scope="module")
def unit() -> Iterator[Path]:
    """A folder that only root may write, all the way up, with the files of a unit that locks everything."""
    with tempfile.TemporaryDirectory(prefix="mishao-unit-", dir="/run") as made:
        folder = Path(made)
        folder.chmod(0o755)
        office = UnitOffice.opened(folder / "office")
        (folder / "policy.yaml").write_text(POLICY, "utf-8")
        release(office.office, bundle_of(["内置"], folder / "policy.yaml"), EVERYONE)
        office.machine(folder / "machine")
        yield folder


@pytest.fixture(scope="module")
def program(unit: Path) -> Iterator[SharedProgram]:
    """The program of a computer of this unit."""
    with shared_program(ZHAO) as shared:
        layer = shared.main.parent / "guard" / "platform" / "machine.py"
        layer.write_text(layer.read_text("utf-8").replace('"/etc/mishao"', f'"{unit / "machine"}"'), "utf-8")
        yield shared


def told(session: Session, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the program as the user."""
    return subprocess.run([session.program.python, session.program.main, *arguments], env=session.environment,
                          user=session.user, group=session.user, extra_groups=[], capture_output=True, text=True,
                          timeout=60)


@pytest.mark.thorough
def test_what_is_locked_an_ordinary_user_can_neither_do_nor_unlock(unit: Path, program: SharedProgram) -> None:
    with session(ZHAO, program) as zhao:
        with guarded(zhao) as guard:
            done = told(zhao, "update")
            assert done.returncode == 0, done.stdout + done.stderr
            stopped = told(zhao, "stop", "--reason", "下班了")
            assert stopped.returncode == exit_codes.NOT_DONE, stopped.stdout + stopped.stderr
            assert "由单位设定" in stopped.stderr
            socket = zhao.home / "run" / "mishao" / "guard.sock"
            assert zhao.run(program.python, "-c", PAUSE, socket).strip() == "Refused"
            assert guard.poll() is None
            for place in (unit / "machine" / "root.json", unit / "office" / "repository", program.main):
                assert "PermissionError" in zhao.refusal(RENAME, place), place
        with guarded(zhao) as guard:  # a guard that was ended comes back with what is signed
            assert told(zhao, "stop", "--reason", "下班了").returncode == exit_codes.NOT_DONE
            assert guard.poll() is None
