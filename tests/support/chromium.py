"""Drives a real Chromium on the display over its debugging pipe: it copies and pastes by its own editing commands."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from ui.demo.display import Display, end

CHROMIUM = shutil.which("chromium")


def dom_of(page: Path) -> str:
    """Return the DOM of a page after its scripts have run, opened from its file without a window."""
    assert CHROMIUM is not None
    return subprocess.run([CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom", page.as_uri()],
                          capture_output=True, timeout=60).stdout.decode()


class Chromium:
    """One browser with one page; ``window_class`` becomes its WM_CLASS, ``options`` are more of its own."""

    def __init__(self, display: Display, profile: Path, window_class: str, page: str, *options: str) -> None:
        assert CHROMIUM is not None
        commands_read, self._commands = os.pipe()
        self._answers, answers_write = os.pipe()

        def give_pipes() -> None:
            os.dup2(commands_read, 3)
            os.dup2(answers_write, 4)
            for descriptor in (3, 4):  # it may have been one of them already, and would be closed
                os.set_inheritable(descriptor, True)

        self.process = subprocess.Popen(
            [CHROMIUM, "--no-sandbox", "--no-first-run", "--disable-gpu", "--remote-debugging-pipe",
             "--password-store=basic", f"--class={window_class}", f"--user-data-dir={profile}", *options,
             "about:blank"],
            env=display.environment, close_fds=False, stdin=subprocess.DEVNULL,
            preexec_fn=give_pipes,  # noqa: PLW1509 - it wants its pipes as descriptors 3 and 4, before any thread runs
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(commands_read)
        os.close(answers_write)
        self._number = 0
        self._rest = b""
        self._session = ""
        target = next(entry for entry in self.ask("Target.getTargets")["targetInfos"] if entry["type"] == "page")
        self._session = self.ask("Target.attachToTarget", targetId=target["targetId"], flatten=True)["sessionId"]
        self.ask("Page.enable")
        self.ask("Page.setDocumentContent", frameId=self.ask("Page.getFrameTree")["frameTree"]["frame"]["id"],
                  html=page)
        self.ask("Page.bringToFront")

    def ask(self, method: str, *, on_page: bool = True, **given: object) -> dict[str, Any]:
        """Send one command of the Chrome DevTools Protocol, to the page or the browser, and return its result."""
        self._number += 1
        message: dict[str, object] = {"id": self._number, "method": method, "params": given}
        if self._session and on_page:
            message["sessionId"] = self._session
        os.write(self._commands, json.dumps(message).encode() + b"\0")
        while True:
            answer = json.loads(self._next())
            if answer.get("id") == self._number:
                assert "error" not in answer, answer
                return answer["result"]

    def _next(self) -> bytes:
        while b"\0" not in self._rest:
            part = os.read(self._answers, 65536)
            assert part, "Chromium has gone"
            self._rest += part
        message, _, self._rest = self._rest.partition(b"\0")
        return message

    def run(self, script: str) -> Any:
        """Run JavaScript and return its value."""
        return self.ask("Runtime.evaluate", expression=script, returnByValue=True)["result"].get("value")

    def edit(self, command: str) -> None:
        """Run an editing command (copy, paste) as its key would."""
        for kind in ("keyDown", "keyUp"):
            self.ask("Input.dispatchKeyEvent", type=kind, key="F24", commands=[command] if kind == "keyDown" else [])

    def new_tab(self) -> None:
        """Work from now on in another tab, which is in front."""
        self._new_page()

    def new_window(self) -> None:
        """Work from now on in another window."""
        self._new_page(newWindow=True)

    def _new_page(self, **given: object) -> None:
        target = self.ask("Target.createTarget", on_page=False, url="about:blank", **given)["targetId"]
        self._session = self.ask("Target.attachToTarget", on_page=False, targetId=target, flatten=True)["sessionId"]
        self.ask("Page.enable")
        self.ask("Page.bringToFront")

    def close(self) -> None:
        end(self.process)
        os.close(self._commands)
        os.close(self._answers)
