"""Tests the client of the reader process with a real one that echoes: parts, deadlines, ends, lifetime."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from guard.core.model import Item, Kind, Reading, Reason, Unreadable
from guard.ipc.messages import FromReader, ReadDone, ReadPart
from guard.reading.client import ReaderClient
from guard.reading.session import Ended, _Answers
from rules.text import PARTIAL, Text, Trait
from tests.support.guarding import wait_for
from tests.support.processes import stopped


@pytest.fixture
def client(client_of: Callable[..., ReaderClient]) -> ReaderClient:
    return client_of(read_seconds=1.0, prepare_seconds=15.0)


def read(client: ReaderClient, name: str, content: str = "好") -> Reading:
    return client.read(Item(name, Kind.FILES, content.encode()))


def reason(reading: Reading) -> Reason | None:
    return reading.reason if isinstance(reading, Unreadable) else None


def test_no_process_runs_before_the_first_reading(client: ReaderClient) -> None:
    assert client.pid == 0
    assert read(client, "echo") == Text("好")
    assert client.pid != 0


def test_a_reader_that_ends_before_it_is_ready_is_not_started_for_every_item(tmp_path: Path) -> None:
    started = tmp_path / "started"
    broken = ReaderClient(["sh", "-c", f"echo >> {started}"], prepare_seconds=15.0)
    assert {reason(read(broken, f"{number}")) for number in range(200)} == {Reason.ENGINE_FAILED}
    assert 2 <= len(started.read_text().splitlines()) <= 10
    broken.close()


def test_a_reader_that_is_mended_reads_as_soon_as_it_is_prepared_again(
        echo: list[str], environment: Mapping[str, str], tmp_path: Path) -> None:
    program = tmp_path / "reader"
    program.write_text("#!/bin/sh\nexit 1\n")
    program.chmod(0o755)
    client = ReaderClient([str(program), *echo], prepare_seconds=15.0, environment=environment)
    assert {reason(read(client, "echo")) for _ in range(5)} == {Reason.ENGINE_FAILED}
    program.write_text('#!/bin/sh\nexec "$@"\n')
    client.ready()
    assert read(client, "echo") == Text("好")
    client.close()


def test_text_that_arrived_as_text_needs_no_process(client: ReaderClient) -> None:
    assert client.read(Item("copied", Kind.TEXT, untrusted_text="机密\ud800")) == Text("机密\ud800")
    assert client.pid == 0


def test_item_that_could_not_be_fetched_stays_unreadable(client: ReaderClient) -> None:
    problem = Unreadable(Reason.NOT_FOUND, "文件不见了")
    assert client.read(Item("gone", Kind.FILES, problem=problem)) == problem
    assert client.pid == 0


def test_reading_past_its_deadline_is_timed_out_and_the_next_one_works(client: ReaderClient) -> None:
    assert read(client, "echo") == Text("好")
    before = client.pid
    assert reason(read(client, "hang")) is Reason.TIMED_OUT
    assert read(client, "echo") == Text("好")
    assert client.pid not in (0, before)


def test_item_too_large_for_a_stuck_reader_is_timed_out_while_it_is_being_sent(client: ReaderClient) -> None:
    assert read(client, "echo") == Text("好")
    with stopped(client.pid):
        assert reason(read(client, "echo", "好" * 2_000_000)) is Reason.TIMED_OUT


@pytest.mark.parametrize("name", ["die", "garbage", "endless", "wrong-number"])
def test_reader_that_fails_is_engine_failed_and_the_next_reading_works(client: ReaderClient, name: str) -> None:
    assert reason(read(client, name)) is Reason.ENGINE_FAILED
    assert read(client, "echo") == Text("好")


def test_reader_killed_while_idle_is_replaced(client: ReaderClient) -> None:
    assert read(client, "echo") == Text("好")
    before = client.pid
    os.kill(before, signal.SIGKILL)
    wait_for(lambda: client.pid == 0, "its end")
    assert read(client, "echo") == Text("好")
    assert client.pid != before


def test_reader_killed_between_two_readings_costs_at_most_one_reading(client: ReaderClient) -> None:
    assert read(client, "echo") == Text("好")
    os.kill(client.pid, signal.SIGKILL)
    results = [read(client, "echo") for _ in range(2)]
    assert results[1] == Text("好")


def test_failure_says_what_to_do_and_has_no_content(client: ReaderClient) -> None:
    failed = read(client, "die", "绝密内容")
    assert isinstance(failed, Unreadable)
    assert "请" in failed.detail
    assert "绝密" not in failed.detail


def test_several_threads_get_their_own_answers(client: ReaderClient) -> None:
    words = [f"第{number}份" for number in range(24)]
    with ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(lambda word: read(client, "echo", word), words))
    assert answers == [Text(word) for word in words]


def test_file_name_that_is_no_utf8_is_read(client: ReaderClient) -> None:
    assert read(client, os.fsdecode("机密".encode("gb18030"))) == Text("好")


def test_prepare_returns_the_engine_in_use(client: ReaderClient) -> None:
    answer = client.prepare("tesseract")
    assert (answer.engine, answer.why) == ("tesseract", f"pid {client.pid}")


def test_prepare_with_another_engine_starts_a_fresh_reader_and_a_restart_keeps_the_engine(client: ReaderClient) -> None:
    first = client.prepare("cascade")
    second = client.prepare("tesseract")
    assert second.engine == "tesseract"
    assert second.why != first.why
    assert reason(read(client, "die")) is Reason.ENGINE_FAILED
    third = client.prepare("tesseract")
    assert third.engine == "tesseract"
    assert third.why not in (first.why, second.why)


def test_reader_that_nothing_confines_is_given_nothing_to_read_unless_policy_says_so(
        echo: list[str], environment: Mapping[str, str]) -> None:
    careful = ReaderClient(echo, engine="unconfined", environment=environment)
    assert reason(read(careful, "echo")) is Reason.UNCONFINED
    careful.close()
    told = ReaderClient(echo, engine="unconfined", read_unconfined=True, environment=environment)
    assert read(told, "echo") == Text("好")
    told.close()


def test_engine_of_the_system_is_used_when_no_other_works_and_stays(client: ReaderClient) -> None:
    prepared = client.prepare("missing")
    assert prepared.engine == "tesseract"
    assert prepared.why == f"缺少模型。pid {client.pid}"
    pid = client.pid
    assert read(client, "echo") == Text("好")
    assert client.prepare("missing") == prepared
    assert client.pid == pid


def test_reader_that_never_gets_ready_is_given_up(echo: list[str], environment: Mapping[str, str]) -> None:
    client = ReaderClient(echo, engine="never-ready", prepare_seconds=0.5, environment=environment)
    assert reason(read(client, "echo")) is Reason.TIMED_OUT
    assert client.prepare("never-ready").engine == ""
    client.close()


def test_reader_that_dies_while_it_gets_ready_is_engine_failed(echo: list[str], environment: Mapping[str, str]) -> None:
    client = ReaderClient(echo, engine="dies", environment=environment)
    assert reason(read(client, "echo")) is Reason.ENGINE_FAILED
    assert "9" in client.prepare("dies").why
    client.close()


def test_program_that_does_not_exist_is_engine_failed() -> None:
    client = ReaderClient(["/nonexistent/program"])
    assert reason(read(client, "echo")) is Reason.ENGINE_FAILED
    client.close()


def test_closing_does_not_wait_for_a_reading_that_hangs(echo: list[str], environment: Mapping[str, str]) -> None:
    client = ReaderClient(echo, read_seconds=60.0, environment=environment)
    client.prepare("cascade")
    with ThreadPoolExecutor(1) as threads:
        hanging = threads.submit(read, client, "hang")
        wait_for(hanging.running, "the reading to begin")
        client.close()
        assert reason(hanging.result(10)) is Reason.ENGINE_FAILED
    assert client.pid == 0


def test_closed_client_reads_nothing_and_leaves_no_process(client: ReaderClient) -> None:
    assert read(client, "echo") == Text("好")
    pid = client.pid
    client.close()
    assert client.pid == 0
    assert not Path(f"/proc/{pid}").exists()
    assert reason(read(client, "echo")) is Reason.ENGINE_FAILED


# ------------------------------------------------------------------ readings that grow
def parts(client: ReaderClient, name: str, content: str) -> list[Reading]:
    return list(client.parts(Item(name, Kind.FILES, content.encode())))


def test_reading_grows_and_ends_with_what_reading_at_once_gives(client: ReaderClient, tmp_path: Path) -> None:
    second, third = tmp_path / "second", tmp_path / "third"
    growing = client.parts(Item("parts", Kind.FILES, f"一\nuntil {second}\n二\nuntil {third}\n三".encode()))
    for before, more in (("一", second), ("一\n二", third)):
        assert next(growing) == Text(before, traits=(Trait(PARTIAL),), from_picture=True)
        more.touch()
    *_, last = growing
    assert last == Text("一\n二\n三", from_picture=True) == read(client, "parts", "一\n二\n三")


@pytest.mark.parametrize("name", ["parts", "parts-without-trait"])
def test_every_part_says_that_it_is_none_of_the_whole(client: ReaderClient, tmp_path: Path, name: str) -> None:
    more = tmp_path / "more"
    growing = client.parts(Item(name, Kind.FILES, f"一\nuntil {more}\n二".encode()))
    assert next(growing) == Text("一", traits=(Trait(PARTIAL),), from_picture=True)
    more.touch()
    assert [reading for reading in growing if not _is_partial(reading)] == [Text("一\n二", from_picture=True)]


def test_part_is_there_before_the_rest_is_read(client: ReaderClient, tmp_path: Path) -> None:
    growing = client.parts(Item("parts", Kind.FILES, f"一\nuntil {tmp_path / 'never'}\n二".encode()))
    first = next(growing)
    assert isinstance(first, Text)
    assert first.original == "一"
    last = list(growing)[-1]
    assert isinstance(last, Text)
    assert last.original == "一"
    assert "已停止" in _why_partial(last)


@pytest.mark.parametrize(("name", "why"), [("parts-then-die", "意外中止"), ("parts-then-hang", "已停止")])
def test_reader_that_fails_after_some_parts_leaves_what_it_read_and_why_there_is_no_more(
        client: ReaderClient, name: str, why: str, tmp_path: Path) -> None:
    more = tmp_path / "more"
    growing = client.parts(Item(name, Kind.FILES, f"一\nuntil {more}\n二".encode()))
    assert next(growing) == Text("一", traits=(Trait(PARTIAL),), from_picture=True)
    more.touch()
    *between, last = growing
    assert isinstance(last, Text)
    assert last.original.startswith("一")
    assert why in _why_partial(last)
    assert all(_is_partial(reading) for reading in between)
    assert read(client, "echo") == Text("好")


@pytest.mark.parametrize("name", ["part-of-another", "endless-answers"])
def test_reader_that_answers_out_of_turn_leaves_an_unreadable_item(client: ReaderClient, name: str) -> None:
    assert reason(parts(client, name, "一\n二")[-1]) is Reason.ENGINE_FAILED
    assert read(client, "echo") == Text("好")


def test_reading_that_is_given_up_frees_the_reader_for_the_next(client: ReaderClient, tmp_path: Path) -> None:
    growing = client.parts(Item("parts", Kind.FILES, f"一\nuntil {tmp_path / 'never'}".encode()))
    next(growing)
    before = client.pid
    growing.close()  # type: ignore[attr-defined]
    assert read(client, "echo") == Text("好")
    assert client.pid not in (0, before)


def test_an_answer_that_came_before_its_reader_was_killed_counts_and_the_next_item_is_read(
        client: ReaderClient, tmp_path: Path) -> None:
    more = tmp_path / "more"
    growing = client.parts(Item("parts-with-heir", Kind.FILES, f"一\nuntil {more}\n二".encode()))
    next(growing)
    pid = client.pid
    more.touch()
    wait_for(lambda: _has_ended(pid), "its end")  # by its deadline: it would wait for the next item
    assert list(growing)[-1] == Text("一\n二", from_picture=True)
    assert read(client, "echo") == Text("好")
    assert client.pid not in (0, pid)


def _has_ended(pid: int) -> bool:
    """Tell whether a process has ended, waited for or not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


