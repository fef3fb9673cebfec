"""Measures the cost of the file gate: opening files, git and grep over a tree, a refusal, a verdict.

    python -m tests.bench.bench_gate [FILES]     as root; 5,000 files unless said

A real gate with this kernel, guards as in tests/support/gate_guard.py, a real guard for unknown documents. Nothing
is asserted.
"""

from __future__ import annotations

import json
import os
import platform
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from tests.bench.bench_first_verdict import MARK, SENTENCE, report
from tests.support.fixed_layout_files import pdf
from tests.support.gating import FLAGGED, GateUnderTest, program_named, reads, running_gate
from tests.support.guarding import GuardUnderTest, wait_for
from tests.support.pictures import render_document
from tests.support.program import ROOT
from ui.demo.display import private_display

FOLDERS = 100
OPENS = 5_000
SETTLING_SECONDS, REST_SECONDS = 5.0, 10.0
ROUNDS = 5

PYTHON = os.path.realpath("/usr/bin/python3")
TIMES = """
import json, os, sys, time
files = [os.path.join(folder, name) for folder, _, names in os.walk(sys.argv[1]) for name in names
         if ".git" not in folder]
spent = []
for path in files[:int(sys.argv[2])]:
    began = time.perf_counter_ns()
    try:
        os.close(os.open(path, os.O_RDONLY))
    except PermissionError:
        pass
    spent.append((time.perf_counter_ns() - began) / 1000)
print(json.dumps(spent))
"""
LOAD = """
import os, sys
files = [os.path.join(folder, name) for folder, _, names in os.walk(sys.argv[1]) for name in names]
print(flush=True)
while True:
    for path in files:
        os.close(os.open(path, os.O_RDONLY))
"""


def main() -> int:
    """Print one line per figure."""
    if os.geteuid() != 0:
        print("The file gate needs root; nothing was measured.")
        return 1
    files = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    print(f"{platform.platform()}, {os.cpu_count()} CPUs, load {os.getloadavg()[0]:.1f}, {files} files")
    with tempfile.TemporaryDirectory() as place:
        tree, machine = _tree(Path(place) / "tree", files), Path(place) / "machine"
        outside = _tree(Path(place) / "outside", files)
        machine.mkdir()
        plain = _opens(tree)
        git, grep = _ratio(tree, _git), _ratio(tree, _grep)
        with running_gate(machine, inside=("nice", "-n", "-5")) as gate:  # as its unit starts it
            guard = gate.guard(tree)
            marked = _opens(tree)
            _say("open + close, nothing marked", plain)
            _say("open + close, marked, no chat client", marked)
            print(f"  added at p50: {statistics.median(marked) - statistics.median(plain):.1f} µs")
            _say("the same while another program opens", _under_load(tree))
            print(f"git status: {_ratio(tree, _git) / git:.2f} × in the marked tree, "
                  f"{_ratio(outside, _git) / git:.2f} × outside")
            print(f"grep -r: {_ratio(tree, _grep) / grep:.2f} × in the marked tree, "
                  f"{_ratio(outside, _grep) / grep:.2f} × outside")
            _refused(gate, tree, Path(place))
            _memory(gate)
            guard.stop()
        _verdict(Path(place))
    return 0


