"""A plugin of pytest that prints the processor time of folders, files and tests, and that of processes they started.

    .venv/bin/python -m pytest -p tests.support.processor_time tests/service    # of all of make test: make test-times

Processor time hardly depends on what else runs, so it can be compared on a busy computer. As root, each process of
pytest has a control group of its own, which counts whatever was started from it (Linux, cgroup-v2, cpu.stat). Else
processes that pytest itself started count while they run, and what those started once it was waited for: programs that
leave their parent, as xclip does, and the children of what was killed are missing then.
"""

from __future__ import annotations

import contextlib
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


def _of_process(which: int) -> float:
    used = resource.getrusage(which)
    return used.ru_utime + used.ru_stime


class _Group:
    """A control group of this process and of all that it starts. Raises OSError where none can be made."""

    def __init__(self) -> None:
        mounts = (line.split() for line in Path("/proc/self/mounts").read_text().splitlines())
        root = next((Path(mount[1]) for mount in mounts if mount[2] == "cgroup2"), Path("/nowhere"))
        for left in root.glob("mishao-tests-*"):
            with contextlib.suppress(OSError):
                left.rmdir()  # its last process has ended after its pytest
        self._folder = root / f"mishao-tests-{os.getpid()}"
        self._folder.mkdir()
        (self._folder / "cgroup.procs").write_text(str(os.getpid()))
        self._before = self._used() - _of_process(resource.RUSAGE_SELF)
        self._outside = root / "cgroup.procs"

    def _used(self) -> float:
        return int((self._folder / "cpu.stat").read_text().split()[1]) / 1e6

    def children(self) -> float:
        """Return the seconds of all other processes in the group, ended or not."""
        return self._used() - self._before - _of_process(resource.RUSAGE_SELF)

    def leave(self) -> None:
        """Remove the group, unless something in it still runs."""
        with contextlib.suppress(OSError):
            self._outside.write_text(str(os.getpid()))
            self._folder.rmdir()


def _of_children() -> float:
    """Return the seconds of the children that have ended or still run, and of those that they have waited for."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            facts = stat.read_text().rpartition(")")[2].split()  # proc(5)
        except OSError:
            continue  # it has just ended
        if int(facts[1]) == os.getpid():
            ticks += sum(map(int, facts[11:15]))
    return _of_process(resource.RUSAGE_CHILDREN) + ticks / os.sysconf("SC_CLK_TCK")


class ProcessorTime:
    """Counts the seconds of each test of one pytest process, and adds what its workers have counted."""

    def __init__(self) -> None:
        self._own: Counter[str] = Counter()
        self._children: Counter[str] = Counter()
        self._last = (0.0, 0.0)
        self._workers = 0
        try:
            self._group: _Group | None = _Group()
        except OSError:
            self._group = None

    def _used(self) -> tuple[float, float]:
        children = self._group.children() if self._group else _of_children()
        return _of_process(resource.RUSAGE_SELF), children

    def _count(self, name: str) -> None:
        before, self._last = self._last, self._used()
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
        if not self._workers:
            self._count(SESSION)
        if self._group:
            self._group.leave()
        output = getattr(session.config, "workeroutput", None)
        if output is not None and not self._workers:
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
