"""Tests who opens a flagged file on Windows, with programs under the names of a chat client and an office."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast

import pytest

from tests.support.program import ROOT
from tests.windows.wine import CHAT, STRANGER, WindowsClient, environment, program, windows_path
from ui.demo.display import Display, end

WATCH = windows_path(ROOT / "tests" / "windows" / "openings_main.py")


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path, Path]:
    """A flagged file that nobody sends, one that is sent, and one that is not flagged."""
    names = ("留在办公软件里.docx", "要发出去.docx", "值班表.docx")
    for name in names:
        (tmp_path / name).write_bytes(b"content")
    return tmp_path / names[0], tmp_path / names[1], tmp_path / names[2]


@pytest.fixture
def programs(display: Display) -> Iterator[dict[str, WindowsClient]]:
    running = {name: WindowsClient(display, name) for name in (CHAT, STRANGER)}
    for client in running.values():
        client.tell("report")
    yield running
    for client in running.values():
        client.close()


@pytest.fixture
def watch(display: Display, files: tuple[Path, Path, Path], programs: object) -> Iterator[IO[bytes]]:
    watching = subprocess.Popen(
        ["wine", str(program("python.exe")), WATCH, *(windows_path(file) for file in files[:2])],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT, env=environment(display))
    said = cast(IO[bytes], watching.stdout)
    assert json.loads(said.readline()) == {"ready": "yes"}
    yield said
    for stream in (watching.stdin, said):
        cast(IO[bytes], stream).close()
    end(watching)


def test_a_flagged_file_that_a_chat_client_opens_is_told_of_once_while_it_is_open_and_no_other(
        watch: IO[bytes], files: tuple[Path, Path, Path], programs: dict[str, WindowsClient]) -> None:
    kept, sent, unknown = files
    programs[STRANGER].tell("open_file", path=windows_path(kept))
    for path in (unknown, sent):
        programs[CHAT].tell("open_file", path=windows_path(path))
    told = {"opened": sent.name, "program": CHAT}
    assert json.loads(watch.readline()) == told
    programs[CHAT].tell("open_file", path=windows_path(sent))
    programs[CHAT].tell("open_file", path=windows_path(kept))
    assert json.loads(watch.readline()) == {"opened": kept.name, "program": CHAT}
