"""A short day of tray, guard, broker and reader in a network namespace of its own; prints what was sent, as JSON.

    network_story.py FOLDER            nobody configured anything
    network_story.py FOLDER managed    an administrator named a server of rules
"""

from __future__ import annotations

import json
import os
import socket
import sys
import threading
import time
from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from guard.control.requests import State, Update  # noqa: E402
from guard.core.model import Origin  # noqa: E402
from guard.ipc.replies import Done  # noqa: E402
from tests.support.brokering import NOTICE, renamed  # noqa: E402
from tests.support.guarding import GuardUnderTest, wait_for  # noqa: E402
from tests.support.network_watch import NetworkWatch  # noqa: E402
from tests.support.publishing import UnitOffice  # noqa: E402
from ui.demo.display import Display, end, private_display  # noqa: E402
from ui.demo.material import marked_screenshot  # noqa: E402
from ui.firstrun import WELCOMED  # noqa: E402

SECRET = "机密★5年\n某某县委办公室文件"
LINGER_SECONDS = 5.0
"""Seconds in which a program that phones home a little later would do so."""

ELSEWHERE = ("198.51.100.7", 4433)
"""Address that this program contacts at the end: a watch that sees nothing proves nothing."""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


def main(folder: Path, managed: bool) -> None:
    (folder / "run").mkdir(mode=0o700)
    # A guard locks the name of its display, and outside this network another display may have the same name.
    os.environ["XDG_RUNTIME_DIR"] = str(folder / "run")
    watch = NetworkWatch()
    with private_display("1024x768") as display:
        served = _managed(display, folder) if managed else _alone(display, folder)
    ours = set(watch.begun)
    with socket.socket() as connection, suppress(OSError):
        connection.settimeout(1)
        connection.connect(ELSEWHERE)
    wait_for(lambda: ("tcp", *ELSEWHERE) in watch.begun, "the watch to see a connection")
    watch.stop()
    print(json.dumps({"begun": sorted(ours), "served": served}))


def _alone(display: Display, folder: Path) -> list[object]:
    guard = GuardUnderTest(display, folder / "home", folder / "screens")
    guard.screens.mkdir(parents=True)
    (guard.home / "settings").mkdir(parents=True)
    (guard.home / "settings" / WELCOMED).touch()
    config = folder / "mishao.toml"
    config.write_text(f"[folders]\nscreenshots = [{json.dumps(str(guard.screens))}]\n", "utf-8")
    words = ["--home", str(guard.home), "--config", str(config)]
    guard.process = display.start([sys.executable, str(ROOT / "main.py"), *words, "--guard"])
    wait_for(lambda: guard.state() is State.WATCHING, "a guard that watches")
    guard.listen()
    tray = display.start([sys.executable, str(ROOT / "main.py"), *words])
    try:
        display.window("main.py")
        _day(guard, folder)
    finally:
        end(tray)
        guard.stop()
    return []


def _managed(display: Display, folder: Path) -> list[object]:
    office = UnitOffice.opened(folder / "office")
    office.beside = ("内置",)
    office.release("青松甲号")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(office.served)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    machine = office.machine(folder / "machine")
    address = f"http://127.0.0.1:{server.server_port}"
    (machine.folder / "supply.toml").write_text(f"servers = [{json.dumps(address)}]\n", "utf-8")
    program = (str(ROOT / "tests" / "support" / "managed_main.py"), "--machine", str(machine.folder))
    guard = GuardUnderTest(display, folder / "home", folder / "screens", program=program)
    guard.screens.mkdir(parents=True)
    try:
        guard.start()
        reply = guard.ask(Update())
        assert isinstance(reply, Done), reply
        _day(guard, folder)
    finally:
        guard.stop()
        server.shutdown()
    return ["tcp", *server.server_address]


def _day(guard: GuardUnderTest, folder: Path) -> None:
    guard.copy(SECRET)
    guard.opened()
    assert guard.paste(renamed("xclip", "wechat", folder)) == NOTICE
    marked_screenshot(guard.screens / "截图.png")
    guard.opened(lambda push: push.case.origin is Origin.FOLDER)
    time.sleep(LINGER_SECONDS)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:] == ["managed"])