def _tree(root: Path, files: int) -> Path:
    for number in range(files):
        folder = root / f"{number % FOLDERS:03}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{number}.txt").write_text(f"第 {number} 份\n" * 20, "utf-8")
    for words in (("init", "-q"), ("add", "-A")):
        subprocess.run(["git", *words], cwd=root, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return root


def _opens(tree: Path, count: int = OPENS, program: Path | str = PYTHON) -> list[float]:
    """Return the microseconds of each open and close."""
    done = subprocess.run([program, "-c", TIMES, tree, str(count)], capture_output=True, text=True, check=True,
                          env={**os.environ, "PYTHONHOME": "/usr"})
    return [float(value) for value in json.loads(done.stdout)]


def _under_load(tree: Path) -> list[float]:
    other = subprocess.Popen([PYTHON, "-c", LOAD, tree], stdout=subprocess.PIPE)
    try:
        assert other.stdout is not None
        other.stdout.readline()
        return _opens(tree)
    finally:
        other.kill()
        other.communicate()


def _say(what: str, spent: list[float]) -> None:
    ordered = sorted(spent)
    print(f"{what}: p50 {statistics.median(ordered):.1f} µs, p99 {ordered[len(ordered) * 99 // 100]:.0f} µs, "
          f"longest {ordered[-1] / 1000:.1f} ms")


def _ratio(tree: Path, work: Callable[[Path], None]) -> float:
    """Return the shortest of some times, in seconds."""
    spent = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work(tree)
        spent.append(time.perf_counter() - began)
    return min(spent)


def _git(tree: Path) -> None:
    # Files as new as the index are read again: in this case git opens them.
    subprocess.run(["git", "-c", "core.trustctime=false", "status", "--porcelain"], cwd=tree, check=True,
                   stdout=subprocess.DEVNULL)


def _grep(tree: Path) -> None:
    subprocess.run(["grep", "-rlZ", "没有这样的字", tree], stdout=subprocess.DEVNULL)


def _refused(gate: GateUnderTest, tree: Path, place: Path) -> None:
    flagged = tree / "flagged"
    flagged.mkdir()
    for number in range(200):
        (flagged / f"{number}.txt").write_text(FLAGGED, "utf-8")
    wechat = program_named("wechat", place / "bin", PYTHON)
    wait_for(lambda: reads(program_named("qq", place / "cat"), flagged / "0.txt") is None, "the folder to be marked")
    _say("a flagged file, asked about", _opens(flagged, 200, wechat))
    _say("a flagged file that is known, refused", _opens(flagged, 200, wechat))
    shutil.rmtree(flagged)


def _memory(gate: GateUnderTest) -> None:
    assert gate.process is not None
    lines = Path(f"/proc/{gate.process.pid}/smaps_rollup").read_text().splitlines()[1:]
    rollup = {line.split()[0]: line.split()[1] for line in lines}
    time.sleep(SETTLING_SECONDS)
    before = _switches(gate.process.pid)
    time.sleep(REST_SECONDS)
    print(f"memory: {int(rollup['Rss:']) / 1000:.1f} MB (RSS), {int(rollup['Pss:']) / 1000:.1f} MB (PSS); "
          f"{_switches(gate.process.pid) - before} wake-ups in {REST_SECONDS:.0f} s at rest")


def _switches(pid: int) -> int:
    tasks = Path(f"/proc/{pid}/task").glob("*/status")
    return sum(int(line.split()[1]) for task in tasks for line in task.read_text().splitlines()
               if line.startswith("voluntary_ctxt_switches"))


def _verdict(place: Path) -> None:
    """Measure unknown documents opened by a chat client, with a real guard."""
    user, machine = place / "user", place / "verdict"
    for folder in (user / "Documents", user / "screens", machine):
        folder.mkdir(parents=True)
    wechat = program_named("wechat", place / "bin-cat")
    with private_display("1024x768") as display, running_gate(machine) as gate:
        environment = {**display.environment, "HOME": str(user)}
        program = (str(ROOT / "tests" / "support" / "managed_main.py"), "--machine", str(gate.machine))
        guard = GuardUnderTest(replace(display, environment=environment), user / "mishao", user / "screens",
                               program=program)
        guard.start()
        try:
            (user / "Documents" / "a.txt").write_text(FLAGGED, "utf-8")
            wait_for(lambda: reads(wechat, user / "Documents" / "a.txt") is None, "folders that are marked")
            wait_for(lambda: guard.status().engine, "the reader")
            for kind, (what, made) in enumerate(UNKNOWN.items()):
                spent = [_opened(wechat, user / "Documents" / f"{kind}-{number}", made) for number in range(ROUNDS)]
                print(f"an unknown {what}: answered in {statistics.median(spent):.0f} ms")
        finally:
            guard.stop()


def _pages(chance: random.Random) -> bytes:
    """Return a PDF of 400 pages with text."""
    pages = ["\n".join("".join(chr(0x4E00 + chance.randrange(6000)) for _ in range(30)) for _ in range(34))
             for _ in range(400)]
    return pdf([*pages[:-1], f"{MARK}\n{pages[-1]}"])


def _scan(chance: random.Random) -> bytes:
    """Return a PDF of 12 scanned pages."""
    pages = ["\n".join(f"第{chance.randrange(1_000)}条 {SENTENCE}" for _ in range(20)) for _ in range(12)]
    return pdf([render_document(page, width=1240) for page in (*pages[:-1], f"{MARK}\n{pages[-1]}")])


UNKNOWN: dict[str, Callable[[random.Random], bytes]] = {
    "docx of 5 MB, marked in its first lines": lambda chance: report(chance, mark_first=True),
    "docx of 5 MB, marked in its last line": lambda chance: report(chance, mark_first=False),
    "PDF of 400 pages, marked on its last page": _pages,
    "scan of 12 pages, marked on its last page": _scan,
}


def _opened(wechat: Path, path: Path, made: Callable[[random.Random], bytes]) -> float:
    path.write_bytes(made(random.Random(path.name)))
    began = time.perf_counter()
    subprocess.run([wechat, path], capture_output=True)
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    sys.exit(main())
