"""A plugin of pytest that prints the processor time of folders, files and tests, and that of processes they started.

    .venv/bin/python -m pytest -p tests.support.processor_time tests/service    # of all of make test: make test-times

Processor time hardly depends on what else runs, so it can be compared on a busy computer. Processes that pytest itself
started count while they run; what those started counts once it was waited for. What nobody waited for does not count:
programs that leave their parent, as xclip does, and the children of what was killed.
"""

from __future__ import annotations

import os
import resource
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

COLLECTING, SESSION = "(collecting)", "(shared by files)"

FILE_SECONDS, TEST_SECONDS = 1.0, 2.0
"""What takes less is counted, and not printed."""


def pytest_configure(config: pytest.Config) -> None:
    """Count in this process, which may be a worker."""
    config.pluginmanager.register(ProcessorTime(), "processor times")


def used() -> tuple[float, float]:
    """Return the seconds of processor time of this process, and of those that it has started."""
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime, children.ru_utime + children.ru_stime + _running()


def _running() -> float:
    """Return the seconds of the children that still run, and of those that they have waited for (proc(5), stat)."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            facts = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has just ended
        if int(facts[1]) == os.getpid():
            ticks += sum(map(int, facts[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


class ProcessorTime:
    """Counts the seconds of each test of one pytest process, and adds what its workers have counted."""

    def __init__(self) -> None:
        self._own: Counter[str] = Counter()
        self._children: Counter[str] = Counter()
        self._last = (0.0, 0.0)
        self._workers = 0

    def _count(self, name: str) -> None:
        before, self._last = self._last, used()
        self._own[name] += self._last[0] - before[0]
        self._children[name] += self._last[1] - before[1]

    def pytest_collection_finish(self) -> None:
        """Count what was imported."""
        self._count(COLLECTING)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Count a test, with the fixtures that were made for it or end with it."""
        result = yield
        self._count(item.nodeid)
        return result

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Tell the process that prints; what that one has waited for are its workers, which have told theirs."""
        if self._workers:
            return
        self._count(SESSION)
        output = getattr(session.config, "workeroutput", None)
        if output is not None:
            output["processor_time"] = (dict(self._own), dict(self._children))

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: object) -> None:
        """Add what a worker has counted."""
        counted = getattr(node, "workeroutput", {}).get("processor_time")
        if counted is not None:
            self._workers += 1
            self._own.update(counted[0])
            self._children.update(counted[1])

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print three tables, what took longest first."""
        terminalreporter.section("processor time: all seconds, and those in processes that were started")
        for name_of, least in ((_folder, 0.0), (_file, FILE_SECONDS), (str, TEST_SECONDS)):
            own, children = _added(self._own, name_of), _added(self._children, name_of)
            for name, seconds in (own + children).most_common():
                if seconds >= least:
                    terminalreporter.line(f"{seconds:8.1f} {children[name]:8.1f}  {name}")
            terminalreporter.line("")
        terminalreporter.line(f"{(self._own + self._children).total():8.1f} {self._children.total():8.1f}  in all")


def _added(counted: Counter[str], name_of: Callable[[str], str]) -> Counter[str]:
    added: Counter[str] = Counter()
    for name, seconds in counted.items():
        added[name_of(name)] += seconds
    return added


def _file(name: str) -> str:
    return name.partition("::")[0]


def _folder(name: str) -> str:
    return str(Path(*Path(_file(name)).parts[:2]))
