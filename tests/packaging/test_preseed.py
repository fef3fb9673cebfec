"""Tests the unattended set-up of the .deb with a real debconf that has a database of its own.

It tests answers given beforehand, what is laid of them, the exit code and the log.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.packaged import debconf
from tests.support.program import ROOT
from tests.support.publishing_fixtures import root_keys

__all__ = ["root_keys"]

pytestmark = pytest.mark.skipif(os.name == "nt" or not shutil.which("debconf-set-selections"),
                                reason="debconf of Debian")

ASKED_AT_REMOVAL = "mishao/password-to-remove"
SCRIPTS = ("config", "postinst", "postrm")
PLACES = (("/usr/lib/mishao", ""), ("/run/mishao", "/mishao"), ("/etc/mishao", "/etc/mishao"), ("/var/log", "/var/log"),
          ("/var/lib/mishao", "/var/lib/mishao"))
"""What the scripts name, and where that is below the folder of a test."""


@dataclass(frozen=True)
class Computer:
    """A folder with the package's scripts, its program and a debconf."""

    folder: Path
    environment: dict[str, str]

    @classmethod
    def new(cls, folder: Path) -> Computer:
        """Make one in which nothing was answered yet."""
        for name in SCRIPTS:
            script = (ROOT / "packaging/linux/deb" / name).read_text("utf-8")
            for place, here in PLACES:
                script = script.replace(place, f"{folder}{here}")
            path = folder / f"mishao.{name}"
            path.write_text(script.replace("mishao provision ", f"mishao provision --root {folder} "), "utf-8")
            path.chmod(0o755)
        shutil.copy(ROOT / "packaging/linux/deb/templates", folder / "mishao.templates")
        shutil.copy(ROOT / "packaging/linux/retention.toml", folder)
        for name, does in (("mishao", f'exec {sys.executable} {ROOT}/main.py "$@"'),
                           ("after-install", f"touch {folder}/installed")):
            (folder / name).write_text(f"#!/bin/sh\n{does}\n")
            (folder / name).chmod(0o755)
        return cls(folder, debconf(folder))

    @property
    def etc(self) -> Path:
        return self.folder / "etc/mishao"

    @property
    def log(self) -> str:
        return (self.folder / "var/log/mishao-provision.log").read_text("utf-8")

    def _run(self, *command: str, stdin: str = "", **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, input=stdin, capture_output=True, encoding="utf-8", timeout=90,
                              env={**self.environment, **more})

    def answer(self, **answers: str) -> None:
        """Give answers beforehand, as an administrator does."""
        types = {"file_gate": "boolean"}
        lines = "".join(f"mishao mishao/{name.replace('_', '-')} {types.get(name, 'string')} {value}\n"
                        for name, value in answers.items())
        self.select(lines)

    def select(self, lines: str) -> None:
        """Give the answers of a file."""
        done = self._run("debconf-set-selections", stdin=lines)
        assert done.returncode == 0, done.stderr

    def configure(self, before: str = "", **more: str) -> subprocess.CompletedProcess[str]:
        """Configure the package; ``before`` is the version that was configured earlier."""
        return self._run(str(self.folder / "mishao.postinst"), "configure", before, **more)

    def remove(self) -> None:
        """Remove the package; its configuration stays."""
        self._run(str(self.folder / "mishao.postrm"), "remove").check_returncode()

    def install_again(self) -> subprocess.CompletedProcess[str]:
        """Install it again, as dpkg does after a removal: with the version of before."""
        self._run(str(self.folder / "mishao.config"), "configure", "0.1.0").check_returncode()
        return self.configure("0.1.0")

    def purge(self) -> None:
        """Remove the package with its configuration."""
        self._run(str(self.folder / "mishao.postrm"), "purge").check_returncode()


@pytest.fixture
def computer(tmp_path: Path) -> Computer:
    folder = tmp_path / "computer"
    folder.mkdir()
    return Computer.new(folder)


@pytest.mark.parametrize("locale", ["C", "C.UTF-8"])
def test_a_computer_is_set_up_by_answers_alone_and_nothing_is_said(
        computer: Computer, root_keys: Path, locale: str) -> None:
    computer.answer(server="https://rules.invalid/a /srv/rules", root_keys=str(root_keys), group="试点 窗口",
                    unit="信息 中心", device="PC-007", retention_days="60", file_gate="false")
    done = computer.configure(LC_ALL=locale)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    supply = tomllib.loads((computer.etc / "supply.toml").read_text("utf-8"))
    assert supply == {"servers": ["https://rules.invalid/a", "/srv/rules"], "groups": ["试点", "窗口"]}
    assert (computer.etc / "root.json").read_bytes() == root_keys.read_bytes()
    assert tomllib.loads((computer.etc / "report.toml").read_text("utf-8")) == {"unit": "信息 中心", "device": "PC-007"}
    assert "days = 60" in (computer.etc / "retention.toml").read_text("utf-8").splitlines()
    assert (computer.etc / "file-gate.off").exists()
    assert [line.rpartition("/")[2] for line in computer.log.splitlines()] == [
        "root.json", "supply.toml", "report.toml", "file-gate.off）"]


