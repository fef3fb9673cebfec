"""Tests two people logged in at once, each with a display: each has a guard, and neither sees the other's.

The guards run as ordinary users here, not as root: what the system lets them do is tested with it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.support.brokering import NOTICE
from tests.support.for_everybody import NotForEverybodyError, SharedProgram, shared_program
from tests.support.guarding import CLEAN, DRAFT
from tests.support.processes import child
from tests.support.user_sessions import QIAN, ZHAO, Session, guarded, session

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become two other users")

MARKED = "机密★5年\n某某县委办公室文件\n某办发〔2026〕12号"


@pytest.fixture(scope="module")
def program() -> Iterator[SharedProgram]:
    try:
        with shared_program(ZHAO) as shared:
            yield shared
    except NotForEverybodyError as why:
        pytest.fail(f"no second user can run the program here: {why}")


def held(session: Session) -> int:
    return len(session.status()["held"])  # type: ignore[arg-type]


@pytest.mark.thorough
def test_each_of_two_users_has_a_guard_that_sees_only_their_own_clipboard(program: SharedProgram) -> None:
    with session(ZHAO, program) as zhao, session(QIAN, program) as qian, guarded(zhao), guarded(qian):
        zhao.copy(DRAFT)
        qian.copy(CLEAN)
        zhao.wait_for_guard(held=1)
        assert zhao.paste(zhao.home / "wechat") == NOTICE
        assert zhao.paste() == DRAFT
        assert qian.paste(qian.home / "wechat") == CLEAN
        assert held(qian) == 0
        qian.copy(f"{DRAFT}之二")
        qian.wait_for_guard(held=1)
        assert qian.paste(qian.home / "wechat") == NOTICE
        assert held(zhao) == 1


def test_another_user_can_neither_ask_a_guard_nor_read_what_it_keeps(program: SharedProgram) -> None:
    with session(ZHAO, program) as zhao, session(QIAN, program) as qian, guarded(zhao):
        zhao.copy(DRAFT)
        zhao.wait_for_guard(held=1)
        zhao.home.chmod(0o755)
        (zhao.home / "run").chmod(0o755)
        reach = "import socket, sys; socket.socket(socket.AF_UNIX).connect(sys.argv[1])"
        assert "PermissionError" in qian.refusal(reach, zhao.home / "run" / "mishao" / "guard.sock")
        for place in (".local/share/mishao/vault", ".local/share/mishao/keys", ".local/state/mishao/journal"):
            assert zhao.run("ls", zhao.home / place) != "", place
            assert qian.run("ls", zhao.home / place) == "", place


@pytest.mark.thorough
def test_a_state_secret_that_a_killed_guard_held_is_judged_anew_by_the_next_one(program: SharedProgram) -> None:
    with session(ZHAO, program) as zhao:
        with guarded(zhao) as guard:
            zhao.copy(MARKED)
            zhao.wait_for_guard(held=1)
            guard.kill()
            guard.wait()
        with guarded(zhao, held=2):
            assert zhao.paste(zhao.home / "wechat") == NOTICE


@pytest.mark.thorough
def test_no_program_of_the_same_user_reads_the_memory_of_guard_or_broker(program: SharedProgram) -> None:
    look = "import sys; open(f'/proc/{sys.argv[1]}/mem', 'rb')"
    with session(ZHAO, program) as zhao, guarded(zhao) as guard:
        another = zhao.start("sleep", "60")
        try:
            for pid, refused in ((guard.pid, True), (child(guard.pid, "--broker"), True), (another.pid, False)):
                said = zhao.refusal(look, str(pid))
                assert ("PermissionError" in said) is refused, said
        finally:
            another.kill()
            another.wait()


@pytest.mark.thorough
@pytest.mark.parametrize("above_mode", [0o755, 0o700], ids=["enterable", "closed"])
def test_where_one_start_with_sudo_left_everything_to_root_it_guards_and_says_so(program: SharedProgram,
                                                                                above_mode: int) -> None:
    with session(ZHAO, program) as zhao:
        for above in (".local", ".local/share", ".local/state", ".config", ".cache"):
            (zhao.home / above).mkdir()
            (zhao.home / above).chmod(above_mode)  # as root's umask was
        for name in (".local/share/mishao", ".local/state/mishao", ".config/mishao", ".cache/mishao"):
            (zhao.home / name).mkdir(mode=0o700)
        with guarded(zhao, "trouble"):
            assert "不能写入" in str(zhao.status()["troubles"])
            zhao.copy(DRAFT)
            zhao.wait_for_guard("trouble", held=1)
            assert zhao.paste(zhao.home / "wechat") == NOTICE
