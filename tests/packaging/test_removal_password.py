"""Tests the password that the .deb asks for before its removal, with the real debconf on a database of its own."""

from __future__ import annotations

import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from tests.support.packaged import debconf, moved
from tests.support.program import ROOT

pytestmark = pytest.mark.skipif(shutil.which("debconf") is None, reason="debconf is part of Debian and its relatives")

PASSWORD = "海棠 路\\9号's"
STOPPED = "stopped"

LOAD = 'Debconf::Db->load; Debconf::Template->load($ARGV[0], "mishao"); Debconf::Db->save'
"""As dpkg-preconfigure loads the questions of a package."""


class Package:
    """The scripts of an installed package whose files are all in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._environment = {**debconf(folder), "HOME": str(folder)}
        for name in ("after-install", "before-removal"):
            self._script(name, f"#!/bin/sh\ntouch {folder}/{STOPPED}-by-{name}\n")
        self._script("removal-password", moved("removal-password", folder))
        shutil.copy(ROOT / "packaging/linux/retention.toml", folder)
        self._run("perl", "-MDebconf::Db", "-MDebconf::Template", "-e", LOAD,
                  str(ROOT / "packaging/linux/deb/templates"))

    @property
    def password_file(self) -> Path:
        return self.folder / "etc" / "removal.password"

    @property
    def stopped(self) -> bool:
        """Whether the removal has begun."""
        return (self.folder / f"{STOPPED}-by-before-removal").exists()

    def answer(self, question: str, words: str) -> None:
        """Write an answer beforehand, as an administrator of many computers does."""
        self._run("debconf-set-selections", given=f"mishao mishao/{question} password {words}\n")

    def forget(self, question: str) -> None:
        """Leave a question out, as a damaged database does."""
        self._run("debconf-communicate", "mishao", given=f"UNREGISTER mishao/{question}\n")

    def install(self) -> str:
        return self._run("debconf", "-omishao", "sh", str(self._moved("postinst")), "configure").stderr

    def remove(self) -> subprocess.CompletedProcess[str]:
        return self._run("debconf", "-omishao", "sh", str(self._moved("prerm")), "remove", fine=False)

    def _moved(self, name: str) -> Path:
        return self._script(name, moved(f"deb/{name}", self.folder))

    def _script(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text, "utf-8")
        path.chmod(0o755)
        return path

    def _run(self, *command: str, given: str = "", fine: bool = True) -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, input=given, capture_output=True, encoding="utf-8", timeout=60, check=fine,
                              env=self._environment)


@pytest.fixture
def package(tmp_path: Path) -> Package:
    return Package(tmp_path)


def test_without_a_password_the_package_is_removed_as_ever(package: Package) -> None:
    assert package.install() == ""
    assert not package.password_file.exists()
    assert package.remove().returncode == 0
    assert package.stopped


def test_a_removal_without_the_password_or_with_a_wrong_one_stops_nothing(package: Package) -> None:
    package.answer("removal-password", PASSWORD)
    assert package.install() == ""
    assert stat.S_IMODE(package.password_file.stat().st_mode) == 0o600
    for given in ("", "海棠路9号", PASSWORD + "!"):
        if given:
            package.answer("password-to-remove", given)
        done = package.remove()
        assert done.returncode != 0
        assert "没有卸载，卸载口令不对" in done.stderr
        assert not package.stopped


def test_the_password_lets_it_be_removed_once_and_debconf_keeps_it_no_longer(package: Package) -> None:
    package.answer("removal-password", PASSWORD)
    package.install()
    package.answer("password-to-remove", PASSWORD)
    done = package.remove()
    assert done.returncode == 0, done.stderr
    assert package.stopped
    assert PASSWORD not in (package.folder / "answers.dat").read_text("utf-8")
    assert PASSWORD not in package.password_file.read_text("utf-8")
    assert package.remove().returncode != 0, "an answer that was written beforehand counts once"


@pytest.mark.thorough
def test_a_debconf_that_does_not_know_the_question_sets_no_password(package: Package) -> None:
    package.forget("removal-password")
    package.install()
    assert not package.password_file.exists()


@pytest.mark.parametrize("short", ["1234567", "海棠路九号"])
def test_a_short_password_is_not_set_and_that_is_said(package: Package, short: str) -> None:
    package.answer("removal-password", short)
    assert "至少 8 个字符" in package.install()
    assert not package.password_file.exists()


@pytest.mark.thorough
def test_an_upgrade_keeps_the_password_and_a_new_one_replaces_it(package: Package) -> None:
    package.answer("removal-password", PASSWORD)
    package.install()
    first = package.password_file.read_bytes()
    package.install()
    assert package.password_file.read_bytes() == first
    package.answer("removal-password", "another one 2")
    package.install()
    package.answer("password-to-remove", PASSWORD)
    assert package.remove().returncode != 0
    package.answer("password-to-remove", "another one 2")
    assert package.remove().returncode == 0


def test_a_damaged_file_of_the_password_lets_nobody_remove_the_package(package: Package) -> None:
    package.answer("removal-password", PASSWORD)
    package.install()
    package.password_file.write_text("\n")
    package.answer("password-to-remove", PASSWORD)
    assert package.remove().returncode != 0


def test_spaces_of_an_aligned_file_of_answers_are_no_part_of_the_password(package: Package) -> None:
    package.answer("removal-password", f"   {PASSWORD} ")
    package.install()
    package.answer("password-to-remove", f"  {PASSWORD}")
    assert package.remove().returncode == 0
    assert package.stopped
