"""Tests that Qt puts words in order with the reduced data of ICU as with the whole."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.support.program import ROOT

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or not all(map(shutil.which, ("readelf", "as", "ld"))), reason="needs binutils on Linux")

MOST = 4_000_000
"""Bytes of the reduced library; the whole one has 32 million."""

BUILD = """
import json, sys
from pathlib import Path
from icu_data import reduced
print(json.dumps(reduced(json.load(sys.stdin), Path(sys.argv[1]))))
"""
ORDER = """
import json, sys
from functools import cmp_to_key
from PySide6.QtCore import QCollator, QLocale, QStringDecoder
words = json.load(sys.stdin)
found = {}
for name in ("zh_CN", "zh_TW", "zh_HK", "en_US", "C"):
    collator = QCollator(QLocale(name))
    collator.setNumericMode(True)
    found[name] = sorted(words, key=cmp_to_key(collator.compare))
loaded = {line.split()[-1] for line in open("/proc/self/maps") if "icudata" in line}
more = QLocale("zh_CN").toUpper("stra\\u00dfe"), QStringDecoder("GB18030").isValid()
print(json.dumps([found, sorted(loaded), *more]))
"""
WORDS = ["张三", "李四", "王五", "阿明", "重庆", "长沙", "名单10", "名单9", "名单 9", "Übersicht", "uber", "Zed", "éa",
         "100", "20", "２０", "（一）", "一", "二", "三", "附件", "ａ", "A", "a",
         *(chr(0x4E00 + 97 * n) for n in range(200))]


def ran(program: str, *arguments: str, said: str, preloaded: Path | None = None) -> str:
    more = {"LD_PRELOAD": str(preloaded)} if preloaded else {}
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT / "packaging"), **more}
    return subprocess.run([sys.executable, "-c", program, *arguments], input=said, capture_output=True, text=True,
                          check=True, cwd=ROOT, env=surroundings).stdout


@pytest.fixture(scope="module")
def whole() -> Path:
    """The library in the wheel of Qt."""
    spec = find_spec("PySide6")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    return next((Path(spec.submodule_search_locations[0]) / "Qt" / "lib").glob("libicudata.so.*"))


@pytest.fixture(scope="module")
def small(whole: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library that is packed in its place."""
    return built(whole, tmp_path_factory.mktemp("icu"))


def built(whole: Path, folder: Path) -> Path:
    entries = [["PySide6/Qt/lib/libQt6Core.so.6", "/elsewhere/libQt6Core.so.6", "BINARY"],
               [f"PySide6/Qt/lib/{whole.name}", str(whole), "BINARY"],
               [whole.name, f"PySide6/Qt/lib/{whole.name}", "SYMLINK"]]
    other, library, link = json.loads(ran(BUILD, str(folder), said=json.dumps(entries)))
    assert [other, link] == [entries[0], entries[2]]
    assert [library[0], library[2]] == [entries[1][0], "BINARY"]
    return Path(library[1])


def test_words_have_the_same_order_with_the_reduced_data(whole: Path, small: Path) -> None:
    said = json.dumps(WORDS)
    before, after = (json.loads(ran(ORDER, said=said, preloaded=preloaded)) for preloaded in (None, small))
    assert (before[1], after[1]) == ([str(whole)], [str(small)])
    assert after[0] == before[0]
    assert after[2:] == before[2:] == ["STRASSE", True]
    chinese = after[0]["zh_CN"]
    assert sorted(("阿明", "李四", "王五", "张三"), key=chinese.index) == ["阿明", "李四", "王五", "张三"]
    assert chinese.index("名单9") < chinese.index("名单10")


def test_the_reduced_data_are_an_eighth_of_the_whole_at_most(whole: Path, small: Path) -> None:
    assert small.stat().st_size < MOST < whole.stat().st_size / 8


def test_two_builds_of_the_reduced_data_are_alike(whole: Path, small: Path, tmp_path: Path) -> None:
    assert built(whole, tmp_path / "again").read_bytes() == small.read_bytes()


def test_a_library_that_defines_no_data_stops_the_build(tmp_path: Path) -> None:
    strange = tmp_path / "libicudata.so.99"
    shutil.copy(sys.executable, strange)
    with pytest.raises(subprocess.CalledProcessError) as stopped:
        built(strange, tmp_path / "built")
    assert "defines no data of ICU" in stopped.value.stderr
