"""Tests that the .rpm is not removed without the administrator's password where one was set.

The rpm is real, with a database of its own, and the scripts are those of our package.
"""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.packaged import moved

pytestmark = pytest.mark.skipif(os.name == "nt" or not shutil.which("rpmbuild") or os.geteuid() != 0,
                                reason="rpm runs the scripts of packages as root")

DAYS = "days = 30\n"
PASSWORD = "海棠 路\\9号's"
SPEC = """Name: mishao-sample
Version: 1
Release: 1
Summary: sample
License: Apache-2.0
BuildArch: noarch
AutoReqProv: no
%description
sample
%install
mkdir -p %{{buildroot}}{folder}
touch %{{buildroot}}{folder}/program
%files
{folder}/program
{scripts}
"""


@dataclass(frozen=True)
class Installed:
    """An installed package whose files are all in one folder, with the scripts of the real one."""

    folder: Path

    @classmethod
    def new(cls, folder: Path) -> Installed:
        """Build and install it."""
        for name, text in (("removal-password", moved("removal-password", folder)),
                           ("before-removal", f"#!/bin/sh\ntouch {folder}/stopped\n")):
            (folder / name).write_text(text, "utf-8")
            (folder / name).chmod(0o755)
        (folder / "retention.toml").write_text(DAYS)
        (folder / "etc").mkdir()
        (folder / "etc" / "retention.toml").write_text(DAYS)
        spec = moved("rpm/mishao.spec", folder).replace("/var/lib/mishao", f"{folder}/state")
        scripts = re.search(r"(?ms)^%preun$.*", spec)
        assert scripts is not None
        (folder / "sample.spec").write_text(SPEC.format(folder=folder, scripts=scripts.group()), "utf-8")
        subprocess.run(["rpmbuild", "-bb", "--quiet", "--define", f"_topdir {folder}/build",
                        "--define", "__os_install_post %{nil}", str(folder / "sample.spec")],
                       check=True, capture_output=True, timeout=60)
        made = cls(folder)
        made.rpm("-i", "--nodeps", *map(str, (folder / "build/RPMS").rglob("*.rpm"))).check_returncode()
        return made

    @property
    def _rpm(self) -> tuple[str, ...]:
        # Newer versions show scripts another /tmp.
        return "rpm", "--dbpath", str(self.folder / "db"), "--define", "__transaction_unshare_paths %{nil}"

    def rpm(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run rpm without a terminal."""
        return subprocess.run([*self._rpm, *words], capture_output=True,
                              encoding="utf-8", timeout=60, start_new_session=True)

    def password(self, verb: str, words: str) -> subprocess.CompletedProcess[str]:
        """Give a password to the script."""
        return subprocess.run([str(self.folder / "removal-password"), verb], input=f"{words}\n", capture_output=True,
                              encoding="utf-8", timeout=60)

    def remove_at_a_terminal(self, *typed: str) -> tuple[int, str]:
        """Remove it as somebody at a terminal does; return the exit code and what the terminal showed."""
        process, terminal = pty.fork()
        if process == 0:
            os.execvp("rpm", [*self._rpm, "-e", "mishao-sample"])
        shown, asked, ends = b"", 0, time.monotonic() + 60
        while time.monotonic() < ends:
            if select.select([terminal], [], [], 0.2)[0]:
                try:
                    shown += os.read(terminal, 1000)
                except OSError:  # the other end is closed: rpm has ended
                    break
            if shown.count("卸载口令：".encode()) > asked and asked < len(typed):
                os.write(terminal, f"{typed[asked]}\n".encode())
                asked += 1
        _, status = os.waitpid(process, 0)
        os.close(terminal)
        return os.waitstatus_to_exitcode(status), shown.decode()

    @property
    def there(self) -> bool:
        """Whether it is installed still, and nothing was stopped."""
        return (self.folder / "program").exists() and not (self.folder / "stopped").exists()


@pytest.fixture
def package(tmp_path: Path) -> Installed:
    return Installed.new(tmp_path)


def test_without_a_password_it_is_removed_as_ever(package: Installed) -> None:
    assert package.rpm("-e", "mishao-sample").returncode == 0
    assert (package.folder / "stopped").exists()
    assert not (package.folder / "program").exists()


def test_without_the_administrators_answer_nothing_is_stopped_and_it_stays(package: Installed) -> None:
    assert package.password("set", PASSWORD).returncode == 0
    done = package.rpm("-e", "mishao-sample")
    assert done.returncode != 0
    assert "removal-password allow" in done.stdout + done.stderr
    assert package.there
    wrong = package.password("allow", "海棠路9号")
    assert (wrong.returncode, "卸载口令不对" in wrong.stderr) == (1, True)
    assert package.rpm("-e", "mishao-sample").returncode != 0
    assert package.there


def test_the_right_password_lets_it_be_removed_once_within_ten_minutes(package: Installed) -> None:
    package.password("set", PASSWORD)
    allowed = package.folder / "mishao.removal-allowed"
    assert package.password("allow", PASSWORD).returncode == 0
    os.utime(allowed, (time.time() - 700,) * 2)
    assert package.rpm("-e", "mishao-sample").returncode != 0
    assert package.there
    os.chown(allowed, 65534, 65534)
    os.utime(allowed)
    assert package.rpm("-e", "mishao-sample").returncode != 0, "a file of somebody else allows nothing"
    allowed.unlink()
    assert package.password("allow", PASSWORD).returncode == 0
    assert package.rpm("-e", "mishao-sample").returncode == 0
    assert not (package.folder / "program").exists()
    assert not allowed.exists()
    assert not (package.folder / "etc" / "removal.password").exists(), "as the .deb does when it is purged"


def test_at_a_terminal_the_password_is_asked_for_three_times_and_not_shown(package: Installed) -> None:
    package.password("set", PASSWORD)
    code, shown = package.remove_at_a_terminal("wrong one 1", "wrong one 2", "wrong one 3")
    assert code != 0
    assert package.there
    assert "没有卸载" in shown
    code, shown = package.remove_at_a_terminal("wrong one 4", PASSWORD)
    assert code == 0, shown
    assert not (package.folder / "program").exists()
    assert "wrong one" not in shown
    assert PASSWORD not in shown


@pytest.mark.parametrize(("words", "code"), [("1234567", 2), ("", 2), ("八个字的卸载口令", 0)])
def test_a_short_password_is_not_set(package: Installed, words: str, code: int) -> None:
    assert package.password("set", words).returncode == code
    assert (package.folder / "etc" / "removal.password").exists() == (code == 0)


@pytest.mark.parametrize("written", [DAYS, "days = 365  # 本单位\n"])
def test_an_erasure_takes_the_days_as_they_were_placed_and_leaves_those_of_an_administrator(
        package: Installed, written: str) -> None:
    days = package.folder / "etc" / "retention.toml"
    days.write_text(written, "utf-8")
    assert package.rpm("-e", "mishao-sample").returncode == 0
    assert days.exists() == (written != DAYS)
