"""Tests the mark over real programs that take long to start: it appears over the document, and goes with it."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document

from tests.support.chromium import CHROMIUM
from tests.support.guarding import wait_for
from tests.support.libre_office import MISSING, SOFFICE
from tests.support.mark_layers import layers
from tests.support.marked_desk import MARK, SETTINGS, Desk, marked_desk

pytestmark = pytest.mark.thorough
WRITER, BROWSER = "libreoffice-writer", "marked-page"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with marked_desk(SETTINGS["openbox and picom"], tmp_path_factory.mktemp("user")) as desk:
        yield desk


@pytest.mark.skipif(bool(MISSING), reason=f"not installed: {MISSING}")
def test_a_document_in_libreoffice_is_marked_and_no_longer_when_another_one_is_open(desk: Desk, tmp_path: Path) -> None:
    marked, other = desk.document.with_name("演练通知.docx"), desk.document.with_name("食堂菜单.docx")
    for path, words in ((marked, MARK), (other, "星期一 土豆丝")):
        document = Document()
        document.add_paragraph(words)
        document.save(str(path))
    desk.block(marked)
    options = ("--norestore", "--nologo", f"-env:UserInstallation={tmp_path.as_uri()}")
    subprocess.run([str(SOFFICE), *options, "--terminate_after_init"], env=desk.display.environment, timeout=120,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # makes its profile, and wants to be restarted
    with desk.opened(str(SOFFICE), *options, file=other, window=WRITER, least_width=400):
        assert not layers(desk.display)
        subprocess.run([str(SOFFICE), *options, str(marked)], env=desk.display.environment, check=True, timeout=120,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for(lambda: layers(desk.display), "the mark over the document")
        desk.display.press("Control_L", "w")
        desk.bare()


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")
def test_a_picture_of_a_marked_page_in_chromium_is_marked_and_not_the_next_page(desk: Desk, tmp_path: Path) -> None:
    assert CHROMIUM is not None
    options = ("--no-sandbox", "--no-first-run", "--disable-gpu", "--password-store=basic", f"--class={BROWSER}",
               f"--user-data-dir={tmp_path}")
    with desk.opened(CHROMIUM, *options, file=desk.picture("演练照片.png"), window=BROWSER, least_width=400):
        desk.marked_over(BROWSER)
        desk.display.press("Control_L", "t")
        desk.bare()
