"""Commands for programs with a text to drag, and to drop it on, each under a chosen window class."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.support.chromium import CHROMIUM

SUPPORT = Path(__file__).parent
MOUSEPAD = "/usr/bin/mousepad"
FIREFOX = "/usr/bin/firefox-esr"
BROWSERS = ("chromium", "firefox")
DINO = "/usr/bin/dino"
GEDIT = "/usr/bin/gedit"

SHOWN = "来源"
"""The title of a page with a text, once it is shown."""

_TO_READ = f"<meta charset=utf-8><title>{SHOWN}</title><body style='margin:0;font-size:20px'>"
_TO_WRITE = """<meta charset=utf-8><title>[]</title><body style="margin:0">
<textarea style="position:fixed;width:100%;height:100%;border:0"
 oninput="document.title='['+value.slice(0,20)+']';value=''"></textarea>"""
_FIREFOX = """user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("browser.startup.homepage_override.mstone", "ignore");
user_pref("browser.aboutwelcome.enabled", false);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("browser.sessionstore.resume_from_crash", false);
user_pref("toolkit.telemetry.reportingpolicy.firstRun", false);
"""


def page(folder: Path, text: str = "") -> str:
    """Write a page that shows a text, or otherwise a single input field: its title shows the beginning of the last
    input. Return its address."""
    file = folder / "page.html"
    file.write_text(_TO_READ + text if text else _TO_WRITE, "utf-8")
    return file.as_uri()


def firefox(folder: Path, window_class: str, address: str) -> list[str]:
    """Return the command for a Firefox with a new profile."""
    profile = folder / "firefox"
    profile.mkdir(parents=True)
    (profile / "user.js").write_text(_FIREFOX)
    return [FIREFOX, "--no-remote", "--profile", str(profile), "--class", window_class, "--name", window_class,
            address]


def chromium(folder: Path, window_class: str, address: str) -> list[str]:
    """Return the command for a Chromium with a window of one page."""
    assert CHROMIUM is not None
    return [CHROMIUM, "--no-sandbox", "--no-first-run", "--disable-gpu", "--password-store=basic", "--test-type",
            f"--class={window_class}", f"--user-data-dir={folder / 'chromium'}", f"--app={address}"]


def qt_text(window_class: str, text: str) -> list[str]:
    """Return the command for a Qt editor with a text."""
    return [sys.executable, str(SUPPORT / "qt_text.py"), window_class, text]
