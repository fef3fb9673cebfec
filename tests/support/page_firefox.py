"""Drives a real Firefox with the extension in it by Marionette, the protocol under its WebDriver."""

from __future__ import annotations

import json
import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from guard.browser.host import FIREFOX_ID
from guard.platform.browsers import HOST_NAME
from tests.harm.programs.firefox import write_profile
from tests.support.guarding import ANSWER_SECONDS, wait_for
from tests.support.page_browsers import EXTENSION, HOSTS, write_host
from ui.demo.display import Display, end

FIREFOX = Path("/usr/bin/firefox-esr")
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
"""The key by which WebDriver names an element (W3C WebDriver, section 12)."""

START_SECONDS = 100.0
"""For its port, and once more for its window: on two processors that twenty others share, it took more than 30 s."""


class Firefox:
    """A Firefox with a new profile and these preferences; ``folder`` / "user" is its home."""

    def __init__(self, display: Display, folder: Path, preferences: Mapping[str, object]) -> None:
        profile, user = folder / "profile", folder / "user"
        user.mkdir(parents=True, exist_ok=True)
        write_profile(profile, {"marionette.port": 0, "network.proxy.type": 0, **preferences})
        self.process = subprocess.Popen(
            [str(FIREFOX), "--marionette", "--remote-allow-system-access", "--no-remote", "--profile", str(profile)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**display.environment, "HOME": str(user)})
        with ExitStack() as if_it_fails:
            if_it_fails.callback(end, self.process)
            port = profile / "MarionetteActivePort"
            wait_for(lambda: port.exists() and port.read_text().strip(), "the port of Marionette", START_SECONDS)
            self._socket = socket.create_connection(("127.0.0.1", int(port.read_text())))
            if_it_fails.callback(self._socket.close)
            self._socket.settimeout(START_SECONDS)
            self._number = 0
            self._read()
            self.ask("WebDriver:NewSession", capabilities={})  # answered when there is a window
            self._socket.settimeout(ANSWER_SECONDS)
            if_it_fails.pop_all()

    def ask(self, command: str, **given: object) -> Any:
        """Send one command and return its result."""
        self._number += 1
        message = json.dumps([0, self._number, command, given])
        self._socket.sendall(f"{len(message.encode())}:{message}".encode())
        kind, number, error, result = self._read()
        assert (kind, number) == (1, self._number)
        assert error is None, error
        return result

    def _read(self) -> Any:
        length = b""
        while not length.endswith(b":"):
            length += self._received(1)
        body = b""
        while len(body) < int(length[:-1]):
            body += self._received(65536)
        return json.loads(body)

    def _received(self, most: int) -> bytes:
        part = self._socket.recv(most)
        assert part, "Firefox has gone"
        return part

    def open(self, address: str) -> None:
        """Open an address and wait until its page is there."""
        self.ask("WebDriver:SwitchToFrame", id=None)
        self.ask("WebDriver:Navigate", url=address)

    def into(self, selector: str) -> None:
        """Go into a frame of the page; ``open`` leaves it."""
        self.ask("WebDriver:SwitchToFrame", id=None)
        self.ask("WebDriver:SwitchToFrame", element=self._found(selector))

    def run(self, script: str) -> Any:
        """Run JavaScript in the page and return its value."""
        return self.ask("WebDriver:ExecuteScript", script=f"return {script}", args=[], sandbox=None)["value"]

    def focus(self, script: str) -> None:
        """Give the keyboard to what a script returns."""
        self.run(f"({script}).focus()")

    def run_in_the_window(self, script: str) -> Any:
        """Run a script of the browser's own, and return what it resolves to."""
        self.ask("Marionette:SetContext", value="chrome")
        found = self.ask("WebDriver:ExecuteAsyncScript", sandbox=None, args=[],
                         script=f"const [done] = arguments; (async () => {{{script}}})().then(done)")["value"]
        self.ask("Marionette:SetContext", value="content")
        return found

    def press(self, *keys: str) -> None:
        """Press keys together, as WebDriver names them."""
        actions = [{"type": "keyDown", "value": key} for key in keys] + [
            {"type": "keyUp", "value": key} for key in reversed(keys)]
        self.ask("WebDriver:PerformActions", actions=[{"type": "key", "id": "keys", "actions": actions}])

    def edit(self, command: str) -> None:
        """Paste by the key."""
        assert command == "paste"
        self.press("\ue009", "v")

    def choose(self, selector: str, *files: Path) -> None:
        """Choose files for an input."""
        self.ask("WebDriver:ElementSendKeys", id=self._found(selector), text="\n".join(str(file) for file in files))

    def click(self, selector: str) -> None:
        """Press the mouse on an element."""
        self.ask("WebDriver:ElementClick", id=self._found(selector))

    def _found(self, selector: str) -> str:
        found: str = self.ask("WebDriver:FindElement", using="css selector", value=selector)["value"][ELEMENT]
        return found

    def close(self) -> None:
        self._socket.close()
        end(self.process)


class PagedFirefox(Firefox):
    """One with the extension. Pages see the names of HOSTS on the port of a local server."""

    def __init__(self, display: Display, folder: Path, home: Path, more: Mapping[str, object] = {}) -> None:
        """``more`` are further preferences."""
        hosts = folder / "user" / ".mozilla" / "native-messaging-hosts"
        write_host(home, hosts, {"allowed_extensions": [FIREFOX_ID]})
        assert (hosts / f"{HOST_NAME}.json").exists()
        super().__init__(display, folder, {"network.dns.localDomains": ",".join(HOSTS),
                                           "dom.security.https_only_mode": False, "dom.security.https_first": False,
                                           **more})
        with ExitStack() as if_it_fails:
            if_it_fails.callback(self.close)
            self.ask("Addon:Install", path=str(EXTENSION), temporary=True)
            if_it_fails.pop_all()


@contextmanager
def paged_firefox(display: Display, folder: Path, home: Path,
                  more: Mapping[str, object] = {}) -> Iterator[PagedFirefox]:
    """A Firefox with the extension, for the guard with this home; it ends with the block. ``more`` are preferences."""
    (folder / "firefox").mkdir()
    browser = PagedFirefox(display, folder / "firefox", home, more)
    try:
        yield browser
    finally:
        browser.close()