GROWING = [ReadPart(1, Text(words, traits=(Trait(PARTIAL),))) for words in ("一", "一\n二")]


def waiting(*answers: FromReader | Ended) -> list[FromReader | Ended]:
    """Return which of these answers are still waiting when nobody has asked for any."""
    queue = _Answers()
    for answer in answers:
        queue.put(answer)
    left = []
    while not queue.empty():
        left.append(queue.get())
    return left


def test_a_part_that_nobody_has_taken_is_dropped_beside_a_longer_one_and_beside_the_whole() -> None:
    done = ReadDone(1, text=Text("一\n二\n三"))
    assert waiting(*GROWING) == GROWING[1:]
    assert waiting(*GROWING, done) == [done]


@pytest.mark.parametrize("end", [ReadDone(1, unreadable=Unreadable(Reason.TIMED_OUT)), Ended(-9)])
def test_a_part_is_kept_where_no_whole_text_follows(end: FromReader | Ended) -> None:
    assert waiting(*GROWING, end) == [GROWING[1], end]


def _why_partial(text: Text) -> str:
    (trait,) = text.traits
    return trait.detail if trait.kind == PARTIAL else ""


def _is_partial(reading: Reading) -> bool:
    return isinstance(reading, Text) and reading.traits == (Trait(PARTIAL),)


