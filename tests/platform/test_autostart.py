"""Tests that the tray starts with the session when its user or the administrator says so."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from guard.platform.autostart_linux import XdgAutostart, quoted


@pytest.fixture
def autostart(tmp_path: Path) -> XdgAutostart:
    return XdgAutostart(tmp_path / "user" / "autostart", (tmp_path / "etc" / "autostart",))


def entry(folder: Path, *lines: str) -> None:
    folder.mkdir(parents=True)
    (folder / "mishao.desktop").write_text("\n".join(("[Desktop Entry]", "Exec=mishao", *lines)), "utf-8")


def test_it_is_switched_on_and_off_again(autostart: XdgAutostart) -> None:
    assert not autostart.enabled()
    autostart.enable(("/opt/mi shao/mishao", "--home", "/home/a$b"))
    assert autostart.enabled()
    assert not autostart.imposed()
    autostart.disable()
    autostart.disable()
    assert not autostart.enabled()


def test_what_the_administrator_decided_is_imposed_and_a_hidden_entry_is_not(autostart: XdgAutostart) -> None:
    entry(autostart.machine[0])
    assert autostart.imposed()
    assert autostart.enabled()
    entry(autostart.user, "Hidden=true")
    assert not autostart.enabled()


@pytest.mark.parametrize("line", ["Hidden=true", "Hidden = true", "X-GNOME-Autostart-enabled=false"])
def test_an_entry_that_is_switched_off_starts_nothing(autostart: XdgAutostart, line: str) -> None:
    entry(autostart.user, line)
    assert not autostart.enabled()


@pytest.mark.parametrize("word", ["plain", "/opt/mi shao/x", 'a"b', "a$b`c", "back\\slash", "天 地"])
def test_arguments_come_out_of_the_entry_as_they_went_in(word: str) -> None:
    value = quoted(word).replace("\\\\", "\\")  # the string's escapes are removed first, then those of a shell
    done = subprocess.run(["sh", "-c", f"printf %s {value}"], capture_output=True, text=True, encoding="utf-8")
    assert done.stdout == word


def test_a_per_cent_sign_is_no_field_code() -> None:
    assert quoted("50%") == "50%%"
