"""Takes pictures of the console's rooms, as a browser shows them to somebody of an office with 300 computers.

usage: python -m tests.console.screens FOLDER
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack, closing
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

from guard.fleet.call_store import CallStore
from guard.fleet.calls import About, Call, Matter, Topic, Way
from tests.support.console import ALARMS, AUDITOR, SECRECY, ConsoleOffice, RunningConsole
from tests.support.console_browser import ConsoleBrowser
from ui.demo.display import private_display

COMPUTERS = 300
WIDTH, HEIGHT = 1280, 860
RELEASE = {"channel": "正式", "percent": "0", "groups": "试点", "draft0": "unit.yaml", "draft1": "只记录.yaml"}
ORDER = {"folder0": "桌面", "folders": "文档/报送", "groups": "财务科 财物科",
         "due": (datetime.now().astimezone().date() + timedelta(10)).isoformat(), "reason": "年底以前查一遍"}
TODAY = datetime.now().astimezone().date()
CALLS = tuple(Call(SECRECY, TODAY - timedelta(3), whom, Way.PHONE, tuple(About(name, "", matter) for name in devices),
                   until=TODAY + timedelta(days))
              for devices, matter, whom, days in (
                  (("PC-010",), Matter(Topic.GUARDING), "张某", -1), (("PC-057",), Matter(Topic.GUARDING), "李某", 2),
                  (("PC-006", "PC-029"), Matter(Topic.INSPECTION, 1), "宣传科 8207", -2)))
ROOMS = (
    (SECRECY, "overview", "/"), (SECRECY, "cases", "/cases"), (SECRECY, "case", "/cases/1"),
    (SECRECY, "feedback", f"/feedback?number={ALARMS[0]}"),
    (SECRECY, "release", "/releases/2?percent=10&groups=%E8%AF%95%E7%82%B9"),
    (SECRECY, "release-new-group", "/releases/2?percent=10&groups=%E8%AF%95%E7%94%B5"),
    (SECRECY, "new-release", f"/releases/new?{urlencode(RELEASE)}"), (SECRECY, "inspections", "/inspections/1"),
    (SECRECY, "order", f"/inspections/new?{urlencode(ORDER)}"), (SECRECY, "calls", "/calls?calls=by-calls"),
    (SECRECY, "codes", "/codes"),
    (AUDITOR, "log", "/log"))


def main(arguments: Sequence[str]) -> int:
    """Write the pictures."""
    with ExitStack() as stack:
        display = stack.enter_context(private_display("1440x900"))
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        office = ConsoleOffice.made(folder / "office", COMPUTERS)
        with closing(CallStore(office.store)) as calls:
            for made in CALLS:
                calls.add(made, time.time())
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
