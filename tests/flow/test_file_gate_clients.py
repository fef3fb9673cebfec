"""Tests a real guard and gate with programs that send files as chat clients do, by dialog and by drag from Thunar."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from tests.support import sending_clients
from tests.support.accessible import session_bus
from tests.support.fixed_layout_files import pdf
from tests.support.gated_fixtures import SECRET, chat_programs, documents, gate, guard, place, wechat
from tests.support.gating import needs_root, opens
from tests.support.guarding import CLEAN, GuardUnderTest, wait_for
from tests.support.libre_office import MISSING, SOFFICE
from tests.support.office_files import document
from tests.support.sending_clients import Client
from tests.support.thunar import THUNAR, Thunar
from ui.demo.display import Display

__all__ = ["chat_programs", "documents", "gate", "guard", "place", "wechat"]

pytestmark = needs_root

CLIENTS: dict[str, Callable[[Display, Path], Client]] = {
    "gtk": sending_clients.gtk, "qt": sending_clients.qt, "chromium": sending_clients.Chromium}
VIEWER = Path("/usr/bin/evince-thumbnailer")
"""Evince without its window."""


@pytest.fixture(params=CLIENTS)
def client(request: pytest.FixtureRequest, guard: GuardUnderTest, tmp_path: Path) -> Iterator[Client]:
    if request.param == "chromium" and not sending_clients.CHROMIUM.exists():
        pytest.skip("chromium is missing (scripts/setup.sh test installs it)")
    running = CLIENTS[request.param](guard.display, tmp_path)
    yield running
    running.close()


@pytest.fixture
def files(documents: Path, wechat: Path) -> tuple[Path, Path]:
    """A marked and a clean document in a new folder, both judged before: a busy machine may judge late."""
    number = len(list(documents.iterdir()))
    folder = documents / f"folder{number}"
    folder.mkdir()
    marked = document(folder / "marked.docx", f"{SECRET}{number}")
    clean = document(folder / "clean.docx", f"{CLEAN}{number}")
    wait_for(lambda: opens(wechat, marked) is None, "the folder to be marked")
    wait_for(lambda: opens(wechat, clean) == clean.read_bytes(), "the clean document to be judged")
    assert opens(wechat, marked) is None
    return marked, clean


def sent(path: Path) -> dict[str, str]:
    return {"sent": path.name, "md5": hashlib.md5(path.read_bytes()).hexdigest()}


def test_a_marked_document_chosen_in_the_clients_own_dialog_does_not_arrive_and_a_clean_one_does(
        client: Client, files: tuple[Path, Path]) -> None:
    marked, clean = files
    client.choose(marked)
    assert client.said() == {"refused": marked.name}
    client.choose(clean)
    assert client.said() == sent(clean)


@pytest.mark.skipif(not THUNAR.exists(), reason="thunar is missing (scripts/setup.sh test installs it)")
def test_of_several_documents_dragged_from_thunar_only_the_clean_ones_arrive(
        client: Client, guard: GuardUnderTest, files: tuple[Path, Path], tmp_path: Path) -> None:
    marked, clean = files
    at = sending_clients.place(guard.display, client)
    with session_bus(guard.display.environment, tmp_path) as bus:
        manager = Thunar(replace(guard.display, environment=bus.environment), marked.parent)
        manager.drag_all_to(*at)
        arrived = [client.said(), client.said()]
        manager.close()
    assert sorted(arrived, key=str) == sorted([{"refused": marked.name}, sent(clean)], key=str)


def test_editors_and_tools_open_a_marked_document(files: tuple[Path, Path], tmp_path: Path) -> None:
    marked, _ = files
    content = marked.read_bytes()
    run(tmp_path, "cp", marked, "copy.docx")
    assert (tmp_path / "copy.docx").read_bytes() == content
    run(tmp_path, "tar", "--create", "--file", "backup.tar", "--directory", marked.parent, ".")
    assert run(tmp_path, "tar", "--extract", "--to-stdout", "--file", "backup.tar", f"./{marked.name}") == content
    run(marked.parent, "git", "init", "--quiet")
    run(marked.parent, "git", "add", marked.name)
    assert run(marked.parent, "git", "cat-file", "blob", f":{marked.name}") == content


@pytest.mark.skipif(not VIEWER.exists(), reason=f"{VIEWER} is missing (scripts/setup.sh test installs it)")
def test_a_viewer_draws_a_marked_document(documents: Path, guard: GuardUnderTest, wechat: Path, tmp_path: Path) -> None:
    marked, drawn = documents / "通知.pdf", tmp_path / "page.png"
    marked.write_bytes(pdf([SECRET]))
    assert opens(wechat, marked) is None
    subprocess.run([VIEWER, "--size=400", marked, drawn], env=guard.display.environment, check=True, timeout=120)
    assert Image.open(drawn).convert("L").getextrema()[0] < 128


@pytest.mark.thorough
@pytest.mark.skipif(bool(MISSING), reason="LibreOffice is missing (scripts/setup.sh test installs it)")
def test_libre_office_opens_a_marked_document(files: tuple[Path, Path], tmp_path: Path) -> None:
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    run(tmp_path, SOFFICE.with_name("soffice"), profile, "--headless", "--convert-to", "txt:Text (encoded):UTF8",
        files[0])
    assert SECRET.splitlines()[0] in (tmp_path / "marked.txt").read_text("utf-8-sig")


def run(folder: Path, *command: Path | str) -> bytes:
    return subprocess.run(command, cwd=folder, capture_output=True, check=True, timeout=120).stdout
