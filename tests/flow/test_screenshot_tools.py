"""Tests real screenshot tools on a real display: what they save outside the screenshot folders is held, or reported."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from guard.channels.notices import Channel, Sighted
from guard.core.model import Origin, Outcome
from guard.folders import placeholder_for
from rules.model import Nature
from tests.support.guarding import GuardUnderTest, wait_for
from tests.support.prepared_processes import started
from tests.support.program import ROOT
from ui.demo.display import Display, end
from ui.demo.material import marked_screenshot

DAY_SECONDS = 86_400


@pytest.fixture(scope="module")
def user(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("user")
    for name in ("Desktop", "Documents/2026", "Pictures/旅行", "截屏"):
        (home / name).mkdir(parents=True)
    return home


@pytest.fixture(scope="module")
def screen(display: Display, user: Path) -> Iterator[Display]:
    """A display with a marked page, and a session bus for the tools that need one."""
    environment = {**display.environment, "HOME": str(user), "GSETTINGS_BACKEND": "keyfile",
                   "XDG_CONFIG_HOME": str(user / ".config"), "XDG_RUNTIME_DIR": str(user)}
    bus = subprocess.Popen(["dbus-daemon", "--session", "--nofork", "--print-address=1"], env=environment,
                           stdout=subprocess.PIPE, text=True)
    assert bus.stdout is not None
    environment["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
    page = user / ".page.png"
    marked_screenshot(page)
    shown = subprocess.Popen([sys.executable, str(ROOT / "tests" / "support" / "shown_page.py"), str(page)],
                             env=environment, stdout=subprocess.PIPE)
    assert shown.stdout is not None
    assert shown.stdout.readline()
    yield replace(display, environment=environment)
    for process in (shown, bus):
        end(process)
        process.stdout.close()


@pytest.fixture(scope="module")
def guard(screen: Display, user: Path) -> Iterator[GuardUnderTest]:
    (user / "screens").mkdir()
    under_test = GuardUnderTest(screen, user / "mishao", user / "screens", begin=started)
    try:
        under_test.start()
        wait_for(lambda: any(each.path == str(user / "Desktop") for each in under_test.status().folders), "a desktop")
        yield under_test
    finally:
        under_test.stop()


TOOLS = {
    "maim": ("maim", "{file}"),
    "flameshot": ("flameshot", "full", "-p", "{file}"),
    "xfce4-screenshooter": ("xfce4-screenshooter", "-f", "-s", "{file}"),
    "gnome-screenshot": ("gnome-screenshot", "-f", "{file}"),
}
PLACES = ("Desktop", "Documents/2026", "Pictures/旅行")


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("tool", TOOLS)
def test_what_a_tool_saves_there_is_held(guard: GuardUnderTest, user: Path, tool: str, place: str) -> None:
    if shutil.which(tool) is None:
        pytest.skip(f"{tool} is missing (scripts/setup.sh test installs it)")
    picture = user / place / f"{tool}.png"
    saved = guard.display.start([part.format(file=picture) for part in TOOLS[tool]], stderr=subprocess.DEVNULL)
    try:
        opened = guard.opened(lambda push: push.case.origin is Origin.FOLDER)
        assert opened.case.decision.outcome is Outcome.BLOCK
        assert opened.case.file is not None
        assert opened.case.file.path == str(picture)
        wait_for(lambda: placeholder_for(picture).exists() and not picture.exists(), "the note in its place")
    finally:
        end(saved)


def test_the_folder_that_flameshot_is_set_to_is_watched_and_named(guard: GuardUnderTest, user: Path) -> None:
    folder = user / "截屏"
    settings = user / ".config" / "flameshot" / "flameshot.ini"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(f"[General]\nsavePath={folder.parent}/\\x622a\\x5c4f\n", "ascii")  # as its Qt writes 截屏
    wait_for(lambda: [each for each in guard.status().folders if each.tool == "Flameshot"], "Flameshot's folder")
    assert [each.why() for each in guard.status().folders if each.path == str(folder)] == ["“Flameshot”的保存位置"]
    saved = guard.display.start(["flameshot", "full", "-p", str(folder)], stderr=subprocess.DEVNULL)
    try:
        opened = guard.opened(lambda push: push.case.origin is Origin.FOLDER)
        assert opened.case.file is not None
        assert Path(opened.case.file.path).parent == folder
    finally:
        end(saved)


@pytest.mark.thorough
def test_a_marked_picture_that_is_copied_to_the_desktop_stays_and_is_told_of(guard: GuardUnderTest, user: Path,
                                                                            tmp_path: Path) -> None:
    brought = tmp_path / "交办单.png"
    marked_screenshot(brought)
    os.utime(brought, (time.time() - DAY_SECONDS,) * 2)
    copy = user / "Desktop" / brought.name
    shutil.copy2(brought, copy)
    # It is read at the lowest priority, after whatever else the computer does.
    sighting = guard.pushed(Sighted, seconds=180).sighting
    assert (sighting.route, sighting.files, sighting.nature) == (Channel.LANDED, (copy.name,), Nature.STATE_SECRET)
    assert copy.read_bytes() == brought.read_bytes()
