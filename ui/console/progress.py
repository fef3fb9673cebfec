"""Shows the progress of a self-inspection on standard error: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from rich.console import Console

LINE_SECONDS = 10.0
"""Seconds between two lines where there is no terminal."""

T = TypeVar("T")


class Progress(Protocol):
    """Receives the events of an inspection, in this order."""

    def looking(self, found: Iterable[T]) -> Iterator[T]:
        """Pass on the files that are found and count them."""

    def begin(self, total: int, unchanged: int) -> None:
        """Learn the number of files, and how many of them need not be read again."""

    def step(self) -> None:
        """One more file is done."""

    def end(self) -> None:
        """The inspection has ended."""


def progress(answers_to_terminal: bool) -> tuple[Progress, Console | None]:
    """Return the progress display, and the console through which answers must be printed while a bar is shown."""
    if not sys.stderr.isatty():
        return Lines(), None
    bar = Bar()
    return bar, bar.console if answers_to_terminal else None


class Lines:
    """Plain lines: how many of how many, the rate, the remaining time."""

    def __init__(self) -> None:
        self._total = self._done = self._skipped = 0
        self._started = self._said = time.monotonic()

    def looking(self, found: Iterable[T]) -> Iterator[T]:
        """Pass on the files that are found."""
        return iter(found)

    def begin(self, total: int, unchanged: int) -> None:
        """Print the amount of work."""
        self._total = total - unchanged
        self._started = self._said = time.monotonic()
        _say(f"共 {total} 个文件，其中 {unchanged} 个和上次一样，不再读取")

    def step(self) -> None:
        """Count, and print now and then."""
        self._done += 1
        now = time.monotonic()
        if now - self._said >= LINE_SECONDS:
            self._said = now
            rate = self._done / (now - self._started)
            left = duration((self._total - self._done) / rate)
            _say(f"已查 {self._done}/{self._total}，每秒 {rate:.1f} 个，还要 {left}")

    def end(self) -> None:
        """Print the result."""
        seconds = max(time.monotonic() - self._started, 0.001)
        if self._done:
            _say(f"查了 {self._done} 个文件，用时 {duration(seconds)}，每秒 {self._done / seconds:.1f} 个")


class Bar:
    """A bar with the rate and the remaining time."""

    def __init__(self) -> None:
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
        from rich.progress import Progress as RichProgress

        from ui.plain_console import PlainConsole
        from ui.terminal import plain

        self.console: Console = PlainConsole(plain, stderr=True)
        self._bar = RichProgress(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
            TextColumn("每秒 {task.fields[rate]} 个"), TextColumn("用时"), TimeElapsedColumn(),
            TextColumn("还要"), TimeRemainingColumn(), console=self.console, redirect_stdout=False, transient=True)
        self._task = self._bar.add_task("正在找文件", total=None, rate="–")
        self._started = time.monotonic()
        self._done = 0
        self._bar.start()

    def looking(self, found: Iterable[T]) -> Iterator[T]:
        """Count the files that are found."""
        for number, one in enumerate(found, 1):
            if number % 100 == 0:
                self._bar.update(self._task, completed=number)
            yield one

    def begin(self, total: int, unchanged: int) -> None:
        """Start the bar."""
        self._bar.reset(self._task, total=total - unchanged, description="正在自查", rate="–")
        self._started = time.monotonic()

    def step(self) -> None:
        """Move the bar on."""
        self._done += 1
        rate = self._done / max(time.monotonic() - self._started, 0.001)
        self._bar.update(self._task, advance=1, rate=f"{rate:.1f}")

    def end(self) -> None:
        """Remove the bar."""
        self._bar.stop()


def duration(seconds: float) -> str:
    """Return a time in words, as people say it."""
    whole = round(seconds)
    hours, minutes = whole // 3600, whole // 60 % 60
    if hours:
        return f"{hours} 小时 {minutes} 分"
    return f"{minutes} 分 {whole % 60} 秒" if minutes else f"{seconds:.1f} 秒"


def _say(words: str) -> None:
    sys.stderr.write(f"{words}\n")
    sys.stderr.flush()
