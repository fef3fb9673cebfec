"""A real guard behind a real file gate, with a folder that people send from, for the tests of a module."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.gating import GateUnderTest, opens, program_named, reads, running_gate
from tests.support.guarding import CLEAN, GuardUnderTest, wait_for
from tests.support.office_files import document
from tests.support.prepared_processes import started
from tests.support.program import ROOT
from ui.demo.display import Display

SECRET = "机密★5年\n某某县委办公室文件\n某办发〔2026〕12号\n"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("user")
    (folder / "Documents").mkdir()
    (folder / "machine").mkdir()
    return folder


@pytest.fixture(scope="module")
def gate(place: Path) -> Iterator[GateUnderTest]:
    with running_gate(place / "machine") as running:
        yield running


@pytest.fixture(scope="module")
def chat_programs() -> tuple[str, ...]:
    """Programs that the user's own settings call chat clients."""
    return ()


@pytest.fixture(scope="module")
def guard(display: Display, place: Path, gate: GateUnderTest, chat_programs: tuple[str, ...],
          ) -> Iterator[GuardUnderTest]:
    environment = {**display.environment, "HOME": str(place), "XDG_CONFIG_HOME": str(place / ".config")}
    (place / "screens").mkdir()
    program = (str(ROOT / "tests" / "support" / "managed_main.py"), "--machine", str(gate.machine))
    under_test = GuardUnderTest(replace(display, environment=environment), place / "mishao", place / "screens",
                                f"[destinations]\nchat = {json.dumps(chat_programs)}\n", program=program,
                                begin=started)
    try:
        under_test.start()
        (place / "Documents" / "marked.txt").write_text(SECRET, "utf-8")
        wechat = program_named("wechat", place / "bin")
        wait_for(lambda: reads(wechat, place / "Documents" / "marked.txt") is None, "folders that are marked")
        under_test.opened()
        yield under_test
    finally:
        under_test.stop()


@pytest.fixture
def documents(place: Path, guard: GuardUnderTest) -> Path:
    return place / "Documents"


@pytest.fixture
def wechat(place: Path) -> Path:
    return place / "bin" / "wechat"


@pytest.fixture
def files(documents: Path, wechat: Path) -> tuple[Path, Path]:
    """A marked and a clean document in a marked folder. The clean one was judged before: a busy machine may judge late.
    """
    number = len(list(documents.iterdir()))
    marked = document(documents / f"marked{number}.docx", f"{SECRET}{number}")
    clean = document(documents / f"clean{number}.docx", f"{CLEAN}{number}")
    wait_for(lambda: opens(wechat, clean) == clean.read_bytes(), "the clean document to be judged")
    return marked, clean
