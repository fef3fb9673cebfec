"""Drives a real Chromium with the extension in it and the native host beside it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from guard.browser.host import CHROMIUM_ID
from guard.platform.browsers import HOST_NAME
from tests.support.chromium import Chromium
from tests.support.guarding import wait_for
from tests.support.program import ROOT
from ui.demo.display import Display

EXTENSION = ROOT / "packaging" / "browser"
HOSTS = ("kimi.com", "mail.qq.com", "pan.baidu.com", "oa.example.gov.cn", "intranet.example.org")
"""Names that Firefox finds on this computer: three of the built-in policy, an office's own, and one that no policy
lists.
"""


def write_host(home: Path, folder: Path, allowed: dict[str, list[str]]) -> None:
    """Write the native host of this working tree and its manifest, for a guard with this home."""
    folder.mkdir(parents=True, exist_ok=True)
    start = folder / "host"
    start.write_text(f"#!/bin/sh\nexec {sys.executable} {ROOT / 'main.py'} --home {home} --browser-host \"$@\"\n")
    start.chmod(0o755)
    (folder / f"{HOST_NAME}.json").write_text(json.dumps(
        {"name": HOST_NAME, "description": "MiShao", "path": str(start), "type": "stdio", **allowed}))


class SiteChromium(Chromium):
    """A Chromium for which every name is this computer: of a site on the port of a local server."""

    def __init__(self, display: Display, profile: Path, *options: str) -> None:
        super().__init__(display, profile, "paged", "", "--host-resolver-rules=MAP * 127.0.0.1", "--test-type",
                         *options)

    def open(self, address: str) -> None:
        """Open an address and wait until its page is there."""
        self.ask("Page.navigate", url=address)
        self.wait(f"location.href === {json.dumps(address)} && document.readyState === 'complete'")

    def wait(self, condition: str) -> None:
        """Wait until a condition holds in the page, whichever page is there by then."""
        def holds() -> bool:
            with suppress(AssertionError):  # nothing is answered by a page that is just being left
                return bool(self.run(f"Boolean({condition})"))
            return False

        wait_for(holds, condition)

    def focus(self, script: str) -> None:
        """Give the keyboard to what a script returns."""
        self.run(f"({script}).focus()")

    def drop(self, selector: str, text: str = "", files: tuple[Path, ...] = (), html: str = "", x: int = 5) -> None:
        """Drop a text, HTML or files on an element, as the person's hand does: ``x`` pixels from its left."""
        left, top = self.run(f"(() => {{const r = document.querySelector('{selector}').getBoundingClientRect();"
                             "return [r.x, r.y]})()")
        items = [{"mimeType": kind, "data": data} for kind, data in (("text/plain", text), ("text/html", html)) if data]
        data = {"items": items, "files": [str(file) for file in files], "dragOperationsMask": 1}
        for kind in ("dragEnter", "dragOver", "drop"):
            self.ask("Input.dispatchDragEvent", type=kind, x=left + x, y=top + 5, data=data)

    @contextmanager
    def dragged(self, selector: str) -> Iterator[None]:
        """Drag out of an element until the block ends, which is to ``drop``."""
        self.ask("Input.setInterceptDrags", enabled=True)
        x, y = self.run(f"(() => {{const r = document.querySelector('{selector}').getBoundingClientRect();"
                        "return [r.x + 3, r.y + 3]})()")
        for kind, moved in (("mousePressed", 0), ("mouseMoved", 10), ("mouseMoved", 30)):
            self.ask("Input.dispatchMouseEvent", type=kind, x=x + moved, y=y, button="left", buttons=1, clickCount=1)
        yield
        self.ask("Input.setInterceptDrags", enabled=False)

    def choose(self, script: str, *files: Path) -> None:
        """Choose files for the input that a script returns."""
        found = self.ask("Runtime.evaluate", expression=script)["result"]["objectId"]
        self.ask("DOM.setFileInputFiles", objectId=found, files=[str(file) for file in files])

    def click(self, selector: str, button: str = "left") -> None:
        """Press a button of the mouse on an element."""
        x, y = self.run(f"(() => {{const r = document.querySelector('{selector}').getBoundingClientRect();"
                        "return [r.x + 5, r.y + 5]})()")
        for kind in ("mousePressed", "mouseReleased"):
            self.ask("Input.dispatchMouseEvent", type=kind, x=x, y=y, button=button, clickCount=1)


class PagedChromium(SiteChromium):
    """One with the extension, for the guard with this home."""

    def __init__(self, display: Display, profile: Path, home: Path, *options: str) -> None:
        self.host = profile / "NativeMessagingHosts" / "host"
        write_host(home, self.host.parent,
                   {"allowed_origins": [f"chrome-extension://{CHROMIUM_ID}/"]})
        super().__init__(display, profile, "--enable-unsafe-extension-debugging", *options)
        self.extension = self.ask("Extensions.loadUnpacked", on_page=False, path=str(EXTENSION))["id"]


@contextmanager
def paged_chromium(display: Display, folder: Path, home: Path, *options: str) -> Iterator[PagedChromium]:
    """A Chromium with the extension, for the guard with this home; it ends with the block."""
    browser = PagedChromium(display, folder / "chromium", home, *options)
    try:
        yield browser
    finally:
        browser.close()

