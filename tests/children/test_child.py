"""Tests children and their supervisor: messages, ends, deadlines and starts again."""

from __future__ import annotations

import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from guard.core.model import Item, Kind
from guard.ipc.children import NOT_STARTED, Child, ChildGoneError, Supervisor, begin
from guard.ipc.confinement import Confinement
from guard.ipc.messages import FromReader, Prepare, Prepared, Read, ReadDone
from guard.ipc.restarts import BackOff, Restarts
from guard.reading.patience import more
from rules.text import Text
from tests.support.guarding import wait_for
from tests.support.processes import stopped

SECONDS = 15.0


class Watched:
    """A child with queues of its messages and of its end."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self.said: queue.Queue[FromReader] = queue.Queue()
        self.exits: queue.Queue[int] = queue.Queue()
        self.child: Child[FromReader] = Child(command, FromReader, self.said.put, self.exits.put,
                                              environment=environment)

    def ask(self, name: str, content: bytes = b"") -> None:
        self.child.send(Read(1, Item(name, Kind.FILES, content)))


@pytest.fixture
def watched(echo: list[str], environment: Mapping[str, str]) -> Iterator[Watched]:
    watched = Watched(echo, environment)
    yield watched
    watched.child.kill()
    assert watched.child.wait(SECONDS)


def test_message_is_answered_and_the_answer_reaches_the_callback(watched: Watched) -> None:
    watched.ask("echo", "机密".encode())
    assert watched.said.get(timeout=SECONDS) == ReadDone(1, text=Text("机密"))


def test_message_larger_than_the_pipe_arrives_whole(watched: Watched) -> None:
    content = "密" * 1_000_000
    watched.ask("echo", content.encode())
    assert watched.said.get(timeout=SECONDS) == ReadDone(1, text=Text(content))


def test_stop_lets_the_child_end_by_itself(watched: Watched) -> None:
    watched.child.send(Prepare("x"))
    assert isinstance(watched.said.get(timeout=SECONDS), Prepared)
    watched.child.stop(SECONDS)
    assert watched.exits.get_nowait() == 0
    assert not watched.child.running


def test_stop_kills_a_child_that_does_not_end(watched: Watched) -> None:
    watched.ask("hang")
    begun = time.monotonic()
    watched.child.stop(0.3)
    assert watched.exits.get_nowait() == -9
    assert time.monotonic() - begun < SECONDS


def test_stop_kills_a_child_that_no_longer_reads_while_a_sender_is_blocked(watched: Watched) -> None:
    watched.ask("hang")
    with pytest.raises(ChildGoneError), watched.child.deadline(0.5) as deadline:
        watched.ask("echo", b"x" * 4_000_000)
    assert deadline.passed
    assert watched.exits.get(timeout=SECONDS) == -9


def test_offering_waits_for_no_message_that_a_child_does_not_take(watched: Watched) -> None:
    watched.ask("hang")

    def send() -> None:
        with suppress(ChildGoneError):
            watched.ask("echo", b"x" * 4_000_000)

    sender = threading.Thread(target=send)
    sender.start()
    wait_for(lambda: not watched.child.offer(Prepare("x")), "a child that takes no more")
    assert sender.is_alive()
    watched.child.kill()
    sender.join(SECONDS)
    assert not sender.is_alive()


def test_exit_code_of_a_child_that_ends_is_reported_once(watched: Watched) -> None:
    watched.child.send(Prepare("dies"))
    assert watched.exits.get(timeout=SECONDS) == 9
    assert watched.child.wait(SECONDS)
    watched.child.stop(1.0)
    assert watched.exits.empty()


def test_sending_to_a_child_that_ended_says_that_it_is_gone(watched: Watched) -> None:
    watched.ask("die")
    assert watched.exits.get(timeout=SECONDS) == -9
    with pytest.raises(ChildGoneError):
        watched.ask("echo")


@pytest.mark.parametrize("name", ["garbage", "no-utf-8", "endless"])
def test_child_that_writes_no_frames_is_killed(watched: Watched, name: str) -> None:
    watched.ask(name)
    assert watched.exits.get(timeout=SECONDS) == -9
    assert watched.said.empty()


def test_child_that_closes_its_output_and_lives_on_is_killed(watched: Watched) -> None:
    watched.ask("close-output")
    assert watched.exits.get(timeout=SECONDS) == -9


def test_deadline_that_is_kept_leaves_the_child_alone(watched: Watched) -> None:
    with watched.child.deadline(SECONDS) as deadline:
        watched.ask("echo", b"a")
        watched.said.get(timeout=SECONDS)
    assert not deadline.passed
    assert watched.child.running


def test_a_child_that_waited_for_its_turn_is_given_more_time_by_the_clock(
        watched: Watched, echo: list[str], environment: Mapping[str, str]) -> None:
    impatient = Watched(echo, environment)
    for each in (watched, impatient):
        each.ask("echo", b"ready")
        each.said.get(timeout=SECONDS)
    with watched.child.deadline(0.3, more(watched.child.pid, 0.3, 2000)) as patient:
        with stopped(watched.child.pid), stopped(impatient.child.pid), impatient.child.deadline(0.5) as deadline:
            assert impatient.exits.get(timeout=SECONDS) == -9
        assert deadline.passed
        watched.ask("echo", b"a")
        assert watched.said.get(timeout=SECONDS) == ReadDone(1, text=Text("a"))
    assert not patient.passed


@pytest.mark.parametrize(("name", "patience"), [("spin", 2000.0), ("hang", 2.0)])
def test_a_child_that_has_had_its_seconds_of_a_processor_or_hangs_is_killed(
        watched: Watched, name: str, patience: float) -> None:
    with watched.child.deadline(0.5, more(watched.child.pid, 0.5, patience)) as deadline:
        watched.ask(name)
        assert watched.exits.get(timeout=SECONDS) == -9
    assert deadline.passed


def test_what_the_child_started_dies_with_it(
        echo: list[str], environment: Mapping[str, str], capfd: pytest.CaptureFixture[str]) -> None:
    watched = Watched(echo, environment)
    watched.ask("hang-with-child")
    heard: list[str] = []
    wait_for(lambda: heard.append(capfd.readouterr().err) or "".join(heard).strip(), "the number of its child")
    grandchild = int("".join(heard))
    watched.child.kill()
    assert watched.child.wait(SECONDS)
    wait_for(lambda: not _alive(grandchild), "the end of its child")


def test_program_that_does_not_exist_is_an_os_error() -> None:
    with pytest.raises(FileNotFoundError):
        Child(["/nonexistent/program"], FromReader, lambda _: None, lambda _: None)


def _alive(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False


# ------------------------------------------------------------------ supervision
LAST = Prepare("last")


class Supervised:
    """A supervisor with queues of starts, messages and ends."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], back_off: BackOff,
                 begun: subprocess.Popen[bytes] | None = None) -> None:
        self.starts: queue.Queue[int] = queue.Queue()
        self.said: queue.Queue[FromReader] = queue.Queue()
        self.exits: queue.Queue[int] = queue.Queue()
        self.supervisor: Supervisor[FromReader] = Supervisor(
            command, FromReader, self.said.put, on_start=self._started, on_exit=self.exits.put, back_off=back_off,
            environment=environment, begun=begun)

    def _started(self) -> None:
        self.starts.put(self.supervisor.pid)
        self.supervisor.send(Prepare("greeting"))