def test_the_example_for_administrators_answers_every_question(computer: Computer, root_keys: Path) -> None:
    (computer.folder / "authorise.pub").write_text("ab" * 32)
    example = (ROOT / "docs/admin/mishao.preseed").read_text("utf-8")
    asked = (ROOT / "packaging/linux/deb/templates").read_text("utf-8")
    questions = {*re.findall(r"(?m)^Template: (\S+)", asked)} - {ASKED_AT_REMOVAL}
    assert {*re.findall(r"(?m)^mishao (mishao/\S+)", example)} == questions
    computer.select(example.replace("/srv/deploy/root.json", str(root_keys))
                    .replace("/srv/deploy", str(computer.folder)))
    done = computer.configure()
    assert (done.returncode, done.stderr) == (0, "")
    assert {path.name for path in computer.etc.iterdir()} == {
        "supply.toml", "root.json", "report.toml", "authorise.pub", "retention.toml"}


def test_without_answers_the_program_is_not_even_started(computer: Computer) -> None:
    (computer.folder / "mishao").unlink()
    done = computer.configure()
    assert (done.returncode, done.stderr) == (0, "")
    assert [path.name for path in computer.etc.iterdir()] == ["retention.toml"]


@pytest.mark.thorough
def test_a_wrong_answer_is_an_exit_code_and_a_line_of_the_log_and_can_be_corrected(
        computer: Computer, root_keys: Path) -> None:
    computer.answer(server="ftp://rules.invalid", root_keys=str(root_keys), device="PC-007")
    done = computer.configure()
    assert done.returncode == 2
    assert "什么也没有写" in done.stderr
    assert "dpkg --configure mishao" in done.stderr
    assert [path.name for path in computer.etc.iterdir()] == ["retention.toml"]
    assert "没有布置" in computer.log
    assert (computer.folder / "installed").exists(), "the guard works with its own rules meanwhile"
    computer.answer(server="https://rules.invalid")
    assert computer.configure().returncode == 0
    assert (computer.etc / "supply.toml").exists()


@pytest.mark.thorough
def test_an_upgrade_changes_nothing_that_an_administrator_has_changed_since(
        computer: Computer, root_keys: Path) -> None:
    computer.answer(server="https://rules.invalid", root_keys=str(root_keys), file_gate="false")
    computer.configure()
    (computer.etc / "file-gate.off").unlink()
    (computer.etc / "supply.toml").write_text("servers = ['https://other.invalid']\n")
    done = computer.configure("0.0.9")
    assert (done.returncode, done.stderr) == (0, "")
    assert "other.invalid" in (computer.etc / "supply.toml").read_text()
    assert not (computer.etc / "file-gate.off").exists()


@pytest.mark.thorough
def test_files_that_were_there_before_the_installation_stay(computer: Computer, root_keys: Path) -> None:
    computer.etc.mkdir(parents=True)
    (computer.etc / "supply.toml").write_text("servers = ['https://other.invalid']\n")
    (computer.etc / "retention.toml").write_text("days = 20\n")
    computer.answer(server="https://rules.invalid", root_keys=str(root_keys), retention_days="60")
    assert computer.configure().returncode == 0
    assert "other.invalid" in (computer.etc / "supply.toml").read_text()
    assert (computer.etc / "retention.toml").read_text() == "days = 20\n"
    assert (computer.etc / "root.json").exists()


@pytest.mark.thorough
def test_a_reconfiguration_keeps_the_gate_as_it_is_now(computer: Computer) -> None:
    computer.answer(file_gate="false")
    computer.configure()
    (computer.etc / "file-gate.off").unlink()
    computer._run(str(computer.folder / "mishao.config"), "reconfigure", DEBCONF_RECONFIGURE="1")
    assert computer.configure("0.1.0", DEBCONF_RECONFIGURE="1").returncode == 0
    assert not (computer.etc / "file-gate.off").exists()


