"""Programs under the names of chat clients that send files: GTK 3, Qt 6, and a Chromium that uploads to a local server.

Each has ``window_class``, ``choose(path)`` by its own file dialog, and ``said()``: what it sent or was refused.
"""

from __future__ import annotations

import hashlib
import json
import os
import queue
import shutil
import subprocess
import sys
import sysconfig
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import IO, Protocol, cast
from urllib.parse import parse_qs, urlsplit

from tests.support.channel_fixtures import SYSTEM_PYTHON
from tests.support.gating import SUPPORT, program_named
from tests.support.guarding import WAIT_SECONDS, wait_for
from tests.support.hand import Hand
from ui.demo.display import Display, end

CHROMIUM = Path("/usr/lib/chromium/chromium")

PAGE = """<meta charset=utf-8><title>聊天</title><style>::file-selector-button { width: 100%; height: 100% }</style>
<input type=file multiple style="position:fixed;inset:0;width:100%;height:100%" onchange="[...files].forEach(send)">
<script>
const tell = (what, name, body) => fetch(`/${what}?name=${encodeURIComponent(name)}`, {method: "POST", body});
const send = file => tell("sent", file.name, file).catch(() => tell("refused", file.name));
requestAnimationFrame(() => requestAnimationFrame(() => tell("shown", "page")));
</script>"""


class Client(Protocol):
    """A program that sends files."""

    window_class: str

    def choose(self, path: Path) -> None:
        """Attach a file with the program's own file dialog."""

    def said(self) -> dict[str, str]:
        """Wait for the next file: ``sent`` with ``md5``, or ``refused``; both are its name."""

    def close(self) -> None:
        """End it."""


class Toolkit:
    """A program of ours that uses the dialog and the drops of its toolkit (gtk_chooser.py, qt_sender.py)."""

    def __init__(self, window_class: str, command: list[str], environment: dict[str, str]) -> None:
        self.window_class = window_class
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                         env=environment)
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._listening = threading.Thread(target=self._listen, daemon=True)
        self._listening.start()
        assert self._line() == {"ready": True}

    def choose(self, path: Path) -> None:
        stdin = cast(IO[str], self._process.stdin)
        stdin.write(json.dumps(["choose", str(path.parent), path.name]) + "\n")
        stdin.flush()

    def said(self) -> dict[str, str]:
        return {key: Path(value).name for key, value in self._line().items()}

    def _line(self) -> dict[str, str]:
        return cast(dict[str, str], json.loads(self._lines.get(timeout=WAIT_SECONDS)))

    def _listen(self) -> None:
        for line in cast(IO[str], self._process.stdout):
            self._lines.put(line)

    def close(self) -> None:
        cast(IO[str], self._process.stdin).close()
        self._process.wait(WAIT_SECONDS)
        self._listening.join()
        cast(IO[str], self._process.stdout).close()


def gtk(display: Display, folder: Path) -> Client:
    """Return a GTK 3 program called wechat."""
    program = program_named("wechat", folder / "bin", SYSTEM_PYTHON)
    return Toolkit("wechat", [str(program), str(SUPPORT / "gtk_chooser.py"), "wechat"],
                   {**display.environment, "PYTHONHOME": "/usr"})


def qt(display: Display, folder: Path) -> Client:
    """Return a Qt 6 program called linuxqq."""
    program = program_named("linuxqq", folder / "bin", str(Path(sys.executable).resolve()))
    return Toolkit("linuxqq", [str(program), str(SUPPORT / "qt_sender.py"), "linuxqq"],
                   {**display.environment, "PYTHONHOME": sys.base_prefix, "PYTHONPATH": sysconfig.get_path("purelib")})


class Chromium:
    """A Chromium called dingtalk with one page, as an Electron program has it: its files go to a server of ours."""

    window_class = "dingtalk"

    def __init__(self, display: Display, folder: Path) -> None:
        self._display = display
        self._said: queue.SimpleQueue[dict[str, str]] = queue.SimpleQueue()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _receiver(self._said))
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        program = _beside_its_files(folder / "dingtalk")
        self._process = display.start(
            [str(program), "--no-sandbox", "--no-first-run", "--disable-gpu", "--password-store=basic", "--test-type",
             f"--class={self.window_class}", f"--user-data-dir={folder / 'profile'}",
             f"--app=http://127.0.0.1:{self._server.server_port}/"], stderr=subprocess.DEVNULL)
        assert self.said() == {"shown": "page"}

    def choose(self, path: Path) -> None:
        hand = Hand(self._display.name)
        before = hand.windows()
        self._display.focus(self.window_class)
        wait_for(lambda: hand.windows() > before, "the file dialog")
        for arguments in (["type", str(path)], ["key", "alt+o"]):
            subprocess.run(["xdotool", *arguments], env=self._display.environment, check=True)
        wait_for(lambda: hand.windows() == before, "the file dialog to close")
        hand.close()

    def said(self) -> dict[str, str]:
        return self._said.get(timeout=WAIT_SECONDS)

    def close(self) -> None:
        end(self._process)
        self._server.shutdown()
        self._server.server_close()


def _beside_its_files(folder: Path) -> Path:
    """Return Chromium's program under the folder's name, with links to what it finds beside itself."""
    folder.mkdir()
    for part in CHROMIUM.parent.iterdir():
        if part != CHROMIUM:
            (folder / part.name).symlink_to(part)
    program = folder / folder.name
    try:
        os.link(CHROMIUM, program)
    except OSError:
        shutil.copy2(CHROMIUM, program)
    return program


def _receiver(said: queue.SimpleQueue[dict[str, str]]) -> type[BaseHTTPRequestHandler]:
    class Receiver(BaseHTTPRequestHandler):
        """Serves the page, and takes its files."""

        def do_GET(self) -> None:
            self._answer(PAGE.encode())

        def do_POST(self) -> None:
            address = urlsplit(self.path)
            name = parse_qs(address.query)["name"][0]
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self._answer(b"")
            digest = {"md5": hashlib.md5(body).hexdigest()} if address.path == "/sent" else {}
            said.put({address.path[1:]: name, **digest})

        def _answer(self, body: bytes) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            return

    return Receiver


def place(display: Display, client: Client) -> tuple[int, int]:
    """Put a client's window on the left of the screen; return its middle."""
    hand = Hand(display.name)
    try:
        return hand.place(client.window_class, (0, 80, 300, 300))
    finally:
        hand.close()
