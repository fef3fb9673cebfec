"""Opens the seven programs of a day side by side on one display: each is copied from and pasted into."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.harm.contents import CONTENTS
from tests.harm.hands import Hands, Window
from tests.harm.programs import PROGRAMS
from tests.harm.running import START_SECONDS, Running, running
from tests.harm.side import Side
from tests.support.guarding import wait_for
from tests.support.libre_office import LibreOffice

ARRIVE_SECONDS = 5.0
"""Seconds after which a paste that shows nothing counts as empty."""

_SHOWS_SECONDS = 20.0

_NOTHING = "0 0"
"""The title of a page with an empty place: no pictures, no tables, no words."""


@dataclass(frozen=True, slots=True)
class Paste:
    """What is visible after a paste, and how long after its keys (ms); "" and None for nothing."""

    seen: str
    milliseconds: float | None


class Mousepad:
    """Two editors: one shows the lines, the other is pasted into and saved."""

    name = "Mousepad"

    def __init__(self, side: Side, hands: Hands, lines: Sequence[str], stack: ExitStack) -> None:
        home = side.fresh_home(self.name)
        self._source, self._target = home / "day.txt", home / "pasted.txt"
        self._source.write_text("\n".join(lines), "utf-8")
        self._target.write_text("", "utf-8")
        self._hands = hands
        for file in (self._source, self._target):
            command = ["mousepad", "--disable-server", str(file)]
            stack.callback(_kill, subprocess.Popen(command, env={**side.display.environment, "HOME": str(home)},
                                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
            wait_for(lambda file=file: hands.titled(file.name), f"Mousepad with {file.name}", START_SECONDS)

    def copy(self, line: int) -> None:
        """Copy one line."""
        _to_line(self._hands, self._window(self._source), line)

    def paste(self) -> Paste:
        """Replace the content by a paste, and save."""
        self._hands.activate(self._window(self._target))
        self._hands.keys("ctrl+a", "Delete", "ctrl+s")
        wait_for(lambda: not self._starred(), "Mousepad to save", _SHOWS_SECONDS)
        began = self._hands.keys("ctrl+v")
        arrived = _soon(self._starred)
        if not arrived:
            return Paste("", None)
        self._hands.keys("ctrl+s")
        wait_for(lambda: not self._starred(), "Mousepad to save", _SHOWS_SECONDS)
        return Paste(self._target.read_text("utf-8").rstrip("\n"), (arrived - began) * 1000)

    def _window(self, file: Path) -> Window:
        found = self._hands.titled(file.name)
        assert found is not None, f"Mousepad no longer shows {file.name}"
        return found

    def _starred(self) -> bool:
        return self._window(self._target).title.startswith("*")


class Browser:
    """A page with the lines at the top and a place to paste into below; the title shows its content."""

    def __init__(self, side: Side, hands: Hands, lines: Sequence[str], stack: ExitStack, name: str) -> None:
        self.name, self._hands = name, hands
        page = day_page(side.folder, name, lines)
        self._running = stack.enter_context(running(side, PROGRAMS[name], page, marked=False))

    def copy(self, line: int) -> None:
        """Copy one line."""
        self._hands.click(self._front(), 0.5, 0.3)
        _to_line(self._hands, None, line)

    def paste(self) -> Paste:
        """Replace the content by a paste."""
        window = self._front()
        self._hands.click(window, 0.5, 0.75)
        self._hands.keys("ctrl+a", "Delete")
        wait_for(lambda: self._shown() == _NOTHING, f"{self.name} to show nothing", _SHOWS_SECONDS)
        began = self._hands.keys("ctrl+v")
        arrived = _soon(lambda: self._shown() != _NOTHING)
        return Paste(self._shown(), (arrived - began) * 1000) if arrived else Paste("", None)

    def _front(self) -> Window:
        self._hands.activate(self._running.window)
        return self._running.window

    def _shown(self) -> str:
        number = self._running.window.number
        title = next((window.title for window in self._hands.windows() if window.number == number), "")
        return (title.rpartition(" - ")[0] or title.rpartition(" — ")[0]).partition("：")[2].strip()


class Whole:
    """A program that shows one thing which is copied as a whole: Evince, Thunderbird, GIMP."""

    def __init__(self, side: Side, hands: Hands, content: str, stack: ExitStack, name: str) -> None:
        self.name, self._hands = name, hands
        place = side.folder / "day" / name
        place.mkdir(parents=True)
        file = CONTENTS[content].make(place)
        self._running: Running = stack.enter_context(running(side, PROGRAMS[name], file, marked=False))

    def copy(self, _: int) -> None:
        """Copy all of it."""
        self._hands.activate(self._running.window)
        self._hands.keys(*self._running.program.select, *self._running.program.copy)


class Calc:
    """A sheet with a line in each cell."""

    name = "Calc"

    def __init__(self, side: Side, hands: Hands, lines: Sequence[str], stack: ExitStack) -> None:
        self._hands = hands
        self._office = LibreOffice(side.display, side.folder / "libreoffice")
        stack.callback(self._office.close)
        self._sheets = [self._open() for _ in range(2)]
        self._office.do("cells", self._sheets[0][0], area=f"A1:A{len(lines)}", formulas=[[line] for line in lines],
                        bold="A1")

    def copy(self, line: int) -> None:
        """Copy one cell."""
        self._hands.activate(self._sheets[0][1])
        self._hands.keys("ctrl+Home", *["Down"] * line, "ctrl+c")

    def paste(self) -> Paste:
        """Paste over the first cell."""
        number, window = self._sheets[1]
        self._hands.activate(window)
        self._hands.keys("ctrl+Home", "Delete")
        wait_for(lambda: not self._first(number), "an empty cell", _SHOWS_SECONDS)
        began = self._hands.keys("ctrl+v")
        arrived = _soon(lambda: bool(self._first(number)))
        return Paste(self._first(number), (arrived - began) * 1000) if arrived else Paste("", None)

    def _first(self, sheet: int) -> str:
        return str(self._office.do("read-cells", sheet, names=["A1"])["texts"][0])

    def _open(self) -> tuple[int, Window]:
        known = {window.number for window in self._hands.windows()}
        sheet = self._office.open("scalc")

        def opened() -> Window | None:
            return next((window for window in self._hands.windows()
                         if "Calc" in window.title and window.number not in known), None)

        return sheet, wait_for(opened, "a sheet", START_SECONDS)


Desk = Mousepad | Browser | Whole | Calc


@contextmanager
def desks(side: Side, lines: Sequence[str]) -> Iterator[dict[str, Desk]]:
    """Open all seven."""
    with ExitStack() as stack:
        hands = Hands(side.display)
        stack.callback(hands.close)
        opened: list[Desk] = [
            Whole(side, hands, "picture", stack, "GIMP"), Calc(side, hands, lines, stack),
            Whole(side, hands, "document", stack, "Evince"), Whole(side, hands, "mail", stack, "Thunderbird"),
            Browser(side, hands, lines, stack, "Chromium"), Browser(side, hands, lines, stack, "Firefox"),
            Mousepad(side, hands, lines, stack)]
        yield {desk.name: desk for desk in opened}


def day_page(folder: Path, browser: str, lines: Sequence[str]) -> Path:
    """Write the page of a browser, whose title distinguishes its window: lines at the top, below a place whose
    content is shown in the title after each paste."""
    (folder / "target.html").touch()  # the second page of a browser
    page = folder / f"day-{browser}.html"
    page.write_text(f"""<!DOCTYPE html><meta charset="utf-8"><title>{page.stem}</title>
<body style="margin: 0"><textarea wrap="off" style="width: 98vw; height: 45vh; caret-color: transparent">
{chr(10).join(lines)}</textarea>
<div contenteditable style="height: 45vh; overflow: hidden; caret-color: transparent">空</div><script>
const place = document.querySelector("div");
let times = 0;
place.focus();  // a click that comes while the page still opens is lost
place.addEventListener("input", () => document.title = "{page.stem}" + (++times) + "：" + [
    place.querySelectorAll("img").length, place.querySelectorAll("table").length,
    place.innerText.replace(/\\s+/g, " ").trim()].join(" "));
</script></body>""", "utf-8")
    return page


def _to_line(hands: Hands, window: Window | None, line: int) -> None:
    if window is not None:
        hands.activate(window)
    hands.keys("ctrl+Home", *["Down"] * line, "Home", "shift+End", "ctrl+c")


def _soon(probe: Callable[[], bool]) -> float:
    """Return the monotonic time at which the probe becomes true; 0.0 when it does not in time."""
    deadline = time.monotonic() + ARRIVE_SECONDS
    while time.monotonic() < deadline:
        if probe():
            return time.monotonic()
        time.sleep(0.004)
    return 0.0


def _kill(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
