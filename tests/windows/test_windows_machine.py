"""Tests who may write the machine layer: descriptors that the system wrote, and a file that the user owns."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any, cast

import pytest

from tests.support.program import ROOT
from tests.windows.wine import BENCH, environment, program, windows_path
from ui.demo.display import Display, end

Ask = Callable[..., Any]


@pytest.fixture(scope="module")
def ask(display: Display) -> Iterator[Ask]:
    asked = subprocess.Popen(
        ["wine", str(program("python.exe")), windows_path(ROOT / "tests" / "windows" / "access_main.py")],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT, env=environment(display))
    stdin, stdout = cast(IO[bytes], asked.stdin), cast(IO[bytes], asked.stdout)

    def ask(**request: str) -> object:
        stdin.write(json.dumps(request).encode() + b"\n")
        stdin.flush()
        return json.loads(stdout.readline())

    yield ask
    for stream in (stdin, stdout):
        stream.close()
    end(asked)


@pytest.mark.parametrize(("sddl", "folder_of_rules", "folder_above"), [
    ("O:BAG:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)", True, True),
    ("O:SYG:SYD:(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICIIO;FA;;;CO)(A;OICI;0x1200a9;;;BU)(A;CI;0x116;;;BU)", False,
     True),
    ("O:BAG:SYD:(A;;FA;;;SY)(A;;0x1301bf;;;AU)", False, False),
    ("O:BUG:SYD:(A;;FA;;;SY)", False, False),
], ids=["inheritance cut", "ProgramData as it is", "authenticated users modify", "owned by users"])
def test_a_descriptor_that_the_system_wrote_is_understood(ask: Ask, sddl: str, folder_of_rules: bool,
                                                          folder_above: bool) -> None:
    assert ask(sddl=sddl) == [folder_of_rules, folder_above]


def test_a_file_of_the_users_own_binds_nobody(ask: Ask, tmp_path: Path) -> None:
    file = tmp_path / "root.json"
    file.write_bytes(b"{}")
    owner, honoured = ask(path=windows_path(file))
    assert owner.startswith("S-1-5-21-")
    assert not honoured


def test_the_layer_is_a_folder_of_program_data(ask: Ask) -> None:
    assert ask().lower() == "c:\\programdata\\mishao"


def test_policies_of_the_computer_take_the_place_of_its_files_until_they_are_withdrawn(ask: Ask) -> None:
    policies = {"RetentionDays": 45, "Servers": ["https://rules.example.invalid/mishao"], "RootKeys": ["{", "}"],
                "Channel": "测试"}
    said, place, days = ask(policies=json.dumps(policies))
    assert said == {"retention.toml": 'days = "45"\n', "root.json": "{\n}\n", "supply.toml":
                    'servers = ["https://rules.example.invalid/mishao"]\nchannel = "测试"\n'}
    assert place == "HKLM\\Software\\Policies\\MiShao (C:\\ProgramData\\mishao\\retention.toml)"
    assert days is None  # withdrawn


def test_provisioning_writes_the_layer_of_this_computer_and_its_log(display: Display, tmp_path: Path) -> None:
    file = tmp_path / "mishao-provision.toml"
    file.write_text('unit = "信息中心"\ndevice = "PC-0"\nretention = 60\n', "utf-8")
    done = subprocess.run(
        ["wine", str(program("python.exe")), windows_path(ROOT / "main.py"), "provision", "--from", windows_path(file),
         "--device", "PC-7", "--replace", "--json"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT,
        env=environment(display), check=False)
    assert {line["file"]: line["done"] for line in map(json.loads, done.stdout.splitlines())} == {
        "report.toml": "written", "retention.toml": "written"}
    layer = BENCH / "prefix/drive_c/ProgramData/mishao"
    said = {name: (layer / name).read_text("utf-8") for name in ("report.toml", "retention.toml", "provision.log")}
    for name in said:
        (layer / name).unlink()
    assert 'unit = "信息中心"\ndevice = "PC-7"\n' in said["report.toml"]
    assert "days = 60\n" in said["retention.toml"]
    assert ["写好" in line for line in said["provision.log"].splitlines()] == [True, True, False]