# ------------------------------------------------------------------ lifetime
@pytest.fixture
def short_lived(client_of: Callable[..., ReaderClient]) -> ReaderClient:
    return client_of(idle_seconds=0.2, pages_per_life=3)


def test_idle_reader_is_ended_and_the_next_reading_starts_it_again(
        short_lived: ReaderClient) -> None:
    assert read(short_lived, "echo") == Text("好")
    pid = short_lived.pid
    short_lived.tend()
    assert short_lived.pid == pid
    wait_for(lambda: short_lived.tend() or short_lived.pid == 0, "its end")
    assert not Path(f"/proc/{pid}").exists()
    assert read(short_lived, "echo") == Text("好")


def test_reader_is_replaced_after_so_many_pages_between_two_items_and_none_is_lost(short_lived: ReaderClient) -> None:
    pids = []
    for number in range(7):
        assert read(short_lived, "echo", str(number)) == Text(str(number))
        pids.append(short_lived.pid)
    assert len(set(pids[:3])) == len(set(pids[3:6])) == 1
    assert len(set(pids)) == 3


def test_worn_reader_is_replaced_when_it_is_tended_so_that_no_reading_waits_for_that(short_lived: ReaderClient) -> None:
    for _ in range(3):
        read(short_lived, "echo")
    pid = short_lived.pid
    short_lived.tend()
    fresh = short_lived.pid
    assert fresh not in (0, pid)
    assert read(short_lived, "echo") == Text("好")
    assert short_lived.pid == fresh