@pytest.fixture
def supervised(echo: list[str], environment: Mapping[str, str]) -> Iterator[Supervised]:
    supervised = Supervised(echo, environment, BackOff(first_seconds=0.05, longest_seconds=0.1))
    supervised.supervisor.start()
    yield supervised
    supervised.supervisor.stop(SECONDS, LAST)


def test_killed_child_is_started_again_and_greeted_again(supervised: Supervised) -> None:
    first = supervised.starts.get(timeout=SECONDS)
    assert supervised.said.get(timeout=SECONDS) == Prepared("greeting", f"pid {first}", Confinement(("landlock",)))
    supervised.supervisor.kill()
    assert supervised.exits.get(timeout=SECONDS) == -9
    second = supervised.starts.get(timeout=SECONDS)
    assert second != first
    assert supervised.said.get(timeout=SECONDS) == Prepared("greeting", f"pid {second}", Confinement(("landlock",)))


def test_stopped_supervisor_starts_nothing_more(supervised: Supervised) -> None:
    supervised.starts.get(timeout=SECONDS)
    supervised.said.get(timeout=SECONDS)
    supervised.supervisor.stop(SECONDS, LAST)
    assert supervised.exits.get(timeout=SECONDS) == 0
    assert supervised.starts.empty()
    assert supervised.supervisor.pid == 0
    with pytest.raises(ChildGoneError):
        supervised.supervisor.send(Prepare("late"))


