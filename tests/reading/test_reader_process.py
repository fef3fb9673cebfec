"""Tests the real reader process with the real default engine, through the real client."""

from __future__ import annotations

import io
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from PIL import Image

from guard.core.model import Item, Kind, Reading, Reason, Unreadable
from guard.ipc.framing import FrameReader, FrameWriter
from guard.ipc.messages import FromReader, Prepare, Prepared, Read, ReadDone, ReadPart
from guard.reading import limits
from guard.reading.client import ReaderClient
from guard.reading.sandbox import Confinement
from guard.reading.worker import PART_CHARACTERS, Worker
from rules.text import PARTIAL, Text, Trait
from tests.support.guarding import wait_for
from tests.support.pictures import bomb, encode, render_document
from tests.support.thorough import thorough_but

ROOT = Path(__file__).parents[2]
PAGE = encode(render_document("机密★5年\n内部资料，注意保存。", width=800))


def picture(client: ReaderClient, untrusted_bytes: bytes) -> Reading:
    return client.read(Item("picture", Kind.PICTURE, untrusted_bytes))


def resident_pages(pid: int) -> int:
    """Return the resident memory of a process in pages (proc(5), statm)."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1])


def reason(reading: Reading) -> Reason | None:
    return reading.reason if isinstance(reading, Unreadable) else None


def test_picture_is_read_through_the_child(reader: ReaderClient) -> None:
    reading = picture(reader, PAGE)
    assert isinstance(reading, Text)
    assert reading.from_picture
    assert reading.original == "机密★5年\n内部资料，注意保存。"


@pytest.mark.parametrize(("kind", "untrusted_bytes", "expected"), [
    (Kind.FILES, "机密".encode("gb18030"), Text("机密")),
    (Kind.FILES, b"", Text("")),
    (Kind.FILES, b"\x7fELF\x02\x01", Reason.UNSUPPORTED),
    (Kind.FILES, b"%PDF-1.7\n", Reason.DAMAGED),
    (Kind.PICTURE, b"", Reason.DAMAGED),
    (Kind.PICTURE, "机密".encode(), Reason.UNSUPPORTED),
    (Kind.PICTURE, b"\x89PNG\r\n\x1a\n", Reason.DAMAGED),
    (Kind.PICTURE, PAGE[: len(PAGE) // 2], Reason.DAMAGED),
    (Kind.FILES, bomb(20000, 20000), Reason.TOO_LARGE),
])
def test_item_is_read_by_its_content(reader: ReaderClient, kind: Kind, untrusted_bytes: bytes,
                                     expected: Text | Reason) -> None:
    reading = reader.read(Item("name.png", kind, untrusted_bytes))
    assert reading == expected if isinstance(expected, Text) else reason(reading) is expected
    if isinstance(reading, Unreadable):
        assert reading.detail.endswith("。")


def test_picture_in_a_file_with_a_text_name_is_read_as_a_picture(reader: ReaderClient) -> None:
    reading = reader.read(Item("readme.txt", Kind.FILES, PAGE))
    assert isinstance(reading, Text)
    assert "机密★5年" in reading.original


def test_hostile_inputs_leave_the_reader_alive(reader: ReaderClient) -> None:
    picture(reader, PAGE)
    pid = reader.pid
    for part in range(1, 20):
        picture(reader, PAGE[: len(PAGE) * part // 20])
        picture(reader, PAGE[: len(PAGE) * part // 20] + os.urandom(200))
    assert reader.pid == pid
    assert isinstance(picture(reader, PAGE), Text)


def test_reader_killed_in_the_middle_of_its_work_fails_that_reading_only(reader_command: list[str]) -> None:
    client = ReaderClient(reader_command, read_seconds=0.02)
    client.prepare("cascade")
    large = encode(render_document("各县（区）人民政府" * 400, size=20))
    assert reason(picture(client, large)) is Reason.TIMED_OUT
    client.close()
    patient = ReaderClient(reader_command)
    assert isinstance(picture(patient, PAGE), Text)
    patient.close()


@pytest.mark.parametrize("how", thorough_but([signal.SIGSEGV], [signal.SIGKILL, signal.SIGSEGV]))
def test_reader_that_ends_in_the_middle_of_a_picture_is_no_clean_picture(reader_command: list[str],
                                                                         how: signal.Signals) -> None:
    client = ReaderClient(reader_command)
    pages = [render_document(f"第{number}页 各县（区）人民政府，市政府各部门", width=900) for number in range(40)]
    growing = client.parts(Item("pages", Kind.PICTURE, encode(pages[0], "TIFF", save_all=True,
                                                              append_images=pages[1:])))
    first = next(growing)
    assert isinstance(first, Text)
    assert [trait.kind for trait in first.traits] == [PARTIAL]
    os.kill(client.pid, how)
    *between, last = growing
    assert all(isinstance(reading, Text) and reading.traits for reading in between)
    assert isinstance(last, Text)
    # The last page is read ahead of those between, whose lines are empty until then.
    assert set(first.original.splitlines()) <= set(last.original.splitlines())
    assert [trait.kind for trait in last.traits] == [PARTIAL]
    assert "中止" in last.traits[0].detail
    assert isinstance(picture(client, PAGE), Text)
    client.close()


@pytest.mark.thorough
def test_reading_that_is_ended_for_taking_too_long_keeps_what_was_read_as_a_part(reader_command: list[str]) -> None:
    client = ReaderClient(reader_command, read_seconds=3)
    client.prepare("cascade")
    # No line comes twice: cached lines cost nothing.
    pages = [render_document(" ".join(f"第{number}页{line}行 各县（区）人民政府" for line in range(40)), size=20)
             for number in range(60)]
    reading = picture(client, encode(pages[0], "TIFF", save_all=True, append_images=pages[1:]))
    assert isinstance(reading, Text)
    assert "第0页" in reading.original
    assert "第30页" not in reading.original
    assert [trait.kind for trait in reading.traits] == [PARTIAL]
    assert "3 秒" in reading.traits[0].detail
    client.close()


def test_reader_gives_its_memory_back_when_it_is_idle(reader_command: list[str]) -> None:
    client = ReaderClient(reader_command)
    picture(client, encode(render_document("各县（区）人民政府" * 200, width=1900, size=20)))
    pid = client.pid
    busy = resident_pages(pid)
    wait_for(lambda: resident_pages(pid) < busy * 0.9, "memory that is given back")
    client.close()


def test_reader_ends_when_the_guard_is_killed(reader_command: list[str]) -> None:
    guard = f"""
