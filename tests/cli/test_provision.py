"""Tests how an administrator sets up a computer without a question: what is written, kept, refused and logged."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from guard.authorisation.trusted import machine_keys
from guard.core.reporting import Reporting
from guard.journal.machine_reporting import with_machine
from guard.platform.machine import MachineLayer
from guard.supply.retention_file import retention_days
from guard.supply.trusted_sources import trust_of
from tests.support.program import ROOT, Run, lines
from tests.support.publishing_fixtures import root_keys

__all__ = ["root_keys"]

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the installer does it on Windows")

SERVER = "https://rules.example.invalid/mishao"


@pytest.fixture
def computer_root(tmp_path: Path) -> Path:
    return tmp_path / "computer"


def told(done: Any) -> dict[str, str]:
    """Return what became of each file."""
    return {one["file"]: one["done"] for one in lines(done)}


def test_everything_that_is_chosen_is_in_force_as_the_program_reads_it(
        mishao: Run, root_keys: Path, computer_root: Path, tmp_path: Path) -> None:
    (tmp_path / "authorise.pub").write_text("ab" * 32 + "  # 保密办\n", "utf-8")
    done = mishao("provision", "--server", SERVER, "--server", "rules.zip", "--root-keys", str(root_keys),
                  "--channel", "测试", "--group", "试点", "--group", "窗口", "--proxy", "http://proxy.invalid:3128",
                  "--unit", "信息中心", "--device", 'PC-"7"', "--retention", "60", "--authorise-keys",
                  str(tmp_path / "authorise.pub"), "--no-file-gate", "--root", str(computer_root))
    assert (done.returncode, done.stderr) == (0, b"")
    machine = MachineLayer(computer_root / "etc/mishao", lambda _: True)
    trust = trust_of(machine)
    assert trust is not None
    assert (trust.settings.servers[0], trust.settings.channel, trust.settings.groups, trust.settings.proxy) == (
        SERVER, "测试", ("试点", "窗口"), "http://proxy.invalid:3128")
    assert trust.root == root_keys.read_bytes()
    reporting = with_machine(Reporting(), machine)
    assert (reporting.unit, reporting.device) == ("信息中心", 'PC-"7"')
    assert retention_days(machine) == 60
    assert machine_keys(machine) == (bytes.fromhex("ab" * 32),)
    assert (machine.folder / "file-gate.off").exists()
    assert {path.stat().st_mode & 0o777 for path in machine.folder.iterdir()} == {0o644}


def test_a_file_says_what_options_say_and_options_come_before_it(
        mishao: Run, root_keys: Path, computer_root: Path, tmp_path: Path) -> None:
    (tmp_path / "root.json").write_bytes(root_keys.read_bytes())
    file = tmp_path / "mishao-provision.toml"
    file.write_text(f'server = "{SERVER}"\nroot-keys = "root.json"\ngroup = ["试点", "窗口"]\nunit = "信息中心"\n'
                    'device = "PC-0"\nretention = 60\nfile-gate = false\n', "utf-8")
    done = mishao("provision", "--from", str(file), "--device", "PC-7", "--root", str(computer_root))
    assert (done.returncode, done.stderr) == (0, b"")
    machine = MachineLayer(computer_root / "etc/mishao", lambda _: True)
    trust = trust_of(machine)
    assert trust is not None
    assert (trust.settings.servers, trust.settings.groups) == ((SERVER,), ("试点", "窗口"))
    reporting = with_machine(Reporting(), machine)
    assert (reporting.unit, reporting.device) == ("信息中心", "PC-7")
    assert retention_days(machine) == 60
    assert (machine.folder / "file-gate.off").exists()


@pytest.mark.parametrize(("content", "words"), [
    ("servers = ['https://rules.example.invalid']", "servers"), ("retention = 0", "mishao-provision.toml:1"),
    ("unit = ", "mishao-provision.toml:1"),
    ("server = 'https://rules.example.invalid'\nroot-keys = 'absent.json'", "absent.json"),
])
def test_a_file_that_is_wrong_is_told_with_its_line_and_nothing_is_written(
        mishao: Run, computer_root: Path, tmp_path: Path, content: str, words: str) -> None:
    file = tmp_path / "mishao-provision.toml"
    file.write_text(content, "utf-8")
    done = mishao("provision", "--from", str(file), "--root", str(computer_root))
    assert done.returncode == 2
    assert words in done.stderr.decode()
    assert not (computer_root / "etc").exists()


def test_a_path_of_windows_in_double_quotes_is_told_with_how_to_write_it(
        mishao: Run, computer_root: Path, tmp_path: Path) -> None:
    file = tmp_path / "mishao-provision.toml"
    for written in (r'root-keys = "C:\temp\root.json"', r'root-keys = "\\server\deploy\root.json"'):
        file.write_text(written, "utf-8")
        done = mishao("provision", "--from", str(file), "--root", str(computer_root))
        assert (done.returncode, "单引号" in done.stderr.decode()) == (2, True)


def test_what_is_wrong_is_refused_though_the_file_that_is_there_would_stay(mishao: Run, computer_root: Path) -> None:
    arguments = ("provision", "--root", str(computer_root), "--retention")
    assert mishao(*arguments, "60").returncode == 0
    assert mishao(*arguments, "99999").returncode == 2


def test_certificates_that_are_none_are_refused(mishao: Run, root_keys: Path, computer_root: Path,
                                                tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("no certificate", "utf-8")
    done = mishao("provision", "--server", SERVER, "--root-keys", str(root_keys), "--ca", str(tmp_path / "ca.pem"),
                  "--root", str(computer_root))
    assert (done.returncode, "PEM" in done.stderr.decode()) == (2, True)
    assert not (computer_root / "etc").exists()


def test_each_file_that_is_laid_is_a_line_of_the_log(mishao: Run, root_keys: Path, computer_root: Path) -> None:
    mishao("provision", "--server", SERVER, "--root-keys", str(root_keys), "--root", str(computer_root))
    log = computer_root / "var/log/mishao-provision.log"
    assert [line.split(" ", 1)[1] for line in log.read_text("utf-8").splitlines()] == [
        f"写好：{computer_root}/etc/mishao/root.json", f"写好：{computer_root}/etc/mishao/supply.toml"]
    assert log.stat().st_mode & 0o777 == 0o640


def test_a_link_in_the_place_of_the_log_is_not_followed(mishao: Run, computer_root: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_text("stays\n", "utf-8")
    other.chmod(0o600)
    log = computer_root / "var/log/mishao-provision.log"
    log.parent.mkdir(parents=True)
    log.symlink_to(other)
    done = mishao("provision", "--retention", "60", "--root", str(computer_root), "--json")
    assert (done.returncode, told(done)) == (0, {"retention.toml": "written"})
    assert (other.read_text("utf-8"), other.stat().st_mode & 0o777) == ("stays\n", 0o600)
    assert log.is_symlink()


def test_a_file_of_the_administrator_stays_unless_replacing_was_asked_for(mishao: Run, computer_root: Path) -> None:
    kept = computer_root / "etc/mishao/retention.toml"
    kept.parent.mkdir(parents=True)
    kept.write_text("days = 20  # 本单位\n", "utf-8")
    arguments = ("provision", "--retention", "60", "--root", str(computer_root), "--json")
    assert told(mishao(*arguments)) == {"retention.toml": "kept"}
    assert kept.read_text("utf-8") == "days = 20  # 本单位\n"
    assert told(mishao(*arguments, "--replace")) == {"retention.toml": "written"}
    assert tomllib.loads(kept.read_text("utf-8")) == {"days": 60}
    assert told(mishao(*arguments, "--replace")) == {"retention.toml": "unchanged"}


def test_renaming_a_computer_leaves_where_its_reports_go(mishao: Run, computer_root: Path) -> None:
    report = computer_root / "etc/mishao/report.toml"
    report.parent.mkdir(parents=True)
    receiver = '[[receivers]]\nkind = "syslog"\naddress = "log.invalid:6514"\n'
    report.write_text(f'# 本单位\nunit = "旧"\nper_second = 5\n{receiver}', "utf-8")
    arguments = ("provision", "--unit", "新", "--device", "PC-8", "--root", str(computer_root), "--json", "--replace")
    assert told(mishao(*arguments)) == {"report.toml": "written"}
    assert report.read_text("utf-8") == f'# 本单位\nunit = "新"\ndevice = "PC-8"\nper_second = 5\n{receiver}'
    assert told(mishao(*arguments)) == {"report.toml": "unchanged"}


def test_a_name_is_not_lost_in_a_comment_that_has_no_end_of_line(mishao: Run, computer_root: Path) -> None:
    report = computer_root / "etc/mishao/report.toml"
    report.parent.mkdir(parents=True)
    report.write_text("# 本单位", "utf-8")
    mishao("provision", "--unit", "新", "--root", str(computer_root), "--replace")
    assert tomllib.loads(report.read_text("utf-8")) == {"unit": "新"}


@pytest.mark.parametrize(("wrong", "words"), [
    (("--server", "ftp://rules.invalid"), "https://"),
    (("--server", "https:"), "https://"),
    (("--server", SERVER, "--proxy", "somewhere"), "代理"),
    (("--retention", "3651"), "3650"),
    (("--group", "试点"), "--server"),
    (("--server", SERVER, "--ca", "/nonexistent/ca.pem"), "/nonexistent/ca.pem"),
], ids=["server", "scheme alone", "proxy", "days", "group alone", "certificates"])
def test_where_one_thing_is_wrong_nothing_is_written_and_the_log_says_why(
        mishao: Run, root_keys: Path, computer_root: Path, wrong: tuple[str, ...], words: str) -> None:
    done = mishao("provision", "--root-keys", str(root_keys), "--unit", "信息中心", *wrong, "--root",
                  str(computer_root))
    assert done.returncode == 2
    assert done.stdout == b""
    said = done.stderr.decode()
    assert len(said.splitlines()) == 1
    assert words in said
    assert not (computer_root / "etc").exists()
    assert words in (computer_root / "var/log/mishao-provision.log").read_text("utf-8")


def changed(root: bytes) -> bytes:
    """Return root keys that somebody has changed after they were signed."""
    written = json.loads(root)
    written["signed"]["expires"] = "2099-01-01T00:00:00Z"
    return json.dumps(written).encode()


@pytest.mark.parametrize("change", [lambda content: content[:-40], lambda _: b"{}", changed],
                         ids=["cut off", "empty", "changed"])
def test_root_keys_that_are_not_signed_by_themselves_are_refused(
        mishao: Run, root_keys: Path, computer_root: Path, tmp_path: Path, change: Callable[[bytes], bytes]) -> None:
    (tmp_path / "root.json").write_bytes(change(root_keys.read_bytes()))
    done = mishao("provision", "--server", SERVER, "--root-keys", str(tmp_path / "root.json"),
                  "--root", str(computer_root))
    assert done.returncode == 2
    assert "根密钥" in done.stderr.decode()
    assert not (computer_root / "etc").exists()


def test_a_server_without_root_keys_is_refused(mishao: Run, computer_root: Path) -> None:
    done = mishao("provision", "--server", SERVER, "--root", str(computer_root))
    assert done.returncode == 2
    assert f"{computer_root}/etc/mishao/root.json" in done.stderr.decode()


def test_the_gate_is_switched_off_and_on_again(mishao: Run, computer_root: Path) -> None:
    marker = computer_root / "etc/mishao/file-gate.off"
    for option, done, there in (("--no-file-gate", "gate off", True), ("--no-file-gate", "unchanged", True),
                                ("--file-gate", "gate on", False), ("--file-gate", "unchanged", False)):
        assert told(mishao("provision", option, "--root", str(computer_root), "--json")) == {"file-gate.off": done}
        assert marker.exists() is there


def test_a_folder_that_cannot_be_written_is_another_exit_code(mishao: Run, tmp_path: Path) -> None:
    (tmp_path / "etc").write_bytes(b"a file in the way")
    done = mishao("provision", "--retention", "60", "--root", str(tmp_path))
    assert done.returncode == 1
    assert str(tmp_path / "etc") in done.stderr.decode()


def test_the_key_of_tables_is_laid_and_what_is_none_is_refused(
        mishao: Run, computer_root: Path, tmp_path: Path) -> None:
    key = tmp_path / "exact.key"
    key.write_text("ab" * 32 + "\n")
    assert told(mishao("provision", "--exact-key", str(key), "--root", str(computer_root), "--json")) == {
        "exact.key": "written"}
    assert (computer_root / "etc/mishao/exact.key").read_text() == "ab" * 32 + "\n"
    key.write_text("ab" * 31)
    done = mishao("provision", "--exact-key", str(key), "--root", str(computer_root), "--replace")
    assert done.returncode == 2
    assert "不是名单密钥" in done.stderr.decode()


def test_users_may_read_what_an_administrator_with_a_narrow_umask_lays(computer_root: Path) -> None:
    subprocess.run(["sh", "-c", 'umask 077; exec "$@"', "sh", sys.executable, str(ROOT / "main.py"), "provision",
                    "--unit", "信息中心", "--root", str(computer_root)], check=True, capture_output=True, timeout=60)
    laid = computer_root / "etc/mishao/report.toml"
    assert [path.stat().st_mode & 0o777 for path in (laid, laid.parent, laid.parent.parent)] == [0o644, 0o755, 0o755]


def provisioned(folder: Path, *arguments: str) -> str:
    """Set up a computer in use, and return what was printed."""
    done = tried(folder, *arguments)
    done.check_returncode()
    return done.stdout


def tried(folder: Path, *arguments: str, complaint: str = "") -> subprocess.CompletedProcess[str]:
    """Set up a computer in use, whose /etc, /var/log and /run are below a folder, and whose systemd says
    ``complaint``, if anything.
    """
    mounted = ('for each in etc var/log run; do mount --bind "$1/$each" "/$each"; done; PATH="$1/bin:$PATH"; shift; '
               'exec "$@"')
    for name in ("etc", "var/log", "run/systemd/system", "bin"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    systemctl = folder / "bin" / "systemctl"
    end = f'echo "{complaint}" >&2\nexit 1\n' if complaint else ""
    systemctl.write_text(f'#!/bin/sh\necho "$*" >>"{folder}/asked"\n{end}')
    systemctl.chmod(0o755)
    return subprocess.run(["unshare", "--mount", "sh", "-ec", mounted, "sh", str(folder), sys.executable,
                           str(ROOT / "main.py"), "provision", *arguments], capture_output=True,
                          encoding="utf-8", timeout=60)


in_use = pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="puts other folders in the place of /etc")


@in_use
@pytest.mark.parametrize("way", [(), ("--json",)], ids=["people", "json"])
def test_on_a_computer_in_use_it_says_what_has_to_be_started_again(tmp_path: Path, way: tuple[str, ...]) -> None:
    done = [provisioned(tmp_path, "--unit", "信息中心", *way) for _ in range(2)]
    assert ("重新打开以后才照新的办" in done[0]) is not bool(way)
    assert "重新打开" not in done[1], "nothing is new"
    assert (tmp_path / "var/log/mishao-provision.log").read_text("utf-8").count("重新打开以后才照新的办") == 1


@in_use
@pytest.mark.parametrize(("option", "verbs"), [
    ((), ["try-restart"]), (("--file-gate",), ["restart"]), (("--no-file-gate",), ["stop"])])
def test_the_gate_of_a_computer_in_use_is_started_again_once(root_keys: Path, tmp_path: Path, option: tuple[str, ...],
                                                             verbs: list[str]) -> None:
    if "--file-gate" in option:
        provisioned(tmp_path, "--no-file-gate")
        (tmp_path / "asked").unlink()
    provisioned(tmp_path, "--root-keys", str(root_keys), *option)
    assert (tmp_path / "asked").read_text().splitlines() == [f"{verb} mishao-gate.service" for verb in verbs]


@in_use
def test_a_gate_that_the_system_does_not_start_is_said_logged_and_an_exit_code(root_keys: Path, tmp_path: Path) -> None:
    done = tried(tmp_path, "--root-keys", str(root_keys), complaint="Unit mishao-gate.service has failed.")
    assert done.returncode == 1
    for said in (done.stderr, (tmp_path / "var/log/mishao-provision.log").read_text("utf-8")):
        assert "Unit mishao-gate.service has failed." in said
    assert (tmp_path / "etc/mishao/root.json").exists()
