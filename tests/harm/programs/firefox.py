"""Firefox: the same pages as in Chromium."""

from __future__ import annotations

import json
from pathlib import Path

from tests.harm.contents import editable_page
from tests.harm.programs.chromium import click_into_the_page
from tests.harm.programs.program import Program, named_in_title

QUIET = {
    "app.normandy.enabled": False,
    "app.update.enabled": False,
    "browser.aboutwelcome.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "browser.startup.page": 0,
    "browser.tabs.warnOnClose": False,
    "browser.warnOnQuit": False,
    "browser.warnOnQuitShortcut": False,
    "datareporting.healthreport.uploadEnabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "sidebar.revamp": False,
    "termsofuse.acceptedVersion": 999,
    "toolkit.telemetry.enabled": False,
    "toolkit.telemetry.reportingpolicy.firstRun": False,
    "trailhead.firstrun.didSeeAboutWelcome": True,
    "ui.caretBlinkTime": 0,
}
"""Settings of Mozilla's programs: no first pages, no questions, no network requests."""


def write_profile(folder: Path, settings: dict[str, object]) -> None:
    """Write a profile with these settings beside the quiet ones."""
    folder.mkdir(parents=True)
    lines = (f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in {**QUIET, **settings}.items())
    (folder / "user.js").write_text("\n".join(lines))


FIREFOX = Program(
    "Firefox", "/usr/bin/firefox-esr", "firefox-esr", ("page", "marked page"),
    command=lambda home, file: ["/usr/bin/firefox-esr", "--profile", str(home / "firefox"), "--no-remote",
                                file.as_uri(), editable_page(file).as_uri()],
    shows=named_in_title, prepare=lambda home: write_profile(home / "firefox", {}), ready=click_into_the_page,
    go_to_other=("ctrl+Tab",), select_other=("ctrl+a",), go_to_paste=("ctrl+Tab",), pastes_into="0 0 0",
)
