"""Drives a real Chromium in the office's console, as a person would: by links, fields and buttons."""

from __future__ import annotations

import base64
import json
from pathlib import Path

from tests.support.console import RunningConsole
from tests.support.guarding import wait_for
from tests.support.page_browsers import SiteChromium
from ui.demo.display import Display


class ConsoleBrowser(SiteChromium):
    """A Chromium that looks names up by itself: it finds those of the console without any help."""

    def __init__(self, display: Display, profile: Path) -> None:
        super().__init__(display, profile, "--host-resolver-rules=", "--lang=zh-CN")

    def enter(self, console: RunningConsole) -> None:
        """Open the link from the terminal."""
        self.ask("Page.navigate", url=console.link)
        self.wait(f"location.href === {json.dumps(console.origin + '/')} && document.readyState === 'complete'")

    def show(self, console: RunningConsole, path: str) -> None:
        """Open a page of the console by its address."""
        self.open(console.origin + path)

    def until(self, console: RunningConsole, path: str, words: str) -> None:
        """Open a page again and again until it says something: the terminal has its own time."""
        def says() -> bool:
            self.show(console, path)
            return words in self.words()

        wait_for(says, words)

    def words(self) -> str:
        """Return what the page says."""
        return str(self.run("document.body.innerText"))

    def follow(self, words: str) -> None:
        """Click the link or button with these words, and wait until another page is there."""
        self.run("window.before = true")
        self.run(f"[...document.querySelectorAll('a, button')].find(one => one.innerText === {json.dumps(words)})"
                 ".setAttribute('data-chosen', '')")
        self.run("document.querySelector('[data-chosen]').scrollIntoView()")
        self.run("requestAnimationFrame(() => requestAnimationFrame(() => { window.drawn = true }))")
        self.wait("window.drawn")  # a page that was not drawn yet gets no clicks
        self.click("[data-chosen]")
        self.wait("!window.before && document.readyState === 'complete'")

    def fill(self, name: str, value: str) -> None:
        """Write into a field, or choose."""
        self.run(f"document.querySelector('form [name={name}]:not([type=hidden])').value = {json.dumps(value)}")

    def look_at(self, width: int, height: int, zoom: int, scheme: str) -> None:
        """Show pages in a window of this size, enlarged by its user, light or dark."""
        self.ask("Emulation.setDeviceMetricsOverride", width=width // zoom, height=height // zoom,
                 deviceScaleFactor=zoom, mobile=False)
        self.ask("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def picture(self, width: int, height: int) -> bytes:
        """Return the page as PNG, at 100 % in a window of this size."""
        self.look_at(width, height, 1, "light")
        self.wait("document.fonts.status === 'loaded'")
        taken = self.ask("Page.captureScreenshot", format="png")
        return base64.b64decode(taken["data"])
