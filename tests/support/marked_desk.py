"""A display with a window manager, a guard, a tray, and a document that the guard blocks."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PIL import Image, ImageGrab
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from guard.core.model import Outcome
from tests.support.accessible import session_bus
from tests.support.guarding import GuardUnderTest, wait_for
from tests.support.mark_layers import layers
from tests.support.pictures import encode, render_document
from tests.support.prepared_processes import started
from tests.support.program import ROOT
from ui.demo.display import Area, Display, end, private_display

NAME = "演练方案.pdf"
MARK = "机密★5年 某某县委办公室文件"


@dataclass(frozen=True, slots=True)
class Setting:
    """A window manager, what composites windows beside it, and how large our windows are: of their size at 100 %."""

    manager: Sequence[str]
    compositor: Sequence[str] = ()
    scale: float = 1.0


SETTINGS: Mapping[str, Setting] = {
    "openbox and picom": Setting(("openbox",), ("picom", "--backend", "xrender")),
    "openbox and picom at 200 %": Setting(("openbox",), ("picom", "--backend", "xrender"), 2.0),
    "openbox and picom at 150 %": Setting(("openbox",), ("picom", "--backend", "xrender"), 1.5),
    "openbox alone": Setting(("openbox",)),
    "xfwm4 compositing": Setting(("xfwm4", "--compositor=on")),
    "xfwm4 alone": Setting(("xfwm4", "--compositor=off")),
}


class Desk:
    """What the tests do on it; ``document`` is a PDF that is blocked, ``tray`` the process of the tray."""

    def __init__(self, guard: GuardUnderTest, document: Path) -> None:
        self.guard, self.display, self.document = guard, guard.display, document
        self.tray = 0

    def block(self, file: Path) -> None:
        """Copy a file, which the guard blocks, so that it is known."""
        self.guard.copy(f"{file.as_uri()}\r\n", "text/uri-list")
        assert self.guard.opened().case.decision.outcome is Outcome.BLOCK

    def picture(self, name: str) -> Path:
        """Return a blocked picture of a marked page, in a folder out of which no picture is taken away."""
        folder = self.document.parent.parent / "files"
        folder.mkdir(exist_ok=True)
        picture = folder / name
        picture.write_bytes(encode(render_document(f"{MARK}\n请各单位认真组织演练。")))
        self.block(picture)
        return picture

    def text(self, name: str) -> Path:
        """Return a blocked text."""
        text = self.document.with_name(name)
        text.write_text(f"{MARK}\n请各单位认真组织演练。\n", "utf-8")
        self.block(text)
        return text

    @contextmanager
    def opened(self, program: str, *arguments: str, file: Path | None = None, window: str = "",
               least_width: int = 1) -> Iterator[Area]:
        """Show a file, the document if none, in a program; yields the area of its window, known by its class."""
        running = self.display.start([program, *arguments, str(file or self.document)], stderr=subprocess.DEVNULL)
        try:
            yield self.display.window(window or program, least_width=least_width)
        finally:
            end(running)

    def marked(self) -> Area:
        """Wait for the one layer of the mark."""
        return wait_for(lambda: next(iter(layers(self.display)), None), "the mark")

    def marked_over(self, window: str, apart: int = 60) -> None:
        """Wait until the one layer is over the window of this class, but for its frame of so many pixels."""
        def covers() -> bool:
            found, area = layers(self.display), self.display.window(window)
            return len(found) == 1 and all(abs(one - other) <= apart
                                           for one, other in zip(found[0], area, strict=True))

        wait_for(covers, f"the mark over {window}")

    def bare(self) -> None:
        """Wait until there is no mark."""
        wait_for(lambda: not layers(self.display), "no mark")

    def grey(self, area: Area) -> Image.Image:
        """Take an area of the screen as a picture in shades of grey."""
        return ImageGrab.grab(bbox=area, xdisplay=self.display.name).convert("L")

    def settled(self, area: Area) -> Image.Image:
        """Take an area once ten looks in a row saw the same: programs and compositor have drawn what they had to."""
        looks = [self.grey(area)]

        def settled() -> bool:
            look = self.grey(area)
            looks[:] = [*looks, look] if look == looks[-1] else [look]
            return len(looks) == 10

        wait_for(settled, "an area that stays as it is")
        return looks[0]

    def is_blank(self, area: Area) -> bool:
        """Return whether nothing dark is in an area: its program has not drawn its page yet."""
        low, _ = self.grey(area).getextrema()
        return bool(low > 128)


@contextmanager
def marked_desk(setting: Setting, user: Path, size: str = "1280x900") -> Iterator[Desk]:
    """Run all of it with ``user`` as the home folder, on a session bus of its own, and end it."""
    with ExitStack() as stack:
        bus = stack.enter_context(session_bus({**os.environ, "HOME": str(user)}, user))
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.environment["DBUS_SESSION_BUS_ADDRESS"])
        bare = stack.enter_context(private_display(size, setting.manager))
        display = replace(bare, environment={**bare.environment, "HOME": str(user),
                                             "XDG_CONFIG_HOME": str(user / ".config"),
                                             "QT_SCALE_FACTOR": str(setting.scale)})
        if setting.compositor:
            stack.callback(end, display.start(setting.compositor, stderr=subprocess.DEVNULL))
        yield stack.enter_context(_guarded(display, user))


@contextmanager
def mark_tray(display: Display, socket: Path) -> Iterator[int]:
    """Run a tray that shows the marks of a guard; yields its process."""
    with subprocess.Popen([sys.executable, "-m", "tests.support.mark_tray", str(socket)], cwd=ROOT,
                          env=display.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as tray:
        assert tray.stdout is not None
        assert tray.stdout.readline() == b"ready\n"
        yield tray.pid


@contextmanager
def _guarded(display: Display, user: Path) -> Iterator[Desk]:
    (user / "screens").mkdir()
    (user / "Documents").mkdir()
    desk = Desk(GuardUnderTest(display, user / "mishao", user / "screens", begin=started), user / "Documents" / NAME)
    _write(desk.document)
    try:
        desk.guard.start()
        desk.block(desk.document)
        with mark_tray(display, desk.guard.socket) as desk.tray:
            yield desk
    finally:
        desk.guard.stop()


def _write(document: Path) -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(str(document))
    canvas.setFont("STSong-Light", 16)
    for line in range(30):
        words = f"{MARK}（演示样例，非国家秘密）" if line == 0 else "请各单位认真组织演练。"
        canvas.drawString(60, 780 - line * 24, words)
    canvas.save()