import sys, time
sys.path.insert(0, {str(ROOT)!r})
from guard.reading.client import ReaderClient
client = ReaderClient({reader_command!r})
client.prepare("cascade")
print(client.pid, flush=True)
time.sleep(600)
"""
    with subprocess.Popen([sys.executable, "-c", guard], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        reader_pid = int(process.stdout.readline())
        assert Path(f"/proc/{reader_pid}").exists()
        process.kill()
    wait_for(lambda: not Path(f"/proc/{reader_pid}").exists(), "the end of the reader")


def processor_seconds(pid: int) -> float:
    """Return the processor time of a process so far (proc(5), stat)."""
    facts = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(facts[11]) + int(facts[12])) / os.sysconf("SC_CLK_TCK")


def test_reader_whose_guard_was_killed_does_not_read_its_page_to_the_end(reader_command: list[str]) -> None:
    pages = [encode(render_document(f"第{number}次会议纪要，与会人员二十三名。\n" * 40)) for number in range(2)]
    process = subprocess.Popen(reader_command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    questions, answers = FrameWriter(process.stdin), FrameReader[FromReader](process.stdout, FromReader)
    questions.write(Prepare("cascade"))
    assert isinstance(answers.read(), Prepared)
    ready = processor_seconds(process.pid)
    questions.write(Read(1, Item("page.png", Kind.PICTURE, pages[0])))
    while not isinstance(answers.read(), ReadDone):
        continue
    before = processor_seconds(process.pid)
    questions.write(Read(2, Item("page.png", Kind.PICTURE, pages[1])))
    process.stdout.close()
    process.stdin.close()
    used = os.wait4(process.pid, 0)[2]
    process.returncode = 0
    assert used.ru_utime + used.ru_stime - before < (before - ready) / 2


def test_reader_is_limited_in_memory_core_dumps_and_rights(reader: ReaderClient) -> None:
    picture(reader, PAGE)
    limited = {line[:25].strip(): line[26:46].strip() for line in
               Path(f"/proc/{reader.pid}/limits").read_text().splitlines()}
    assert limited["Max core file size"] == "0"
    assert int(limited["Max address space"]) == min(limits.ADDRESS_SPACE, _hard_limit())
    assert "NoNewPrivs:\t1" in Path(f"/proc/{reader.pid}/status").read_text()


def _hard_limit() -> int:
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    return limits.ADDRESS_SPACE if hard == resource.RLIM_INFINITY else hard


def test_prepare_names_the_engine_in_use_and_why(reader_command: list[str]) -> None:
    client = ReaderClient(reader_command)
    prepared = client.prepare("cascade")
    assert (prepared.engine, prepared.why) == ("cascade", "")
    substituted = client.prepare("nothing")
    assert substituted.engine == "cascade"
    assert "nothing" in substituted.why
    client.close()


def test_other_engine_reads_through_the_child(reader_command: list[str]) -> None:
    client = ReaderClient(reader_command, engine="tesseract")
    reading = picture(client, PAGE)
    assert isinstance(reading, Text)
    assert "内部资料" in reading.original
    client.close()


# ------------------------------------------------------------------ the process itself
PRINTING = """
import os, sys
sys.path.insert(0, {root!r})
from guard.reading import items, process
from rules.text import Text
def noisy(item, engine, why, clock):
    yield from ()
    print("a library prints")
    os.write(1, b"written to descriptor 1")
    if item.name == "fails":
        raise ValueError("quotes the 绝密 content")
    return Text("read")
