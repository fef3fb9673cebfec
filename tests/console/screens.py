"""Takes pictures of the console's rooms, as a browser shows them to somebody of an office with 300 computers.

usage: python -m tests.console.screens FOLDER
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

from tests.support.console import ALARMS, AUDITOR, SECRECY, ConsoleOffice, RunningConsole
from tests.support.console_browser import ConsoleBrowser
from ui.demo.display import private_display

COMPUTERS = 300
WIDTH, HEIGHT = 1280, 860
RELEASE = {"channel": "正式", "percent": "0", "groups": "试点", "draft0": "unit.yaml", "draft1": "只记录.yaml"}
ORDER = {"folder0": "桌面", "folders": "文档/报送", "groups": "财务科 财物科",
         "due": (datetime.now().astimezone().date() + timedelta(10)).isoformat(), "reason": "年底以前查一遍"}
ROOMS = (
    (SECRECY, "overview", "/"), (SECRECY, "cases", "/cases"), (SECRECY, "case", "/cases/1"),
    (SECRECY, "feedback", f"/feedback?number={ALARMS[0]}"),
    (SECRECY, "release", "/releases/2?percent=10&groups=%E8%AF%95%E7%82%B9"),
    (SECRECY, "new-release", f"/releases/new?{urlencode(RELEASE)}"), (SECRECY, "inspections", "/inspections/1"),
    (SECRECY, "order", f"/inspections/new?{urlencode(ORDER)}"), (SECRECY, "codes", "/codes"),
    (AUDITOR, "log", "/log"))


def main(arguments: Sequence[str]) -> int:
    """Write the pictures."""
    with ExitStack() as stack:
        display = stack.enter_context(private_display("1440x900"))
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        office = ConsoleOffice.made(folder / "office", COMPUTERS)
        browser = ConsoleBrowser(display, folder / "chromium")
        stack.callback(browser.close)
        for name in dict.fromkeys(who for who, _, _ in ROOMS):
            console = RunningConsole(office, name)
            stack.callback(console.close)
            browser.enter(console)
            for _, room, path in (one for one in ROOMS if one[0] == name):
                browser.show(console, path)
                (Path(arguments[0]) / f"console-{room}-light.png").write_bytes(browser.picture(WIDTH, HEIGHT))
            console.hang_up()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
