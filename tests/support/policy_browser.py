"""Starts a browser under the policies of its folders and says which extension it installed from them.

usage: python -m tests.support.policy_browser chromium|firefox PROFILE
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from guard.browser.host import CHROMIUM_ID, FIREFOX_ID
from tests.harm.programs.firefox import write_profile
from tests.support.chromium import Chromium
from tests.support.guarding import wait_for
from tests.support.page_firefox import FIREFOX
from ui.demo.display import Display, end


def chromium(display: Display, profile: Path) -> str:
    """Return the id, the folder and the location of the extension in Chromium's profile."""
    browser = Chromium(display, profile, "policy", "")
    try:
        wait_for(lambda: any(one["url"].startswith(f"chrome-extension://{CHROMIUM_ID}/") for one in browser.ask(
            "Target.getTargets", on_page=False)["targetInfos"]), "the extension's worker")
        (version,) = (profile / "Default" / "Extensions" / CHROMIUM_ID).iterdir()
        policies = _in_force(browser)
    finally:
        browser.close()
    return f"{CHROMIUM_ID} {version.name} forced; in force: {policies}"


def _in_force(browser: Chromium) -> str:
    """Return which policies of extensions the browser shows."""
    browser.ask("Page.navigate", url="chrome://policy")
    shown = ("(() => {const text = (root) => [...root.querySelectorAll('*')].map((one) => (one.shadowRoot ? "
             "text(one.shadowRoot) : '') + (one.children.length ? '' : one.textContent)).join(' ');"
             "return text(document)})()")
    names = re.compile(r"\bExtension(?:InstallForcelist|Settings)\b")
    return " ".join(sorted(set(wait_for(lambda: names.findall(browser.run(shown)), "the list of policies"))))


def firefox(display: Display, profile: Path) -> str:
    """Return the id, the version and the state of the extension in Firefox's profile."""
    write_profile(profile, {})
    process = subprocess.Popen([str(FIREFOX), "--no-remote", "--profile", str(profile)], env=display.environment,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        found = wait_for(lambda: _addon(profile / "extensions.json"), "the extension in the profile", seconds=60)
    finally:
        end(process)
    return f"{FIREFOX_ID} {found['version']} {'active' if found['active'] else 'not active'}"


def _addon(path: Path) -> dict[str, Any] | None:
    try:
        addons = json.loads(path.read_text("utf-8"))["addons"]
    except (OSError, ValueError):
        return None
    return next((addon for addon in addons if addon["id"] == FIREFOX_ID), None)


if __name__ == "__main__":
    here = Display(os.environ["DISPLAY"], dict(os.environ))
    print({"chromium": chromium, "firefox": firefox}[sys.argv[1]](here, Path(sys.argv[2])))