items.views = noisy
sys.exit(process.run(sys.stdin.buffer, sys.stdout.buffer))
"""


def converse(*messages: object) -> tuple[list[FromReader], str, int]:
    """Send messages to a reader whose libraries print; return its answers, its standard error and its exit code."""
    program = PRINTING.format(root=str(ROOT))
    questions = io.BytesIO()
    for message in messages:
        FrameWriter(questions).write(message)
    done = subprocess.run([sys.executable, "-c", program], input=questions.getvalue(), capture_output=True, timeout=60)
    frames: FrameReader[FromReader] = FrameReader(io.BytesIO(done.stdout), FromReader)
    answers: list[FromReader] = []
    while (answer := frames.read()) is not None:
        answers.append(answer)
    return answers, done.stderr.decode(), done.returncode


def test_what_libraries_print_never_reaches_the_frames() -> None:
    answers, errors, code = converse(Read(1, Item("a", Kind.FILES, b"x")), Read(2, Item("b", Kind.FILES, b"x")))
    assert answers == [ReadDone(1, text=Text("read")), ReadDone(2, text=Text("read"))]
    assert "a library prints" in errors
    assert "written to descriptor 1" in errors
    assert code == 0


def test_unexpected_error_is_logged_with_its_place_and_without_content() -> None:
    answers, errors, code = converse(Read(7, Item("fails", Kind.FILES, b"x")), Read(8, Item("b", Kind.FILES, b"x")))
    first, second = answers
    assert isinstance(first, ReadDone)
    assert first.unreadable is not None
    assert first.unreadable.reason is Reason.ENGINE_FAILED
    assert second == ReadDone(8, text=Text("read"))
    assert "ValueError" in errors
    assert "in noisy" in errors
    assert "绝密" not in errors + first.unreadable.detail
    assert code == 0


def test_stream_that_is_no_frames_ends_the_reader_with_an_error() -> None:
    program = PRINTING.format(root=str(ROOT))
    done = subprocess.run([sys.executable, "-c", program], input=b"\x00\x00\x00\x02{}", capture_output=True, timeout=60)
    assert done.returncode == 1
    assert done.stdout == b""


@pytest.mark.parametrize(("characters", "seconds", "given"), [
    (PART_CHARACTERS, 0.0, True), (PART_CHARACTERS + 1, 0.01, False), (4 * PART_CHARACTERS, 0.2, False),
    (4 * PART_CHARACTERS, 0.4, True)])
def test_a_long_part_is_given_where_reading_takes_longer_than_judging_it(
        monkeypatch: pytest.MonkeyPatch, characters: int, seconds: float, given: bool) -> None:
    clock = SimpleNamespace(monotonic=lambda: now[0])
    now = [1_000.0]

    def grow(*_: object, **__: object) -> Iterator[Text]:
        now[0] += seconds
        yield Text("字" * characters, traits=(Trait(PARTIAL),))

    monkeypatch.setattr("guard.reading.worker.items.views", grow)
    monkeypatch.setattr("guard.reading.worker.time", clock)
    answers = list(Worker(Confinement()).answers(Read(1, Item("a", Kind.FILES, b"x"))))
    assert any(isinstance(answer, ReadPart) for answer in answers) == given


def test_without_an_engine_pictures_are_engine_missing_and_text_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guard.reading.ocr.ENGINES", {})
    worker = Worker(Confinement())
    (prepared,) = worker.answers(Prepare("cascade"))
    assert isinstance(prepared, Prepared)
    assert prepared.engine == ""
    (seen,) = worker.answers(Read(1, Item("a", Kind.PICTURE, encode(Image.new("L", (9, 9))))))
    assert isinstance(seen, ReadDone)
    assert seen.unreadable is not None
    assert seen.unreadable.reason is Reason.ENGINE_MISSING
    assert list(worker.answers(Read(2, Item("b", Kind.FILES, b"text")))) == [ReadDone(2, text=Text("text"))]