def test_reader_that_has_grown_is_replaced_once_it_rests(
        client: ReaderClient, monkeypatch: pytest.MonkeyPatch) -> None:
    read(client, "echo")
    pid = client.pid
    monkeypatch.setattr("guard.reading.limits.RESTING_BYTES", 1)
    client.tend()
    assert client.pid == pid
    monkeypatch.setattr("guard.platform.memory.IDLE_SECONDS", 0.05)
    wait_for(lambda: client.tend() or client.pid not in (0, pid), "another reader")


def test_reader_that_reads_is_left_alone_by_tending(short_lived: ReaderClient, tmp_path: Path) -> None:
    go_on = tmp_path / "go on"
    growing = short_lived.parts(Item("parts", Kind.FILES, f"一\nuntil {go_on}\n二".encode()))
    next(growing)
    with ThreadPoolExecutor(1) as threads:
        tending = threads.submit(wait_for, lambda: short_lived.tend() or go_on.exists(), "the word to go on")
        with pytest.raises(AssertionError):
            wait_for(lambda: short_lived.pid == 0, "its end", 0.6)
        go_on.touch()
        assert tending.result()
    assert list(growing)[-1] == Text("一\n二", from_picture=True)


def test_warm_reader_is_there_before_the_first_reading(short_lived: ReaderClient) -> None:
    short_lived.warm()
    pid = short_lived.pid
    assert pid != 0
    assert read(short_lived, "echo") == Text("好")
    assert short_lived.pid == pid


def test_closed_reader_is_not_warmed(client: ReaderClient) -> None:
    client.close()
    client.warm()
    client.tend()
    assert client.pid == 0
