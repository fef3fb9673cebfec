"""Tests the mark over real programs that take long to start: it appears over the document, and goes with it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from docx import Document

from tests.support.chromium import CHROMIUM
from tests.support.guarding import wait_for
from tests.support.libre_office import MISSING, SOFFICE
from tests.support.mark_layers import layers
from tests.support.marked_desk import MARK, Desk
from tests.support.marked_desk_fixtures import desk_setting, mark_desk

__all__ = ["desk_setting", "mark_desk"]

pytestmark = pytest.mark.thorough
WRITER, BROWSER = "libreoffice-writer", "marked-page"


@pytest.mark.skipif(bool(MISSING), reason=f"not installed: {MISSING}")
def test_a_document_in_libreoffice_is_marked_and_no_longer_when_another_one_is_open(
        mark_desk: Desk, tmp_path: Path) -> None:
    marked, other = mark_desk.document.with_name("演练通知.docx"), mark_desk.document.with_name("食堂菜单.docx")
    for path, words in ((marked, MARK), (other, "星期一 土豆丝")):
        document = Document()
        document.add_paragraph(words)
        document.save(str(path))
    mark_desk.block(marked)
    options = ("--norestore", "--nologo", f"-env:UserInstallation={tmp_path.as_uri()}")
    subprocess.run([str(SOFFICE), *options, "--terminate_after_init"], env=mark_desk.display.environment, timeout=120,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # makes its profile, and wants to be restarted
    with mark_desk.opened(str(SOFFICE), *options, file=other, window=WRITER, least_width=400):
        assert not layers(mark_desk.display)
        subprocess.run([str(SOFFICE), *options, str(marked)], env=mark_desk.display.environment, check=True,
                       timeout=120, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for(lambda: layers(mark_desk.display), "the mark over the document")
        mark_desk.display.press("Control_L", "w")
        mark_desk.bare()


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")
def test_a_picture_of_a_marked_page_in_chromium_is_marked_and_not_the_next_page(
        mark_desk: Desk, tmp_path: Path) -> None:
    assert CHROMIUM is not None
    options = ("--no-sandbox", "--no-first-run", "--disable-gpu", "--password-store=basic", f"--class={BROWSER}",
               f"--user-data-dir={tmp_path}")
    with mark_desk.opened(CHROMIUM, *options, file=mark_desk.picture("演练照片.png"), window=BROWSER, least_width=400):
        mark_desk.marked_over(BROWSER)
        mark_desk.display.press("Control_L", "t")
        mark_desk.bare()