def test_purging_removes_what_answers_laid_and_leaves_what_was_placed_by_hand(
        computer: Computer, root_keys: Path) -> None:
    computer.answer(server="https://rules.invalid", root_keys=str(root_keys), file_gate="false")
    computer.configure()
    (computer.etc / "report.toml").write_text('unit = "信息中心"\n', "utf-8")
    computer.purge()
    assert [path.name for path in computer.etc.iterdir()] == ["report.toml"]
    assert not (computer.folder / "var/log/mishao-provision.log").exists()


@pytest.mark.thorough
def test_purging_leaves_a_file_that_was_placed_by_hand_before_it_was_answered(computer: Computer,
                                                                             root_keys: Path) -> None:
    computer.etc.mkdir(parents=True)
    (computer.etc / "report.toml").write_text('unit = "信息中心"\n', "utf-8")
    computer.answer(server="https://rules.invalid", root_keys=str(root_keys), unit="信息中心", device="PC-007")
    assert computer.configure().returncode == 0
    computer.purge()
    assert [path.name for path in computer.etc.iterdir()] == ["report.toml"]
    assert not (computer.folder / "var/lib/mishao").exists()


@pytest.mark.thorough
def test_an_installation_after_a_removal_takes_the_new_answers(computer: Computer, root_keys: Path) -> None:
    computer.answer(server="https://old.invalid", root_keys=str(root_keys), retention_days="60")
    assert computer.configure().returncode == 0
    computer.remove()
    computer.answer(server="https://new.invalid", unit="信息中心", retention_days="90", file_gate="false")
    done = computer.install_again()
    assert (done.returncode, done.stderr) == (0, "")
    assert "new.invalid" in (computer.etc / "supply.toml").read_text()
    assert "信息中心" in (computer.etc / "report.toml").read_text("utf-8")
    assert "days = 90" in (computer.etc / "retention.toml").read_text("utf-8").splitlines()
    assert (computer.etc / "file-gate.off").exists()
    assert computer.configure("0.1.0").returncode == 0
    computer.answer(server="https://later.invalid", retention_days="100")
    assert computer.install_again().returncode == 0, "an upgrade: nobody has removed it"
    assert "new.invalid" in (computer.etc / "supply.toml").read_text()
    assert "days = 90" in (computer.etc / "retention.toml").read_text("utf-8").splitlines()


@pytest.mark.thorough
def test_an_installation_after_a_removal_leaves_what_was_changed_by_hand(computer: Computer, root_keys: Path) -> None:
    computer.answer(server="https://old.invalid", root_keys=str(root_keys), retention_days="60")
    computer.configure()
    (computer.etc / "supply.toml").write_text("servers = ['https://by-hand.invalid']\n")
    (computer.etc / "retention.toml").write_text("days = 20\n")
    computer.remove()
    computer.answer(server="https://new.invalid", unit="信息中心", retention_days="90")
    assert computer.install_again().returncode == 0
    assert "by-hand.invalid" in (computer.etc / "supply.toml").read_text()
    assert (computer.etc / "retention.toml").read_text() == "days = 20\n"
    assert "信息中心" in (computer.etc / "report.toml").read_text("utf-8"), "what is not there yet is laid"
    assert "已有，没有动" in computer.log


@pytest.mark.thorough
def test_a_wrong_answer_after_a_removal_can_be_corrected(computer: Computer, root_keys: Path) -> None:
    computer.answer(server="https://old.invalid", root_keys=str(root_keys))
    computer.configure()
    computer.remove()
    computer.answer(server="ftp://new.invalid")
    assert computer.install_again().returncode == 2
    assert "old.invalid" in (computer.etc / "supply.toml").read_text()
    computer.answer(server="https://new.invalid")
    assert computer.configure("0.1.0").returncode == 0
    assert "new.invalid" in (computer.etc / "supply.toml").read_text()


@pytest.mark.thorough
def test_files_that_were_laid_need_not_be_where_they_came_from_any_more(computer: Computer, root_keys: Path) -> None:
    share = computer.folder / "share"
    share.mkdir()
    shutil.copy(root_keys, share)
    (share / "authorise.pub").write_text("ab" * 32)
    computer.answer(server="https://rules.invalid", root_keys=f"{share}/root.json",
                    authorise_keys=f"{share}/authorise.pub")
    assert computer.configure().returncode == 0
    shutil.rmtree(share)
    done = computer.configure("0.1.0", DEBCONF_RECONFIGURE="1")
    assert (done.returncode, done.stderr) == (0, "")
    computer.remove()
    assert computer.install_again().returncode == 0
    assert (computer.etc / "root.json").read_bytes() == root_keys.read_bytes()
    computer.answer(authorise_keys=f"{share}/other.pub")
    done = computer.configure("0.1.0", DEBCONF_RECONFIGURE="1")
    assert done.returncode == 2, "another answer is another file"
    assert "other.pub" in computer.log
