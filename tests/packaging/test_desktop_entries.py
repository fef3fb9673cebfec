"""Tests the desktop entries of the program, and what software centres read.

One that stays after the program was removed starts nothing.
"""

from __future__ import annotations

import os
import subprocess
from configparser import RawConfigParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.support.program import ROOT

METAINFO = (ROOT / "packaging" / "linux" / "mishao.metainfo.xml").read_text("utf-8")
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.mark.parametrize("name", ["autostart.desktop", "mishao.desktop"])
def test_an_entry_counts_only_while_what_it_starts_is_there(name: str) -> None:
    entry = RawConfigParser(interpolation=None)
    entry.read(ROOT / "packaging" / "linux" / name, "utf-8")
    section = entry["Desktop Entry"]
    assert section["TryExec"] == section["Exec"] == "/usr/lib/mishao/start"


def test_the_menu_finds_the_program_by_what_it_is_for_in_both_languages() -> None:
    entry = RawConfigParser(interpolation=None)
    entry.read(ROOT / "packaging" / "linux" / "mishao.desktop", "utf-8")
    section = entry["Desktop Entry"]
    assert "clipboard" in section["Keywords"].split(";")
    assert "保密" in section["Keywords[zh_CN]"].split(";")


@pytest.mark.skipif(os.name == "nt", reason="files of Linux packages")
@pytest.mark.parametrize("name", ["autostart.desktop", "mishao.desktop"])
def test_an_entry_is_valid(name: str) -> None:
    done = subprocess.run(["desktop-file-validate", str(ROOT / "packaging" / "linux" / name)], capture_output=True,
                          text=True, timeout=60)
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.skipif(os.name == "nt", reason="files of Linux packages")
def test_what_a_software_centre_reads_is_valid(tmp_path: Path) -> None:
    path = tmp_path / "org.mishao.mishao.metainfo.xml"
    path.write_text(METAINFO.replace("@VERSION@", "1.2.3").replace("@DAY@", "2026-11-29"), "utf-8")
    # The project has no page of its own on the web.
    done = subprocess.run(["appstreamcli", "validate", "--no-net", "--override=url-homepage-missing=info", str(path)],
                          capture_output=True, encoding="utf-8", timeout=60)
    assert done.returncode == 0, done.stdout


def test_a_software_centre_finds_the_program_by_the_words_of_its_menu_entry() -> None:
    described = ElementTree.fromstring(METAINFO.encode())
    entry = RawConfigParser(interpolation=None)
    entry.read(ROOT / "packaging" / "linux" / "mishao.desktop", "utf-8")
    section = entry["Desktop Entry"]
    for ending, language in (("", None), ("[zh_CN]", "zh_CN")):
        words = [word.text for word in described.iter("keyword") if word.get(XML_LANG) == language]
        assert words == section[f"Keywords{ending}"].strip(";").split(";")
        (summary,) = [one.text for one in described.iter("summary") if one.get(XML_LANG) == language]
        assert summary == section[f"Comment{ending}"]
