"""Runs a real browser with one page from its own server: the page changes its title like a site, and reports pastes.

Only the page is controlled: the keys come from the display, so that Firefox and Chromium are operated alike.
"""

from __future__ import annotations

import json
import queue
import subprocess
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from guard.clipboard.x11.identity import Identifier
from guard.platform.x11.connection import Connection
from tests.support.guarding import wait_for
from tests.support.owner_watch import OwnerWatch
from ui.demo.display import Display, end

BROWSERS = {
    "chromium": ["--no-sandbox", "--no-first-run", "--disable-gpu", "--password-store=basic",
                 "--user-data-dir={profile}"],
    "firefox-esr": ["--no-remote", "--profile", "{profile}"],
}
"""The programs, and how to start each with a new profile."""

_PAGE = """<!doctype html><meta charset=utf-8><title>起始页</title>
<textarea id=t autofocus style="position:fixed;inset:0;width:100%;height:100%"></textarea>
<script>
const t = document.getElementById('t');
t.oninput = () => fetch('/pasted', {method: 'POST', body: t.value});
(async () => {
  for (;;) { document.title = await (await fetch('/title')).text(); t.value = ''; t.focus(); }
})();
</script>"""
_QUIET = """user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("browser.aboutwelcome.enabled", false);
"""
_WAIT_SECONDS, _TRIES = 10.0, 3


class PagedBrowser:
    """One browser in front; ``program`` is one of BROWSERS."""

    def __init__(self, display: Display, program: str, profile: Path) -> None:
        self._display = display
        self._titles: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._pasted: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._watch = OwnerWatch(display.name)
        self._connection = Connection(display.name)
        self._windows = Identifier(self._connection)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        profile.mkdir()
        (profile / "user.js").write_text(_QUIET)
        given = [argument.format(profile=profile) for argument in BROWSERS[program]]
        self._process = subprocess.Popen([program, *given, f"http://127.0.0.1:{self._server.server_address[1]}/"],
                                         env=display.environment, stdin=subprocess.DEVNULL,
                                         stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for(lambda: self._shows("起始页"), f"the page in {program}")
        display.focus(program)

    def show(self, title: str) -> None:
        """Show the page with this title, empty again."""
        self._titles.put(title)
        wait_for(lambda: self._shows(title), f"the title {title}")

    def paste(self) -> str:
        """Press Ctrl+V and return the page's content. A busy browser may give the clipboard up; then press again."""
        while not self._pasted.empty():
            self._pasted.get()
        for _ in range(_TRIES):
            self._watch.forget()
            self._display.press("Control_L", "v")
            with suppress(queue.Empty):
                return self._pasted.get(timeout=_WAIT_SECONDS)
        raise AssertionError(f"{_TRIES} pastes in vain")

    def close(self) -> None:
        """End the browser and its server."""
        end(self._process)
        self._titles.put("")
        self._server.shutdown()
        self._server.server_close()
        self._watch.close()
        self._connection.close()

    def offered_afresh(self) -> None:
        """Return when the pasted content is offered anew: until then a browser pastes from its own memory."""
        self._watch.wait("CLIPBOARD")

    def _shows(self, title: str) -> bool:
        return any(self._windows.title(window).startswith(title) for window in self._windows.listed())

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        titles, pasted = self._titles, self._pasted

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._answer(titles.get() if self.path == "/title" else _PAGE)

            def do_POST(self) -> None:
                pasted.put(self.rfile.read(int(self.headers["Content-Length"])).decode())
                self._answer(json.dumps(True))

            def log_message(self, *_: object) -> None:
                """Log nothing."""

            def _answer(self, text: str) -> None:
                content = text.encode()
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                with suppress(OSError):  # a browser that was ended does not wait for a title
                    self.wfile.write(content)

        return Handler