def test_program_that_cannot_be_started_is_tried_again(environment: Mapping[str, str]) -> None:
    supervised = Supervised(["/nonexistent/program"], environment, BackOff(first_seconds=0.01))
    supervised.supervisor.start()
    assert supervised.exits.get(timeout=SECONDS) == NOT_STARTED
    assert supervised.exits.get(timeout=SECONDS) == NOT_STARTED
    supervised.supervisor.stop(1.0, LAST)


def test_pauses_grow_to_the_longest_and_begin_again_after_a_healthy_life() -> None:
    back_off = BackOff(first_seconds=1.0, factor=2.0, longest_seconds=5.0, healthy_seconds=60.0)
    pauses = [0.0]
    for lived in (0.0, 1.0, 1.0, 1.0, 61.0, 0.0):
        pauses.append(back_off.next(pauses[-1], lived, 1))
    assert pauses[1:] == [1.0, 2.0, 4.0, 5.0, 1.0, 2.0]


def test_one_that_failed_often_and_is_then_killed_waits_no_longer_than_at_first() -> None:
    restarts = Restarts(BackOff(first_seconds=0.01, factor=1000, longest_seconds=1000))
    waits = []
    for code in (1, 1, 1, 1, -9):
        restarts.started()
        restarts.ended(code)
        waits.append(restarts.wait())
    assert waits[0] == 0
    assert waits[3] > 100
    assert waits[4] <= 0.01


def test_a_child_that_is_killed_again_and_again_is_started_at_once_each_time(
        echo: list[str], environment: Mapping[str, str]) -> None:
    supervised = Supervised(echo, environment, BackOff(first_seconds=0.01, factor=1000, longest_seconds=1000))
    supervised.supervisor.start()
    for _ in range(4):
        supervised.starts.get(timeout=SECONDS)
        supervised.said.get(timeout=SECONDS)
        supervised.supervisor.kill()
    supervised.supervisor.stop(SECONDS, LAST)


def test_stop_kills_a_child_that_does_not_take_the_last_message(environment: Mapping[str, str]) -> None:
    supervised = Supervised([sys.executable, "-c", "import time; time.sleep(600)"], environment, BackOff())
    supervised.supervisor.start()
    supervised.starts.get(timeout=SECONDS)
    supervised.supervisor.stop(0.3, Prepare("x" * 1_000_000))
    assert supervised.exits.get(timeout=SECONDS) == -9


def test_stop_before_the_first_start_returns(echo: list[str], environment: Mapping[str, str]) -> None:
    supervised = Supervised(echo, environment, BackOff())
    supervised.supervisor.stop(1.0, LAST)
    assert supervised.starts.empty()


def test_a_process_that_was_begun_before_is_the_first_child_and_the_next_is_a_new_one(
        echo: list[str], environment: Mapping[str, str]) -> None:
    begun = begin(echo, environment)
    supervised = Supervised(echo, environment, BackOff(first_seconds=0.05), begun)
    supervised.supervisor.start()
    assert supervised.starts.get(timeout=SECONDS) == begun.pid
    assert isinstance(supervised.said.get(timeout=SECONDS), Prepared)
    supervised.supervisor.kill()
    assert supervised.starts.get(timeout=SECONDS) != begun.pid
    assert isinstance(supervised.said.get(timeout=SECONDS), Prepared)
    supervised.supervisor.stop(SECONDS, LAST)
