"""Tests `mishao trace`: computer and hour of a photograph, whose computer it is, and what is no photograph."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
import xlsxwriter
from PIL import Image

from guard.platform.machine import MachineLayer
from guard.platform.paths import Paths
from guard.screen_mark.payload import Trace, device_number
from guard.supply.loader_process import Ground
from tests.support.program import ROOT, Run
from tests.trace.camera import Shot, photograph
from tests.trace.covering import covered
from tests.trace.screens import SCREENS
from ui.console.trace import Asked, run_trace

MEANT = Trace(device_number("办公室-017"), 16_800)
SHOT = Shot(yaw=20, roll=3, scale=0.8, quality=70, size=(1200, 700))


@pytest.fixture(scope="module")
def photo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("photo") / "照片.jpg"
    file.write_bytes(photograph(covered(SCREENS["an office's web page"][0](Random(5)), MEANT.number), SHOT))
    return file


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    file = tmp_path / "名册.xlsx"
    with xlsxwriter.Workbook(str(file)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ("电脑", "科室", "使用人"))
        sheet.write_row(1, 0, ("办公室-016", "办公室", "甲"))
        sheet.write_row(2, 0, ("办公室-017", "办公室", "乙"))
    return file


@pytest.mark.thorough
def test_a_photograph_names_computer_and_hour_and_the_roster_whose(mishao: Run, photo: Path, roster: Path) -> None:
    done = mishao("trace", str(photo), "--roster", str(roster), "--json")
    said = json.loads(done.stdout)
    assert (done.returncode, said["device"], said["hour"]) == (0, f"{MEANT.device:08x}", "2026-12-02T00:00:00+00:00")
    assert said["computers"] == [{"device": "办公室-017", "unit": "办公室", "person": "乙"}]
    spoken = mishao("trace", str(photo), "--roster", str(roster), TZ="UTC").stdout.decode()
    assert f"电脑 {MEANT.device:08x}，2026-12-02 00 点到 1 点之间的屏幕" in spoken
    assert "名册里是：办公室-017，办公室，乙" in spoken


def unmarked() -> Image.Image:
    """A part of a screen: looking for the field takes long in a large picture that has none."""
    return SCREENS["a chat on a laptop"][0](Random(5)).crop((0, 0, 640, 480))


@pytest.mark.thorough
def test_a_picture_without_the_field_says_so(mishao: Run, tmp_path: Path) -> None:
    unmarked().save(tmp_path / "截图.png")
    done = mishao("trace", str(tmp_path / "截图.png"))
    assert done.returncode == 1
    assert "没有读出溯源点阵" in done.stdout.decode()


@pytest.mark.thorough
def test_a_terminal_is_told_how_far_it_is_and_the_line_is_taken_away(tmp_path: Path) -> None:
    unmarked().save(tmp_path / "截图.png")
    ours, theirs = pty.openpty()
    with subprocess.Popen([sys.executable, str(ROOT / "main.py"), "--home", str(tmp_path / "home"), "trace",
                           str(tmp_path / "截图.png")], stdout=subprocess.PIPE, stderr=theirs) as running:
        said, _ = running.communicate(timeout=200)
    written = os.read(ours, 65536).decode()
    os.close(ours)
    os.close(theirs)
    assert "正在找溯源点阵：第 1 种摆法，最多 18 种" in written
    assert written.endswith("\r\x1b[K")
    assert "正在找" not in said.decode()


BARE = (f"import sys; sys.path.insert(0, {str(ROOT)!r}); import tests.children.echo_child as child; "
        "from guard.ipc.confinement import Confinement; child.confinement = lambda engine: Confinement(); child.main()")


def test_a_photograph_is_not_decoded_where_nothing_confines_the_reader_unless_policy_says_so(
        tmp_path: Path, photo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ground = Ground(Paths.choose(tmp_path), None, MachineLayer.of_system())
    assert run_trace(Asked(photo, None, False, (sys.executable, "-c", BARE), ground)) == 2
    assert "没有沙箱" in capsys.readouterr().err


def test_what_is_no_picture_is_named_with_what_to_do(mishao: Run, tmp_path: Path) -> None:
    (tmp_path / "信.txt").write_text("不是图片")
    for name in ("信.txt", "没有.jpg"):
        done = mishao("trace", str(tmp_path / name))
        assert done.returncode == 2
        assert name in done.stderr.decode()
        assert "请换一张图片" in done.stderr.decode()
