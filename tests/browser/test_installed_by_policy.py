"""Tests the files of the package as an administrator's policy: real browsers install the extension from them alone.

They are laid over this computer's folders in a mount namespace of their own, which only root may make; other programs
see nothing of it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from guard.browser.host import CHROMIUM_ID, FIREFOX_ID
from tests.support.chromium import CHROMIUM
from tests.support.page_firefox import FIREFOX
from tests.support.program import ROOT
from ui.demo.display import Display

OVER = ("etc", "usr/share", "usr/lib")
CAN_MOUNT = os.name == "posix" and os.geteuid() == 0 and subprocess.run(
    ["unshare", "--mount", "true"], check=False, capture_output=True).returncode == 0
needs_root = pytest.mark.skipif(not CAN_MOUNT, reason="only root lays files over this computer's folders")


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the package brings for browsers; for Firefox as after-install places it."""
    folder = tmp_path_factory.mktemp("tree")
    subprocess.run([sys.executable, str(ROOT / "packaging" / "browser_files.py"), str(folder), "1.2.3"], check=True,
                   timeout=60)
    policies = folder / "etc" / "firefox" / "policies"
    policies.mkdir(parents=True)
    (policies / "policies.json").write_bytes(
        (folder / "usr/share/mishao/browser/firefox-policies.json").read_bytes())
    return folder


def run_over(tree: Path, display: Display, program: str, profile: Path) -> str:
    """Run a part of tests/support/policy_browser.py with the tree over this computer's folders; return what it says."""
    mounts = "; ".join(f"mount -t overlay overlay -o lowerdir={tree}/{name}:/{name} /{name}" for name in OVER)
    script = f"set -e; {mounts}; exec {sys.executable} -m tests.support.policy_browser {program} {profile}"
    done = subprocess.run(["unshare", "--mount", "sh", "-c", script], cwd=ROOT, env=display.environment, timeout=100,
                          capture_output=True, check=False)
    if b"mount:" in done.stderr:
        pytest.skip("no overlays here")
    return done.stdout.decode() + done.stderr.decode()


@needs_root
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
def test_chromium_installs_the_extension_from_the_policy(tree: Path, display: Display, tmp_path: Path) -> None:
    said = run_over(tree, display, "chromium", tmp_path / "profile")
    assert f"{CHROMIUM_ID} 1.2.3_0 forced" in said, said


@pytest.mark.thorough
@needs_root
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
@pytest.mark.parametrize("name", ["a-unit.json", "z-unit.json"])
def test_a_units_own_list_and_ours_are_beside_each_other(tree: Path, display: Display, tmp_path: Path,
                                                         name: str) -> None:
    shutil.copytree(tree, tmp_path / "tree")
    (tmp_path / "tree/etc/chromium/policies/managed" / name).write_text(
        '{"ExtensionInstallForcelist": ["abcdefghijklmnopabcdefghijklmnop;file:///nowhere/update.xml"]}')
    said = run_over(tmp_path / "tree", display, "chromium", tmp_path / "profile")
    assert f"{CHROMIUM_ID} 1.2.3_0 forced" in said, said
    assert "in force: ExtensionInstallForcelist ExtensionSettings" in said, said


@pytest.mark.thorough
@needs_root
@pytest.mark.skipif(not FIREFOX.exists(), reason="Firefox is not installed")
def test_firefox_installs_the_extension_from_the_policy(tree: Path, display: Display, tmp_path: Path) -> None:
    said = run_over(tree, display, "firefox", tmp_path / "profile")
    assert f"{FIREFOX_ID} 1.2.3 active" in said, said
